"""The stock changes without a gift or a payment: losses, spoilage, births, and what a count finds (B8)."""

from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.goods.events import StockChanged
from ledger.goods.look import member_marks, require_confirmed, require_goods
from ledger.goods.refusals import NeverInStock
from ledger.goods.state import StockChangeKind
from ledger.identifiers import UNRESTRICTED, MemberToken, PurposeId, StockChangeId
from ledger.money import checked, to_minor


class ChangeStock(AccountCommand, frozen=True, kw_only=True):
    """Record what happened to the stock, as two members confirm, even into a shortfall (L2)."""

    kind: StockChangeKind
    unit: str
    amount: str
    purpose: PurposeId = UNRESTRICTED
    reason: str
    confirmed_by: tuple[MemberToken, ...]
    """Two members who saw it, neither of whom records it."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=member_marks(self.account, self.confirmed_by))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        require_goods(self.unit)
        purpose = known_purpose(account, self.purpose)
        if self.kind.sign > 0:
            checked(account.ever_received(self.unit) + amount_minor)
        elif not account.ever_had(self.unit, purpose):
            raise NeverInStock(unit=self.unit)
        day = effective_in(account, self.effective, context)
        confirmed_by = require_confirmed(seen, self.account, self.confirmed_by, day, context)
        reason = context.paper(self.reason)
        change = StockChangeId(context.fresh("stock-change"))
        yield reason
        yield Fact(
            self.account,
            StockChanged(
                change=change,
                change_kind=self.kind,
                unit=self.unit,
                purpose=purpose,
                amount_minor=amount_minor,
                reason=reason.seal,
                confirmed_by=confirmed_by,
                effective=day,
            ),
        )
        return change
