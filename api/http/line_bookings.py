"""From what somebody says that a line is to what the ledger is asked: all but that the line says itself."""

from contextlib import suppress
from datetime import date
from typing import Any

import msgspec

from api.http.models.base import command
from api.http.models.statements import (
    AsBounce,
    AsEntry,
    AsGift,
    AsMove,
    AsPayment,
    AsRefund,
    AsReturn,
    AsTransfer,
    LineBooking,
)
from ledger.accounts.events import PaymentBooked
from ledger.bookings.commands import BookEntry
from ledger.command import AccountCommand
from ledger.contributions.commands import ReceiveContribution, RefundContribution, ReverseContribution
from ledger.disbursements.commands import ReturnDisbursement
from ledger.disbursements.events import DisbursementSent
from ledger.disbursements.refusals import UnknownDisbursement
from ledger.identifiers import AccountId, DisbursementId, PlaceId, Seal, stream_of
from ledger.ledger import Ledger
from ledger.money import to_decimal
from ledger.places.commands import MoveMoney
from ledger.statements.commands import BookLine, LineText, MatchLines
from ledger.statements.refusals import UnknownStatementLine
from ledger.statements.state import BROUGHT_FORWARD, LineName, StatementRecord, Statements, statements_of
from ledger.transfers.commands import ReceiveTransfer


class _Said(msgspec.Struct, frozen=True):
    """What a line says."""

    amount_minor: int
    booked: date
    reference: str | None = None


def booking_of(ledger: Ledger, account: AccountId, name: LineName, body: LineBooking) -> AccountCommand:
    """The command that books a line. Raises UnknownStatementLine or UnknownDisbursement."""
    record = ledger.statement(account, name.statement)
    said = None if record is None else _said(ledger, account, record, name)
    if record is None or said is None:
        raise UnknownStatementLine(number=name.number)
    of: dict[str, Any] = {"account": account, "place": record.place, "unit": record.unit}
    if isinstance(body.what, AsPayment):
        entry = _entry_of(ledger, account, DisbursementId(body.what.disbursement))
        return MatchLines(**of, lines=(name,), entries=(entry,))
    return BookLine(**of, line=name, booking=_as(body, account, record, said))


def _said(ledger: Ledger, account: AccountId, record: StatementRecord, name: LineName) -> _Said | None:
    line = record.line(name.number)
    if line is not None:
        text = line.text if line.reference is not None else None
        return _Said(line.amount_minor, line.booked, _reference(ledger, text))
    found = ledger.state(statements_of(account, record.place))
    statements = found[0] if found else None
    if name.number != BROUGHT_FORWARD or not isinstance(statements, Statements):
        return None
    row = statements.row(record.unit)
    begins = next((taken.begins for taken in row if taken.statement == name.statement), None)
    forward = statements.brought_forward(record.unit, name.statement)
    return _Said(forward, begins) if forward and begins else None


def _reference(ledger: Ledger, text: Seal | None) -> str | None:
    """The bank's reference in its own words, where it was not forgotten."""
    said = None if text is None else ledger.papers.text(text)
    if said is not None:
        with suppress(msgspec.DecodeError):
            return msgspec.json.decode(said, type=LineText).reference or None
    return None


def _entry_of(ledger: Ledger, account: AccountId, disbursement: DisbursementId) -> int:
    """The entry that booked a payment when it was sent. Raises UnknownDisbursement."""
    if "/" not in disbursement:
        for recorded in ledger.events_of(stream_of(account, disbursement)):
            if isinstance(recorded.event, DisbursementSent):
                (booked,) = ledger.store.read(recorded.partition, recorded.position, 1)
                assert isinstance(booked.event, PaymentBooked), "what is sent is booked with it"
                return booked.version
    raise UnknownDisbursement


def _as(body: LineBooking, account: AccountId, record: StatementRecord, said: _Said) -> AccountCommand:
    """What is to be booked."""
    place: PlaceId = record.place
    day = body.effective or said.booked
    common: dict[str, Any] = {"account": account, "effective": day, "reference": said.reference}
    money = {"unit": record.unit, "amount": to_decimal(abs(said.amount_minor), record.unit)}
    match body.what:
        case AsGift():
            return command(ReceiveContribution, body.what, **common, **money, place=place)
        case AsEntry():
            return command(BookEntry, body.what, **common, **money, place=place)
        case AsMove():
            came = said.amount_minor > 0
            origin, target = (body.what.other, place) if came else (place, body.what.other)
            return command(MoveMoney, body.what, **common, **money, origin=origin, target=target)
        case AsReturn():
            return command(ReturnDisbursement, body.what, **common)
        case AsBounce():
            return command(ReverseContribution, body.what, **common, bounced=True, place=place)
        case AsRefund():
            # A refund has no reference: the match books the line's own.
            of = {"account": account, "effective": day, "place": place}
            return command(RefundContribution, body.what, **of, **money)
        case AsTransfer():
            return command(ReceiveTransfer, body.what, **common, place=place)
        case AsPayment():
            raise AssertionError("a payment is matched with its entry")
