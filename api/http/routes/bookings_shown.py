"""Entries of every day, as they are shown: all of them to the public, what shows them to those with a role (L9)."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.base import pattern_of
from api.http.models.paths import AccountPath, BookingPath, CountPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import Decimal, listing_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.bookings.refusals import UnknownBooking, UnknownCount
from ledger.bookings.state import BookingKind
from ledger.identifiers import AccountId, BookingId, CountId, PlaceId, Seal
from projections import bookings, places
from projections.counting import compared

routes = Router("bookings", prefix="/v1/accounts/{account}")

BookingWhole = with_fields(
    "BookingWhole",
    shape_of(bookings.Booking),
    evidence_text=str | None,
    correction_reason_text=str | None,
    reference=str | None,
    reflects=str,
)

CountShown = with_fields(
    "CountShown",
    shape_of(bookings.Count),
    label=str,
    booked=Decimal,
    difference=Decimal,
    booked_then=Decimal,
    difference_then=Decimal,
)
"""What the books say of the day of a count, as they tell it now and as they told it when the count was recorded."""


@routes.shows(
    "/bookings",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Bookings", shape_of(bookings.Booking)),
)
async def list_bookings(
    account: AccountPath,
    read: Reading,
    kind: Annotated[BookingKind | None, Query(description="All if left out.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """What happened to money without a gift or a payment, in the order of recording."""

    def ask(seen: Seen) -> Response:
        found = bookings.page(seen.db, AccountId(account), kind=kind, after=after_number(after), limit=limit)
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, presented(found, seen.partition)), seen.written, headers)

    return await read.view(bookings.Bookings, account, ask)


@routes.shows(
    "/bookings/{booking}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownBooking),
    response_model=BookingWhole,
)
async def show_booking(account: AccountPath, booking: BookingPath, read: Reading) -> Response:
    """One booking. What was written of it for those with a role in this account, its reference for the auditor."""

    def ask(seen: Seen) -> Response:
        found = bookings.find(seen.db, AccountId(account), BookingId(booking))
        if found is None:
            raise UnknownBooking
        whole = present(
            found,
            seen.partition,
            evidence_text=_text(read, found.evidence),
            correction_reason_text=_text(read, found.correction_reason),
            reference=_reference(read, seen, found.position),
            reflects=seen.written,
        )
        return shown(whole, seen.written)

    return await read.view(bookings.Bookings, account, ask)


@routes.shows(
    "/counts",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Counts", CountShown),
)
async def list_counts(
    account: AccountPath,
    read: Reading,
    place: Annotated[str | None, Query(pattern=pattern_of("place"), description="All if left out.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Counts in the order of recording, each with what the books say of that place and day, and the difference.

    `booked` is what they say now, with late entries and booked differences; `booked_then` what they said when the
    count was recorded.
    """

    def ask(seen: Seen) -> Response:
        there = None if place is None else PlaceId(place)
        found = bookings.counts(
            seen.db, AccountId(account), place=there, after=after_number(after), limit=limit
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, _counts(seen, AccountId(account), found)), seen.written, headers)

    return await read.view(bookings.Bookings, account, ask)


@routes.shows(
    "/counts/{count}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownCount),
    response_model=with_fields("CountWhole", CountShown, reflects=str),
)
async def show_count(account: AccountPath, count: CountPath, read: Reading) -> Response:
    """One count, with what the books say of that place and day, and the difference."""

    def ask(seen: Seen) -> Response:
        found = bookings.find_count(seen.db, AccountId(account), CountId(count))
        if found is None:
            raise UnknownCount
        (whole,) = _counts(seen, AccountId(account), [found])
        return shown({**whole, "reflects": seen.written}, seen.written)

    return await read.view(bookings.Bookings, account, ask)


def _counts(seen: Seen, account: AccountId, found: list[bookings.Count]) -> list[dict[str, Any]]:
    labels = {place.id: place.label for place in places.of_account(seen.db, account)}
    said = compared(seen.db, account, found)
    return [
        present(count, seen.partition, label=labels[count.place], **present(one, seen.partition))
        for count, one in zip(found, said, strict=True)
    ]


def _text(read: Read, seal: Seal | None) -> str | None:
    return None if seal is None or not read.caller.sees_names else read.ledger.papers.text(seal)


def _reference(read: Read, seen: Seen, position: int) -> Any:
    if not read.caller.audits:
        return None
    (recorded,) = read.ledger.store.read(seen.partition, position - 1, 1)
    return read.ledger.reference_of(recorded)
