"""Where money lies: at each place, at no named one, and the entries behind it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, PlacePath
from api.http.models.queries import UNIT_PATTERN
from api.http.pages import After, Limit, after_pair, link
from api.http.permissions import PUBLIC
from api.http.presenting import Decimal, listing_of, page_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, PlaceId
from ledger.money import to_decimal
from ledger.places.refusals import UnknownPlace
from projections import places
from projections.places import PlaceEntry, PlaceRow
from projections.unplaced import unplaced

routes = Router("places", prefix="/v1/accounts/{account}")

AmountLying = with_fields("AmountLying", unit=str, amount=Decimal)
PlaceShown = with_fields(
    "PlaceShown",
    shape_of(PlaceRow),
    main_for=list[str],
    lying=page_of(AmountLying),
    holder_name=str | None,
    description_text=str | None,
)
"""Who has an advance, and the description, are for those with a role in the account."""


@routes.shows(
    "/places",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields(
        "Places", items=page_of(PlaceShown), unplaced=page_of(AmountLying), reflects=str
    ),
)
async def list_places(account: AccountPath, read: Reading) -> Response:
    """Every place with what lies there by currency, closed ones too; and what lies at no named place.

    Who has an advance, and what a place's description says, only for whoever has a role in this account.
    """

    def ask(seen: Seen) -> Response:
        own = AccountId(account)
        items = _shown(places.of_account(seen.db, own), read, seen, own)
        rest = [_amount(unit, minor) for unit, minor in unplaced(seen.db, own).items()]
        return shown({**listing(seen, items), "unplaced": rest}, seen.written)

    return await read.view(places.Places, account, ask)


@routes.shows(
    "/places/{place}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPlace),
    response_model=with_fields("PlaceWhole", PlaceShown, reflects=str),
)
async def show_place(account: AccountPath, place: PlacePath, read: Reading) -> Response:
    """One place, with what lies there by currency."""

    def ask(seen: Seen) -> Response:
        own = AccountId(account)
        (whole,) = _shown([_found(seen, own, place)], read, seen, own)
        return shown({**whole, "reflects": seen.written}, seen.written)

    return await read.view(places.Places, account, ask)


@routes.shows(
    "/places/{place}/entries",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPlace),
    response_model=listing_of("PlaceEntries", shape_of(PlaceEntry)),
)
async def list_place_entries(
    account: AccountPath,
    place: PlacePath,
    read: Reading,
    unit: Annotated[str | None, Query(pattern=UNIT_PATTERN, description="All if left out.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """What was brought to a place and taken from it, in the order of recording, each with what lay there after it.

    The number of an entry is its event's version in the account's stream; statements are matched with it.
    """

    def ask(seen: Seen) -> Response:
        own = AccountId(account)
        there = _found(seen, own, place).id
        found = places.entries_of(
            seen.db, read.ledger.store, own, there, unit, after=after_pair(after), limit=limit
        )
        headers = link(read.http, found, limit, lambda told: f"{told[1].entry}.{told[0]}")
        listed = [present(entry, seen.partition) for _, entry in found]
        return shown(listing(seen, listed), seen.written, headers)

    return await read.view(places.Places, account, ask)


def _found(seen: Seen, account: AccountId, place: str) -> PlaceRow:
    """The place. Raises UnknownPlace."""
    found = places.find(seen.db, account, PlaceId(place))
    if found is None:
        raise UnknownPlace
    return found


def _shown(rows: Iterable[PlaceRow], read: Read, seen: Seen, account: AccountId) -> list[dict[str, Any]]:
    """Places as this caller may see them."""
    rows, sees = list(rows), read.caller.sees_names
    there: defaultdict[PlaceId, list[dict[str, str]]] = defaultdict(list)
    for amount in places.lying(seen.db, account):
        there[amount.place].append(_amount(amount.unit, amount.amount_minor))
    main = places.main_places(seen.db, account)
    holders = [row.holder for row in rows if row.holder is not None]
    known = read.ledger.people.persons(holders) if sees else {}
    listed = []
    for row in rows:
        person = None if row.holder is None else known.get(row.holder)
        seal = row.description if sees else None
        more = {
            "holder": row.holder if sees else None,
            "holder_name": None if person is None else person.name,
            "description": seal,
            "description_text": None if seal is None else read.ledger.papers.text(seal),
            "main_for": [unit for unit, place in main.items() if place == row.id],
            "lying": there[row.id],
        }
        listed.append(present(row, seen.partition, **more))
    return listed


def _amount(unit: str, minor: int) -> dict[str, str]:
    return {"unit": unit, "amount": to_decimal(minor, unit)}
