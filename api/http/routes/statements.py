"""Statements: which lines and entries are the same money, and what is booked for a line, straight from the queue."""

from typing import Annotated

from fastapi import Path
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.line_bookings import booking_of
from api.http.models.base import command, pattern_of
from api.http.models.paths import AccountPath, PlacePath
from api.http.models.statements import (
    LineBooking,
    NewMatch,
    Undoing,
)
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.bookings.commands import BookEntry
from ledger.contributions.commands import ReceiveContribution, RefundContribution, ReverseContribution
from ledger.disbursements.commands import ReturnDisbursement
from ledger.disbursements.refusals import UnknownDisbursement
from ledger.identifiers import AccountId, PlaceId, StatementId
from ledger.places.commands import MoveMoney
from ledger.statements.commands import BookLine, MatchLines, UndoMatch
from ledger.statements.refusals import UnknownStatementLine
from ledger.statements.state import LineName
from ledger.transfers.commands import ReceiveTransfer

routes = Router("statements", prefix="/v1/accounts/{account}")

StatementPath = Annotated[str, Path(pattern=pattern_of("statement"))]
NumberPath = Annotated[int, Path(ge=0, le=1_000_000)]
MatchPath = Annotated[str, Path(pattern=pattern_of("match"))]


@routes.records(
    "/places/{place}/matches", permission=OFFICERS, refusals=refusals_of(MatchLines), response_model=Recorded
)
async def match_lines(account: AccountPath, place: PlacePath, body: NewMatch, act: Acting) -> Response:
    """Lines of statements and entries of the books are the same money; a payment that a line shows is settled.

    Entries alone, or lines alone, are matched where they take each other back.
    """
    lines = tuple(LineName(StatementId(line.statement), line.number) for line in body.lines)
    return await act(
        MatchLines(
            account=AccountId(account),
            place=PlaceId(place),
            unit=body.unit,
            lines=lines,
            entries=tuple(body.entries),
        )
    )


@routes.records(
    "/places/{place}/matches/{match}/undoings",
    permission=OFFICERS,
    refusals=refusals_of(UndoMatch),
    response_model=Recorded,
)
async def undo_match(
    account: AccountPath, place: PlacePath, match: MatchPath, body: Undoing, act: Acting
) -> Response:
    """They were not the same money: both sides are open again. What was booked stands until it is corrected."""
    return await act(command(UndoMatch, body, account=account, place=place, match=match))


@routes.records(
    "/statements/{statement}/lines/{number}/bookings",
    permission=OFFICERS,
    refusals=(
        UnknownStatementLine,
        UnknownDisbursement,
        *refusals_of(
            BookLine,
            MatchLines,
            ReceiveContribution,
            BookEntry,
            MoveMoney,
            ReturnDisbursement,
            ReverseContribution,
            RefundContribution,
            ReceiveTransfer,
        ),
    ),
    response_model=Recorded,
)
async def book_line(
    account: AccountPath, statement: StatementPath, number: NumberPath, body: LineBooking, act: Acting
) -> Response:
    """Book what a line is, and match the two at once: a gift, a fee, a move, a payment, a transfer, or what came back.

    Amount, place and reference are the line's own, so that no line is booked twice.
    """
    name = LineName(StatementId(statement), number)

    return await act(await run_in_threadpool(booking_of, act.ledger, AccountId(account), name, body))
