"""A proposal's end: what came of it is reported, and what it did not use goes back (B6)."""

from ledger.accounts.events import BudgetFreed, left_to_authorise_mark
from ledger.accounts.look import founded
from ledger.accounts.state import Holding, Line
from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.identifiers import PurposeId
from ledger.proposals.events import ProposalClosed, ProposalReported
from ledger.proposals.look import ProposalCommand, require_step
from ledger.proposals.measure import Spend
from ledger.proposals.refusals import DisbursementUnfinished
from ledger.proposals.state import Proposal, ProposalStatus


class ReportProposal(ProposalCommand, frozen=True, kw_only=True):
    """Tell the assembly what came of it."""

    report: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        require_step(self.found(seen), ProposalStatus.ACCEPTED, ProposalStatus.EXECUTING)
        report = context.paper(self.report)
        yield report
        yield Fact(self.stream, ProposalReported(report=report.seal))
        return self.proposal


class CloseProposal(ProposalCommand, frozen=True, kw_only=True):
    """Nothing more is done under it; what the account still holds for it goes back to its purpose (B6).

    A payment that comes back after the closing is held for the proposal again (B5): closing once more frees it.
    """

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream), groups=(self._left_group(),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        proposal = self.found(seen)
        held = account.holdings.get(self.proposal, [])
        require_step(proposal, *_closable(proposal, held))
        left = seen.group(self._left_group(), int)
        for holding in held:
            mark = left_to_authorise_mark(self.account, self.proposal, holding.unit, holding.purpose)
            if left.get(mark, 0) != holding.amount_minor:
                raise DisbursementUnfinished
        if proposal.status is not ProposalStatus.CLOSED:
            yield Fact(self.stream, ProposalClosed())
        if held:
            yield Fact(
                self.account,
                BudgetFreed(
                    proposal=self.proposal,
                    destination=held[0].destination,
                    lines=tuple(Line(h.unit, h.purpose, h.amount_minor) for h in held),
                ),
            )
        return self.proposal

    def _left_group(self) -> str:
        """How the marks of what may still be authorised under this proposal begin, whatever the unit and purpose."""
        return left_to_authorise_mark(self.account, self.proposal, "", PurposeId("")).removesuffix(":")


def _closable(proposal: Proposal, held: list[Holding]) -> tuple[ProposalStatus, ...]:
    """Spending is reported before it is closed; what asked for no money may be closed as soon as it is decided."""
    wanted: tuple[ProposalStatus, ...] = (ProposalStatus.REPORTED,)
    if not isinstance(proposal.measure, Spend):
        wanted = (ProposalStatus.ACCEPTED, ProposalStatus.EXECUTING, *wanted)
    return (*wanted, ProposalStatus.CLOSED) if held else wanted
