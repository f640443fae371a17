"""What happens when currency is exchanged. It stands in the account's own stream."""

from datetime import date
from typing import NamedTuple

import msgspec

from ledger.accounts.events import left_to_authorise_mark
from ledger.accounts.state import Account, Destination, Line
from ledger.contributions.state import reference_mark
from ledger.currency_exchanges.state import Conversion
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    CurrencyExchangeId,
    KeyedHash,
    ProposalId,
    PurposeId,
    Seal,
    Stream,
    account_of,
)
from ledger.proposals.measure import Sum


class ForDecision(msgspec.Struct, frozen=True):
    """The final decision whose reserved money was exchanged, so that it can be paid in the other currency."""

    proposal: ProposalId
    destination: Destination


class Side(NamedTuple):
    """What an exchange does to one unit, in minor units."""

    unit: str
    received: int
    """More where this unit was obtained, less where it was given away."""
    fee: int

    @property
    def net(self) -> int:
        """By how much more, or less, there is of it afterwards."""
        return self.received - self.fee


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
        given, obtained = self.given, self.obtained
        return (
            Side(given.unit, -given.amount_minor, self._fee_in(given.unit)),
            Side(obtained.unit, obtained.amount_minor, self._fee_in(obtained.unit)),
        )

    def _fee_in(self, unit: str) -> int:
        return self.fee.amount_minor if self.fee and self.fee.unit == unit else 0

    def apply(self, state: Account) -> None:
        given, obtained = self.sides()
        if self.decision is not None:
            gone = Line(given.unit, self.purpose, -given.net)
            held = Line(obtained.unit, self.purpose, obtained.net)
            state.let_go(self.decision.proposal, gone, self.destination)
            state.hold(self.decision.proposal, held, self.destination)
        for side in (given, obtained):
            totals = state.at(side.unit, self.purpose, self.destination)
            totals.received += side.received
            totals.paid += side.fee

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.reference is not None:
            marks.point(reference_mark(self.reference), self.exchange)
        if self.decision is not None:
            for side in self.sides():
                mark = left_to_authorise_mark(
                    account_of(stream), self.decision.proposal, side.unit, self.purpose
                )
                marks.put(mark, (marks.get(mark, int) or 0) + side.net)
