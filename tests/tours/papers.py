"""Two papers are filed: one that everybody may read, and one that is forgotten."""

from ledger.identifiers import PaperId
from ledger.papers.commands import FilePaper, ForgetPaper
from ledger.papers.media import examined
from ledger.papers.state import PaperKind
from tests.season import Season


def tour(season: Season) -> None:
    """The notice board's photograph stays; an invoice with somebody's name on it goes."""
    season.do(
        FilePaper(
            account=season.account,
            kind=PaperKind.PHOTO,
            file=examined(b"\xff\xd8\xff\xe0 the notice board"),
            public=True,
        )
    )
    invoice = FilePaper(
        account=season.account, kind=PaperKind.INVOICE, file=examined(b"%PDF-1.7 twelve bags of lime")
    )
    paper = PaperId(season.do(invoice))
    season.do(
        ForgetPaper(
            account=season.account,
            paper=paper,
            reason="It shows a neighbour's telephone number.",
            confirmed_by=season.auditor,
        ),
        by=season.treasurer,
    )
