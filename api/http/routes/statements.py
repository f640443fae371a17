"""Statements: which lines and entries are the same money, and what is booked for a line, straight from the queue."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import Path
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.models.base import command, pattern_of
from api.http.models.paths import AccountPath, PlacePath
from api.http.models.statements import (
    AsBounce,
    AsEntry,
    AsGift,
    AsMove,
    AsPayment,
    AsReturn,
    LineBooking,
    NewMatch,
    Undoing,
)
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.bookings.commands import BookEntry
from ledger.command import AccountCommand
from ledger.contributions.commands import ReceiveContribution, ReverseContribution
from ledger.disbursements.commands import ReturnDisbursement
from ledger.identifiers import AccountId, PlaceId, StatementId
from ledger.ledger import Ledger
from ledger.money import to_decimal
from ledger.places.commands import MoveMoney
from ledger.statements.commands import BookLine, LineText, MatchLines, UndoMatch
from ledger.statements.refusals import UnknownPlaceEntry, UnknownStatementLine
from ledger.statements.state import LineName
from projections import reconciliation, statements
from projections.base import Database
from projections.reconciliation import OpenLine

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
        UnknownPlaceEntry,
        *refusals_of(
            BookLine,
            MatchLines,
            ReceiveContribution,
            BookEntry,
            MoveMoney,
            ReturnDisbursement,
            ReverseContribution,
        ),
    ),
    response_model=Recorded,
)
async def book_line(
    account: AccountPath, statement: StatementPath, number: NumberPath, body: LineBooking, act: Acting
) -> Response:
    """Book what a line is, and match the two at once: a gift, a fee, interest, a move, a payment, or what came back.

    Amount, place and reference are the line's own, so that no line is booked twice.
    """
    name = LineName(StatementId(statement), number)

    def prepared() -> AccountCommand:
        return act.http.service.readers.read(
            lambda db: _booking(act.ledger, db, AccountId(account), name, body)
        )

    return await act(await run_in_threadpool(prepared))


def _booking(
    ledger: Ledger, db: Database, account: AccountId, name: LineName, body: LineBooking
) -> AccountCommand:
    """The command. Raises UnknownStatementLine or UnknownPlaceEntry."""
    found = statements.find(db, account, name.statement)
    line = None if found is None else _line(db, account, found, name)
    if found is None or line is None:
        raise UnknownStatementLine(number=name.number)
    if isinstance(body.what, AsPayment):
        entry = _payment(ledger, db, account, found.place, line, body.what.disbursement)
        return MatchLines(
            account=account, place=found.place, unit=found.unit, lines=(name,), entries=(entry,)
        )
    booking = _as(body, account, found.place, line, _reference(ledger, line))
    return BookLine(account=account, place=found.place, unit=found.unit, line=name, booking=booking)


def _line(
    db: Database, account: AccountId, found: statements.StatementRow, name: LineName
) -> OpenLine | None:
    """The line; what a statement brings forward only while it is open."""
    row = statements.find_line(db, account, name.statement, name.number)
    if row is not None:
        said = row.amount_minor, row.booked, row.reference, row.payment, row.text
        return OpenLine(row.statement, row.number, row.unit, *said)
    lines: Iterator[OpenLine] = reconciliation.open_lines(db, account, found.place, found.unit)
    return next(
        (line for line in lines if (line.statement, line.number) == (name.statement, name.number)), None
    )


def _reference(ledger: Ledger, line: OpenLine) -> str | None:
    """The bank's reference in its own words, where it tells this line alone and was not forgotten."""
    text = None if line.text is None or line.reference is None else ledger.papers.text(line.text)
    if text is not None:
        with suppress(msgspec.DecodeError):
            return msgspec.json.decode(text, type=LineText).reference or None
    return None


def _payment(
    ledger: Ledger, db: Database, account: AccountId, place: PlaceId, line: OpenLine, disbursement: str
) -> int:
    """The entry that books a payment of the line's amount. Raises UnknownPlaceEntry."""
    entries = reconciliation.open_entries(db, ledger.store, account, place, line.unit)
    for entry in entries:
        if (entry.about, entry.amount_minor) == (disbursement, line.amount_minor):
            return entry.entry
    raise UnknownPlaceEntry(entry=disbursement, unit=line.unit)


def _as(
    body: LineBooking, account: AccountId, place: PlaceId, line: OpenLine, reference: str | None
) -> AccountCommand:
    """What is to be booked; with the line's own amount, day, place and reference."""
    day: date = body.effective or line.booked
    common: dict[str, Any] = {"account": account, "effective": day, "reference": reference}
    money = {"unit": line.unit, "amount": to_decimal(abs(line.amount_minor), line.unit)}
    match body.what:
        case AsGift():
            return command(ReceiveContribution, body.what, **common, **money, place=place)
        case AsEntry():
            return command(BookEntry, body.what, **common, **money, place=place)
        case AsMove():
            came = line.amount_minor > 0
            origin, target = (body.what.other, place) if came else (place, body.what.other)
            return command(MoveMoney, body.what, **common, **money, origin=origin, target=target)
        case AsReturn():
            return command(ReturnDisbursement, body.what, **common)
        case AsBounce():
            return command(ReverseContribution, body.what, **common, bounced=True, place=place)
        case AsPayment():
            raise AssertionError("a payment is matched with its entry")
