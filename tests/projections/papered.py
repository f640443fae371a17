"""Papers as a log holds them: one for everybody, one that was forgotten."""

from ledger.identifiers import MemberToken, PaperId, Seal
from ledger.papers.events import PaperFiled, PaperForgotten
from ledger.papers.state import MediaType, PaperKind
from tests.projections.log import Log

PHOTO = PaperId("paper-0000000000000001")
BANK_FILE = PaperId("paper-0000000000000002")
AUDITOR = MemberToken("member-0000000000000003")


def record_papers(log: Log) -> None:
    """A photograph, and a bank file that is forgotten later."""
    log.record(
        PaperFiled(
            paper=PHOTO,
            paper_kind=PaperKind.PHOTO,
            media_type=MediaType.JPEG,
            size_bytes=204_800,
            seal=Seal("a" * 64),
            public=True,
        ),
        PaperFiled(
            paper=BANK_FILE,
            paper_kind=PaperKind.BANK_FILE,
            media_type=MediaType.XML,
            size_bytes=5_120,
            seal=Seal("b" * 64),
        ),
        PaperForgotten(paper=BANK_FILE, reason=Seal("c" * 64), confirmed_by=AUDITOR),
    )
