"""What is shown of papers: to everybody that they exist, and the papers themselves to those who may read them."""

from typing import Annotated, Any

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.models.paths import AccountPath, PaperPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC, Caller
from api.http.presenting import listing_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.refusals import DatabaseUnavailable, ParameterNotUnderstood, TooManyPapers
from api.http.request import HttpRequest
from api.http.routing import Router
from api.http.uploads import Download
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, PaperId, Seal
from ledger.keys.state import Role
from ledger.papers.refusals import (
    PaperAltered,
    PaperLost,
    PaperNotForYou,
    PaperWasForgotten,
    PaperWithheld,
    UnknownPaper,
)
from ledger.papers.state import MediaType, PaperKind, PaperRecord
from projections import minutes, papers

routes = Router("papers", prefix="/v1/accounts/{account}")

BOOKKEEPERS = frozenset({Role.TREASURER, Role.SECOND_SIGNATORY, Role.AUDITOR})

PaperShown = with_fields("PaperShown", shape_of(papers.FiledPaper), reason=str | None, reason_seal=str | None)


def may_read(caller: Caller, record: PaperRecord) -> bool:
    """Whether a caller may read a paper: a public one everybody, the books' own files those who keep or audit them.

    All else is for whoever has a role in the account, but not for the twin (C6, L9).
    """
    if record.public:
        return True
    return bool(caller.roles & BOOKKEEPERS) if record.kind.books else caller.sees_names


@routes.shows(
    "/papers",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Papers", PaperShown),
)
async def list_papers(
    account: AccountPath,
    read: Reading,
    kind: Annotated[PaperKind | None, Query(description="All if left out.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Which papers there are, in the order of filing: what each is, how large, and since when; not what is in them."""

    def ask(seen: Seen) -> Response:
        found = papers.page(seen.db, AccountId(account), kind=kind, after=after_number(after), limit=limit)
        items = [_shown(row, seen, read) for row in found]
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, items), seen.written, headers)

    return await read.view(papers.Papers, account, ask)


@routes.shows(
    "/papers/{paper}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPaper),
    response_model=with_fields("PaperWhole", PaperShown, reflects=str),
)
async def show_paper(account: AccountPath, paper: PaperPath, read: Reading) -> Response:
    """What a paper is, how large, and since when. The reason for forgetting it is for those with a role here."""

    def ask(seen: Seen) -> Response:
        found = papers.find(seen.db, AccountId(account), PaperId(paper))
        if found is None:
            raise UnknownPaper
        return shown({**_shown(found, seen, read), "reflects": seen.written}, seen.written)

    return await read.view(papers.Papers, account, ask)


@routes.shows(
    "/papers/{paper}/content",
    permission=PUBLIC,
    refusals=(
        UnknownAccount,
        UnknownPaper,
        PaperNotForYou,
        PaperWithheld,
        PaperWasForgotten,
        PaperLost,
        PaperAltered,
        TooManyPapers,
        ParameterNotUnderstood,
        DatabaseUnavailable,
    ),
    views=False,
    responses={
        200: {
            "description": "The file, as a download; its bytes fit the seal of its event.",
            "content": {kind.value: {"schema": {"type": "string", "format": "binary"}} for kind in MediaType},
        }
    },
)
async def fetch_paper(account: AccountPath, paper: PaperPath, request: HttpRequest) -> Response:
    """The paper itself: a public one for everybody, others for those with a role here; bank files for who keeps books.

    It is checked by its seal every time; one that was altered is never sent. The signed page of an assembly is withheld
    while a round is not counted that was open then.
    """
    service, ledger = request.service, request.service.ledger
    record = await run_in_threadpool(ledger.paper, AccountId(account), PaperId(paper))
    if not may_read(request.caller, record):
        raise PaperNotForYou
    where = AccountId(account), PaperId(paper)
    if await run_in_threadpool(service.readers.read, lambda db: minutes.scan_may_tell_of_votes(db, *where)):
        raise PaperWithheld
    service.papers.take(record.size_bytes)
    try:
        content = await run_in_threadpool(ledger.bytes_of, record)
    except BaseException:
        service.papers.give_back(record.size_bytes)
        raise
    name = f"{paper}.{record.media_type.ending}"
    seconds = service.settings.paper_seconds
    return Download(content, name, record.media_type, service.papers, seconds, record.public)


def _shown(row: papers.FiledPaper, seen: Seen, read: Read) -> dict[str, Any]:
    """A row as it looks outside, with the reason in words where the caller may read it."""
    told = row.reason is not None and read.caller.sees_names
    reason = read.ledger.papers.text(Seal(row.reason)) if told and row.reason is not None else None
    return present(row, seen.partition, reason=reason, reason_seal=row.reason)
