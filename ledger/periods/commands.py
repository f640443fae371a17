"""What can be asked: to close a period by decision."""

from typing import Any

import msgspec

from ledger.accounts.decided import begun, decided
from ledger.accounts.look import founded
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen
from ledger.identifiers import ProposalId, stream_of
from ledger.periods.events import PeriodClosed
from ledger.periods.gathering import Gathered, gathered, require_report
from ledger.periods.look import require_over
from ledger.proposals.events import ProposalAmended, ProposalDrafted
from ledger.proposals.measure import ClosePeriod


class ClosePeriodByDecision(AccountCommand, frozen=True, kw_only=True):
    """Carry out a final decision on a period's report: the books up to its last day no longer change (L7).

    Where they changed since the report was made, the assembly has not seen what would be closed.
    """

    proposal: ProposalId
    books: Gathered | None = None
    """What the books came to just before."""

    def gather(self, log: Log) -> Any:
        closing = None
        for _, event in log.events(stream_of(self.account, self.proposal)):
            if isinstance(event, ProposalDrafted | ProposalAmended):
                closing = event.measure if isinstance(event.measure, ClosePeriod) else None
        if closing is None:
            return self
        return msgspec.structs.replace(self, books=gathered(log, self.account, closing.until))

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, stream_of(self.account, self.proposal)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        measure = decided(seen, self.account, self.proposal, ClosePeriod)
        require_over(account, measure.until, context)
        require_report(seen, self.account, self.books, measure)
        closed = PeriodClosed(until=measure.until, report=measure.report, decision=self.proposal)
        yield Fact(self.account, closed)
        yield begun(self.account, self.proposal)
        return self.proposal
