"""A final decision becomes a payment."""

from ledger.accounts.events import left_to_authorise_mark
from ledger.accounts.look import founded, require_no_shortfall
from ledger.accounts.state import Destination, Line
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.disbursements.events import DisbursementAuthorised
from ledger.disbursements.look import decided_spending
from ledger.disbursements.parties import PartyGiven, named
from ledger.disbursements.refusals import (
    BeyondDecision,
    PurposeNotDecided,
    TrancheMalformed,
    TrancheTaken,
    TransfersNotYet,
)
from ledger.disbursements.state import tranche_mark
from ledger.identifiers import DisbursementId, ProposalId, PurposeId, stream_of
from ledger.money import to_decimal, to_minor
from ledger.proposals.events import ProposalExecutionBegun
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Spend
from ledger.proposals.state import Proposal, ProposalStatus

LAST_TRANCHE = 9999
"""More payments than any one decision is split into."""


class AuthoriseDisbursement(AccountCommand, frozen=True, kw_only=True):
    """Name a payment under a final decision, within what remains of it (B1, B2, B4)."""

    proposal: ProposalId
    tranche: int
    """Counts the payments under one decision, from 1."""
    unit: str
    purpose: PurposeId
    amount: str
    payee: PartyGiven
    beneficiary: PartyGiven | None = None
    """None: the payee benefits."""

    def reads(self, context: Context) -> Reads:
        beneficiary = () if self.beneficiary is None else self.beneficiary.marks(self.account)
        return Reads(
            streams=(self.account, stream_of(self.account, self.proposal)),
            marks=(
                left_to_authorise_mark(self.account, self.proposal, self.unit, self.purpose),
                tranche_mark(self.account, self.proposal, self.tranche),
                *self.payee.marks(self.account),
                *beneficiary,
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        proposal = proposal_in(seen, self.account, self.proposal)
        spend = self._decided(proposal)
        line = self._line(seen, spend)
        if not 1 <= self.tranche <= LAST_TRANCHE:
            raise TrancheMalformed
        if seen.mark(tranche_mark(self.account, self.proposal, self.tranche), str) is not None:
            raise TrancheTaken(tranche=self.tranche)
        require_no_shortfall(account, line.unit, line.purpose)
        payee = yield from named(self.payee, "payee", self.account, seen, context)
        if self.beneficiary is None or self.beneficiary == self.payee:
            beneficiary = payee
        else:
            beneficiary = yield from named(self.beneficiary, "beneficiary", self.account, seen, context)
        disbursement = DisbursementId(context.fresh("disbursement"))
        yield Fact(
            stream_of(self.account, disbursement),
            DisbursementAuthorised(
                proposal=self.proposal,
                destination=spend.destination,
                tranche=self.tranche,
                line=line,
                payee=payee,
                beneficiary=beneficiary,
                promise_waived=spend.waives,
            ),
        )
        if proposal.status is ProposalStatus.ACCEPTED:
            yield Fact(stream_of(self.account, self.proposal), ProposalExecutionBegun())
        return disbursement

    def _decided(self, proposal: Proposal) -> Spend:
        """What the final decision spends. Raises what `decided_spending` raises, or TransfersNotYet."""
        spend = decided_spending(proposal)
        if spend.destination is Destination.UNIVERSAL_SOLIDARITY:
            raise TransfersNotYet
        return spend

    def _line(self, seen: Seen, spend: Spend) -> Line:
        """The amount, within what remains of the decision. Raises PurposeNotDecided or BeyondDecision."""
        amount_minor = to_minor(self.amount, self.unit)
        mark = left_to_authorise_mark(self.account, self.proposal, self.unit, self.purpose)
        left = seen.mark(mark, int)
        if left is None:
            # Nobody awarded such money, nor exchanged what was awarded into it (C10).
            if (self.unit, self.purpose) not in {(line.unit, line.purpose) for line in spend.requested}:
                raise PurposeNotDecided
            left = 0
        if amount_minor > left:
            raise BeyondDecision(left=to_decimal(left, self.unit), unit=self.unit)
        return Line(self.unit, self.purpose, amount_minor)
