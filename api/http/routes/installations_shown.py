"""What is shown of other installations, and of messages that wait."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.http.models.installations import OwnInstallationShown
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC, REGISTRAR
from api.http.presenting import listing_of, page_of, present, presented, shape_of, with_fields
from api.http.reading import Reading, Seen, listing, shown
from api.http.refusals import CursorMalformed, DatabaseUnavailable, ParameterNotUnderstood
from api.http.request import HttpRequest
from api.http.routing import Router
from ledger.ledger import COMMONS
from ledger.message import written
from ledger.post.waiting import WaitingMessage, waiting
from projections import installations

routes = Router("installations")

InstallationShown = with_fields(
    "InstallationShown", shape_of(installations.OtherInstallation), name=str | None, address=str | None
)
ForeignAccountShown = with_fields(
    "ForeignAccountShown", shape_of(installations.AccountElsewhere), name=str | None
)
MessagesShown = with_fields("Messages", items=page_of(shape_of(WaitingMessage)))


@routes.shows("/installation", permission=PUBLIC, views=False, response_model=OwnInstallationShown)
async def show_installation(request: HttpRequest) -> Response:
    """This installation: what a registrar elsewhere recognises it by."""
    signer = request.service.ledger.signer
    return JSONResponse({"installation": signer.installation, "key": signer.key})


@routes.shows(
    "/installations", permission=REGISTRAR, response_model=listing_of("Installations", InstallationShown)
)
async def list_installations(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """All installations that were ever recognised."""

    def ask(seen: Seen) -> Response:
        found = installations.page(seen.db, after=after_number(after), limit=limit)
        text = read.ledger.papers.text
        listed = [
            present(
                row,
                seen.partition,
                name=text(row.name),
                address=None if row.address is None else text(row.address),
            )
            for row in found
        ]
        return shown(
            listing(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.position)
        )

    return await read.view(installations.Installations, None, ask)


@routes.shows(
    "/foreign-accounts",
    permission=PUBLIC,
    response_model=listing_of("ForeignAccounts", ForeignAccountShown),
)
async def list_foreign_accounts(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """All local accounts that lie in other installations."""

    def ask(seen: Seen) -> Response:
        found = installations.accounts(seen.db, after=after or "", limit=limit)
        text = read.ledger.papers.text
        listed = [present(row, seen.partition, name=text(row.name)) for row in found]
        return shown(
            listing(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.account)
        )

    return await read.view(installations.Installations, None, ask)


@routes.shows(
    "/messages",
    permission=REGISTRAR,
    views=False,
    refusals=(CursorMalformed, DatabaseUnavailable, ParameterNotUnderstood),
    response_model=MessagesShown,
)
async def list_messages(request: HttpRequest, after: After = None, limit: Limit = 100) -> Response:
    """Messages that were sent and not taken in: since when, where they wait, and why they were refused."""
    if after is not None and written(after) is None:
        raise CursorMalformed
    found = await run_in_threadpool(waiting, request.service.ledger.store, after, limit)
    headers = link(request, found, limit, lambda row: row.message)
    return JSONResponse({"items": presented(found, COMMONS)}, headers=headers)
