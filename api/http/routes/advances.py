"""Advances: given to members, settled, and who has what of the account's money."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.http.models.advances import NewAdvance, Settlement
from api.http.models.base import command
from api.http.models.paths import AccountPath, PlacePath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, PUBLIC
from api.http.presenting import listing_of, present, shape_of, with_fields
from api.http.reading import Reading, Seen, listing, shown
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId
from ledger.places.advances import GiveAdvance, SettleAdvance
from projections import advances, places

routes = Router("places", prefix="/v1/accounts/{account}")

AdvanceShown = with_fields(
    "AdvanceShown", shape_of(advances.Advance), holder=str | None, holder_name=str | None
)
"""Who has it is for those with a role in the account."""


@routes.records("/advances", permission=OFFICERS, refusals=refusals_of(GiveAdvance), response_model=Recorded)
async def give_advance(account: AccountPath, body: NewAdvance, act: Acting) -> Response:
    """Give a member money to spend for the account; the answer names the place that it lies at.

    It joins what the member has already, where that is not settled.
    """
    return await act(command(GiveAdvance, body, account=account))


@routes.records(
    "/advances/{place}/settlements",
    permission=OFFICERS,
    refusals=refusals_of(SettleAdvance),
    response_model=Recorded,
)
async def settle_advance(account: AccountPath, place: PlacePath, body: Settlement, act: Acting) -> Response:
    """The change comes back, or what the member laid out is paid back, and the advance is closed."""
    return await act(command(SettleAdvance, body, account=account, place=place))


@routes.shows(
    "/advances",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Advances", AdvanceShown),
)
async def list_advances(
    account: AccountPath,
    read: Reading,
    everything: Annotated[bool, Query(description="Those that are settled too.")] = False,
) -> Response:
    """Advances of which something is still out: since when, what was given, spent and returned, and what is left.

    Who has them, only for whoever has a role in this account.
    """

    def ask(seen: Seen) -> Response:
        found = advances.of_account(seen.db, read.ledger.store, AccountId(account), everything=everything)
        sees = read.caller.sees_names
        known = read.ledger.people.persons([row.holder for row in found]) if sees else {}
        items = []
        for row in found:
            person = known.get(row.holder)
            holder = {
                "holder": row.holder if sees else None,
                "holder_name": None if person is None else person.name,
            }
            items.append(present(row, seen.partition, **holder))
        return shown(listing(seen, items), seen.written)

    return await read.view(places.Places, account, ask)
