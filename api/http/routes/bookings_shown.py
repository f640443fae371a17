"""Entries of every day, as they are shown: all of them to the public, what shows them to those with a role (L9)."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, BookingPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import listing_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.bookings.refusals import UnknownBooking
from ledger.bookings.state import BookingKind
from ledger.identifiers import AccountId, BookingId, Seal
from projections import bookings

routes = Router("bookings", prefix="/v1/accounts/{account}")

BookingWhole = with_fields(
    "BookingWhole",
    shape_of(bookings.Booking),
    evidence_text=str | None,
    correction_reason_text=str | None,
    reference=str | None,
    reflects=str,
)


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


def _text(read: Read, seal: Seal | None) -> str | None:
    return None if seal is None or not read.caller.sees_names else read.ledger.papers.text(seal)


def _reference(read: Read, seen: Seen, position: int) -> Any:
    if not read.caller.audits:
        return None
    (recorded,) = read.ledger.store.read(seen.partition, position - 1, 1)
    return read.ledger.reference_of(recorded)
