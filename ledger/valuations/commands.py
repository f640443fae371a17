"""What can be asked: to state a value."""

from datetime import date

from ledger.accounts.look import effective_in, founded
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.look import known_contribution
from ledger.contributions.state import contribution_mark
from ledger.identifiers import ContributionId, ValuationId
from ledger.money import to_minor
from ledger.units import is_money
from ledger.valuations.events import ValuationStated
from ledger.valuations.refusals import ValuationInOtherUnit, ValuedInItself, ValueNotMoney
from ledger.valuations.state import ValuationMethod


class StateValuation(AccountCommand, frozen=True, kw_only=True):
    """State what a quantity of a unit is worth; no balance changes, and values are never added up with money (L3)."""

    unit: str
    amount: str
    """The quantity that is valued."""
    contribution: ContributionId | None = None
    currency: str
    value: str
    method: ValuationMethod
    source: str
    """Where the value comes from: a price list, an invoice, who estimated it."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        own = self.contribution
        marks = () if own is None else (contribution_mark(self.account, own),)
        return Reads(streams=(self.account,), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        value_minor = to_minor(self.value, self.currency)
        if not is_money(self.currency):
            raise ValueNotMoney(currency=self.currency)
        if self.currency == self.unit:
            raise ValuedInItself(currency=self.currency)
        if self.contribution is not None:
            record = known_contribution(seen, self.account, self.contribution)
            if record.unit != self.unit:
                raise ValuationInOtherUnit(unit=record.unit)
        day = effective_in(account, self.effective, context)
        source = context.paper(self.source)
        valuation = ValuationId(context.fresh("valuation"))
        yield source
        yield Fact(
            self.account,
            ValuationStated(
                valuation=valuation,
                unit=self.unit,
                amount_minor=amount_minor,
                contribution=self.contribution,
                currency=self.currency,
                value_minor=value_minor,
                method=self.method,
                source=source.seal,
                effective=day,
            ),
        )
        return valuation
