"""A valuation stands beside balances, never in one."""

from datetime import date

from ledger.event import Event, Marks, Sealed
from ledger.identifiers import ContributionId, Seal, Stream, ValuationId, account_of
from ledger.valuations.state import ValuationMethod, valuation_mark


class ValuationStated(Event, frozen=True, kw_only=True, tag="valuation-stated"):
    """Somebody says what a quantity is worth, on which day, by which method and from which source (L3)."""

    makes = "valuation"

    valuation: ValuationId
    unit: str
    amount_minor: int
    """The quantity that is valued."""
    contribution: ContributionId | None = None
    """The contribution that it belongs to, where it is about one."""
    currency: str
    value_minor: int
    method: ValuationMethod
    source: Seal
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.point(valuation_mark(account_of(stream), self.valuation), self.value_minor)
