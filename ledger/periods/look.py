"""How commands look at periods: whether one can end on a day (L7)."""

from datetime import date

from ledger.accounts.state import Account
from ledger.command import Context, recorded_date
from ledger.periods.refusals import PeriodClosedAlready, PeriodNotOver
from ledger.refusals import DateBeforeAccount


def require_over(account: Account, until: date, context: Context) -> None:
    """A period may end on a day that is over, and no period before it did.

    Raises PeriodNotOver, PeriodClosedAlready or DateBeforeAccount.
    """
    if until >= recorded_date(context):
        raise PeriodNotOver
    if account.closed_until is not None and until <= account.closed_until:
        raise PeriodClosedAlready(until=account.closed_until.isoformat())
    if until < account.opened:
        raise DateBeforeAccount(opened=account.opened.isoformat())
