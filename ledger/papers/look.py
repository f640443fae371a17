"""How commands of every subject look at papers, and file them together with what they decide."""

from collections.abc import Generator

from ledger.command import Context, Fact, PaperFile, Seen
from ledger.identifiers import AccountId, Mark, PaperId
from ledger.papers.events import PaperFiled
from ledger.papers.media import Examined
from ledger.papers.refusals import (
    PaperFiledOtherwise,
    PaperNeverPublic,
    PaperWasForgotten,
    UnknownPaper,
)
from ledger.papers.state import PaperKind, PaperRecord, SealedRecord, paper_mark, sealed_mark

__all__ = ["filed", "filing", "filing_marks", "paper_mark", "paper_marks"]


def paper_marks(account: AccountId, *papers: PaperId | None) -> tuple[Mark, ...]:
    """What a command reads that names these papers, where it names any."""
    return tuple(paper_mark(account, paper) for paper in papers if paper is not None)


def filed(seen: Seen, account: AccountId, paper: PaperId) -> PaperRecord:
    """A paper that something new may rest on. Raises UnknownPaper or PaperWasForgotten; reads `paper_mark`."""
    record = seen.mark(paper_mark(account, paper), PaperRecord)
    if record is None:
        raise UnknownPaper
    if record.forgotten:
        raise PaperWasForgotten
    return record


def filing_marks(account: AccountId, file: Examined, context: Context) -> tuple[Mark, ...]:
    """What `filing` reads."""
    return (sealed_mark(account, context.file(account, file.digest, file.content).seal),)


def filing(
    seen: Seen,
    account: AccountId,
    kind: PaperKind,
    file: Examined,
    context: Context,
    *,
    public: bool = False,
) -> Generator[Fact | PaperFile, None, PaperId]:
    """File a paper in the command's own commit, where that says `paper = yield from` this.

    Bytes that the account has already are the same paper, and nothing is recorded again; they are stored anew, which
    heals a paper that was lost or altered. Raises PaperNeverPublic, PaperFiledOtherwise or PaperWasForgotten; reads
    `filing_marks`.
    """
    if public and kind.books:
        raise PaperNeverPublic
    sealed = context.file(account, file.digest, file.content)
    there = seen.mark(sealed_mark(account, sealed.seal), SealedRecord)
    if there is not None:
        if there.forgotten:
            raise PaperWasForgotten
        if public and not there.public:
            raise PaperFiledOtherwise(paper=there.paper)
        yield sealed
        return there.paper
    paper = PaperId(context.fresh("paper"))
    yield sealed
    yield Fact(
        account,
        PaperFiled(
            paper=paper,
            paper_kind=kind,
            media_type=file.media_type,
            size_bytes=len(file.content),
            seal=sealed.seal,
            public=public,
        ),
    )
    return paper
