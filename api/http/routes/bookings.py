"""Entries of every day: what happens to money without a gift or a payment, counts, and collections."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.bookings import Correction, CountedDifference, NewBooking, NewCollection, NewCount
from api.http.models.paths import AccountPath, BookingPath, CountPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, TREASURER
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.bookings.commands import BookCountedDifference, BookEntry, CorrectEntry, CountPlace
from ledger.contributions.commands import ReceiveCollection

routes = Router("bookings", prefix="/v1/accounts/{account}")


@routes.records("/bookings", permission=OFFICERS, refusals=refusals_of(BookEntry), response_model=Recorded)
async def book_entry(account: AccountPath, body: NewBooking, act: Acting) -> Response:
    """Book an opening balance, interest, a bank fee, a theft or a loss.

    What a standing rule covers needs evidence alone. Money that went otherwise is a mishap: two members confirm it, and
    its purpose may fall into shortfall, which blocks spending from there until it is covered.
    """
    return await act(command(BookEntry, body, account=account))


@routes.records(
    "/bookings/{booking}/corrections",
    permission=TREASURER,
    refusals=refusals_of(CorrectEntry),
    response_model=Recorded,
)
async def correct_entry(
    account: AccountPath, booking: BookingPath, body: Correction, act: Acting
) -> Response:
    """It was a mistake, or what was stolen or lost came back: put back all that the booking did."""
    return await act(command(CorrectEntry, body, account=account, booking=booking))


@routes.records("/counts", permission=OFFICERS, refusals=refusals_of(CountPlace), response_model=Recorded)
async def count_place(account: AccountPath, body: NewCount, act: Acting) -> Response:
    """Write down what two members found at a place at the end of a day; no balance changes."""
    return await act(command(CountPlace, body, account=account))


@routes.records(
    "/counts/{count}/differences",
    permission=OFFICERS,
    refusals=refusals_of(BookCountedDifference),
    response_model=Recorded,
)
async def book_counted_difference(
    account: AccountPath, count: CountPath, body: CountedDifference, act: Acting
) -> Response:
    """Book the difference that a count found, on the day of the count; the answer names the booking."""
    return await act(command(BookCountedDifference, body, account=account, count=count))


@routes.records(
    "/collections", permission=OFFICERS, refusals=refusals_of(ReceiveCollection), response_model=Recorded
)
async def receive_collection(account: AccountPath, body: NewCollection, act: Acting) -> Response:
    """Book what a collection brought, up to the rules' ceiling: two members counted it, and no giver is named."""
    return await act(command(ReceiveCollection, body, account=account))
