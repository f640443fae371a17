"""What calls on the fund show: what is asked, the twin's opinion, where they lie, and what became of them."""

from typing import Annotated, Any

import msgspec
from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, CallPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import page_of, present, presented, shape_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.routes.proposals_shown import Texts
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.calls.refusals import UnknownCall
from ledger.calls.state import CallStatus
from ledger.identifiers import AccountId, CallId, Seal, stream_of
from ledger.ledger import Ledger
from projections import calls

routes = Router("calls", prefix="/v1/accounts/{account}/calls")

CallShown = shape_of(calls.Call)


class _Written(msgspec.Struct):
    """What the paper of a call holds."""

    need: str
    costs: list[str]
    pass_on_plan: str


@routes.shows(
    "",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("Calls", items=page_of(CallShown), reflects=str),
)
async def list_calls(
    account: AccountPath,
    read: Reading,
    status: Annotated[CallStatus | None, Query()] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """The calls that an account made, received or is asked about, in the order in which it heard of them."""

    def ask(seen: Seen) -> Response:
        found = calls.page(seen.db, AccountId(account), status=status, after=after_number(after), limit=limit)
        headers = link(read.http, found, limit, lambda row: row.position)
        listed = presented(found, seen.partition)
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(calls.Calls, account, ask)


@routes.shows(
    "/{call}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownCall),
    response_model=with_fields(
        "CallWhole",
        CallShown,
        texts=Texts | None,
        opinion_said=str | None,
        lines=page_of(shape_of(calls.CallLine)),
        reflects=str,
    ),
)
async def show_call(account: AccountPath, call: CallPath, read: Reading) -> Response:
    """One call with its texts, what is asked, and the twin's opinion in words."""

    def ask(seen: Seen) -> Response:
        where = AccountId(account), CallId(call)
        found = calls.find(seen.db, *where)
        if found is None:
            raise UnknownCall
        whole = present(
            found,
            seen.partition,
            texts=texts_of(_text(read.ledger, found.paper)),
            opinion_said=_text(read.ledger, found.opinion_text),
            lines=presented(calls.lines(seen.db, *where), seen.partition),
            reflects=seen.written,
        )
        version = read.ledger.store.version_at(seen.partition, stream_of(*where), seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(calls.Calls, account, ask)


def _text(ledger: Ledger, seal: Seal | None) -> str | None:
    """What a seal hides; None where it is not known, or forgotten."""
    return None if seal is None else ledger.papers.text(seal)


def texts_of(paper: str | None) -> dict[str, Any] | None:
    """The texts of a call; None where they are forgotten, or something else came in their place from abroad."""
    if paper is None:
        return None
    try:
        texts: dict[str, Any] = msgspec.to_builtins(msgspec.json.decode(paper, type=_Written))
    except msgspec.DecodeError:
        return None
    return texts
