"""What happens to periods. It stands in the account's own stream, whose order says what was booked before it (L7)."""

from datetime import date

from ledger.accounts.state import Account
from ledger.event import Event
from ledger.identifiers import ProposalId, Seal


class PeriodClosed(Event, frozen=True, kw_only=True, tag="period-closed"):
    """The books up to this day no longer change: what is recorded from now on is booked after it (L7).

    A period begins on the day after the one before it, or with the account, so that none overlap and no day is missed.
    """

    until: date
    """The last day of the period."""
    report: Seal
    """Of the report that the assembly decided on, which anyone can compute again from the log."""
    decision: ProposalId

    def apply(self, state: Account) -> None:
        state.closed_until = self.until
