"""What happens when currency is exchanged, and when that was a mistake. It stands in the account's own stream."""

from datetime import date

import msgspec

from ledger.accounts.events import left_to_authorise_mark
from ledger.accounts.state import Account, Destination, Line
from ledger.contributions.state import reference_mark
from ledger.currency_exchanges.state import (
    Conversion,
    ExchangeRecord,
    ForDecision,
    Side,
    exchange_mark,
    sides_of,
)
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    CurrencyExchangeId,
    KeyedHash,
    PaperId,
    PlaceId,
    PurposeId,
    Seal,
    Stream,
    account_of,
)
from ledger.proposals.measure import Sum


class CurrencyExchanged(Event, frozen=True, kw_only=True, tag="currency-exchanged"):
    """Money of one unit became money of another, under the same purpose and destination (C10).

    Each unit balances by itself (L1): nothing is booked by the rate, which says what the amounts are compared with.
    """

    makes = "exchange"

    exchange: CurrencyExchangeId
    given: Line
    """What was given away, before any fee."""
    obtained: Conversion
    """What was obtained for it, before any fee; its date is when the exchange took effect."""
    fee: Sum | None = None
    """What was paid for it besides, in either unit."""
    decision: ForDecision | None = None
    reference: KeyedHash | None = None
    """Of the statement's line (C2); the papers store has its text."""
    evidence: Seal | None = None
    scan: PaperId | None = None
    """The paper that shows it, which was filed before."""
    origin: PlaceId | None = None
    """Out of which was given (L12)."""
    target: PlaceId | None = None
    """Where what was obtained lies since (L12)."""

    @property
    def purpose(self) -> PurposeId:
        """Whose money it is, before and after."""
        return self.given.purpose

    @property
    def destination(self) -> Destination:
        """That of its decision, or none yet."""
        return self.decision.destination if self.decision else Destination.UNASSIGNED

    @property
    def effective(self) -> date:
        """When it took effect."""
        return self.obtained.effective

    def sides(self) -> tuple[Side, Side]:
        """The unit given away, and the unit obtained."""
        return sides_of(self.given, Sum(self.obtained.unit, self.obtained.amount_minor), self.fee)

    def apply(self, state: Account) -> None:
        _move(state, self)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = ExchangeRecord(
            given=self.given,
            obtained=Sum(self.obtained.unit, self.obtained.amount_minor),
            effective=self.effective,
            fee=self.fee,
            decision=self.decision,
            reference=self.reference,
            origin=self.origin,
            target=self.target,
        )
        marks.point(exchange_mark(account_of(stream), self.exchange), record)
        if self.reference is not None:
            marks.point(reference_mark(self.reference), self.exchange)
        _move_left(marks, stream, self)


class CurrencyExchangeReversed(Event, frozen=True, kw_only=True, tag="currency-exchange-reversed"):
    """It was booked by mistake: both amounts and the fee are put back, and its reference is free for one booking (L6).

    The unit that was obtained may fall into shortfall when it was reserved or spent since (L2).
    """

    exchange: CurrencyExchangeId
    given: Line
    """What had been given away: it is there again."""
    obtained: Sum
    """What had been obtained: it is taken out."""
    fee: Sum | None = None
    """What had been paid: it is there again."""
    decision: ForDecision | None = None
    """Which had its money exchanged, and has it reserved as before."""
    origin: PlaceId | None = None
    """Where what had been given away lies again."""
    target: PlaceId | None = None
    """Out of which what had been obtained is taken."""
    reason: Seal
    effective: date

    @property
    def purpose(self) -> PurposeId:
        """Whose money it is, before and after."""
        return self.given.purpose

    @property
    def destination(self) -> Destination:
        """That of its decision, or none yet."""
        return self.decision.destination if self.decision else Destination.UNASSIGNED

    def sides(self) -> tuple[Side, Side]:
        """The unit that comes back, and the unit that is taken out."""
        given, obtained = sides_of(self.given, self.obtained, self.fee)
        return (
            Side(given.unit, -given.received, -given.fee),
            Side(obtained.unit, -obtained.received, -obtained.fee),
        )

    def apply(self, state: Account) -> None:
        _move(state, self)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        mark = exchange_mark(account_of(stream), self.exchange)
        record = marks.get(mark, ExchangeRecord)
        assert record is not None, "an exchange is booked before it is reversed"
        marks.put(mark, msgspec.structs.replace(record, reversed=True))
        if record.reference is not None:
            marks.put(reference_mark(record.reference), None)
        _move_left(marks, stream, self)


def _move(state: Account, event: CurrencyExchanged | CurrencyExchangeReversed) -> None:
    """Book both units, each by itself (L1); a decision holds more of the one and less of the other."""
    for side, place in zip(event.sides(), (event.origin, event.target), strict=True):
        state.lay(place, side.unit, side.net)
        if event.decision is not None and side.net < 0:
            gone = Line(side.unit, event.purpose, -side.net)
            state.let_go(event.decision.proposal, gone, event.destination)
        elif event.decision is not None:
            held = Line(side.unit, event.purpose, side.net)
            state.hold(event.decision.proposal, held, event.destination)
        totals = state.at(side.unit, event.purpose, event.destination)
        totals.received += side.received
        totals.paid += side.fee


def _move_left(marks: Marks, stream: Stream, event: CurrencyExchanged | CurrencyExchangeReversed) -> None:
    """A decision may be paid in more of the one unit and less of the other (B1)."""
    if event.decision is None:
        return
    for side in event.sides():
        mark = left_to_authorise_mark(account_of(stream), event.decision.proposal, side.unit, event.purpose)
        marks.put(mark, (marks.get(mark, int) or 0) + side.net)
