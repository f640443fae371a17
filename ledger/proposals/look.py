"""How commands look at a proposal."""

from ledger.command import AccountCommand, Context, Reads, Seen
from ledger.identifiers import AccountId, MemberToken, ProposalId, Stream, stream_of
from ledger.proposals.refusals import NotTheProposer, ProposalNotAtThisStep, UnknownProposal
from ledger.proposals.state import Proposal, ProposalStatus

BEFORE_BALLOT = (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED, ProposalStatus.ADMITTED)
"""A proposal may still change, be withdrawn, and have interests declared."""

OVER = (ProposalStatus.REJECTED, ProposalStatus.WITHDRAWN, ProposalStatus.CLOSED)
"""Nothing more comes of it."""


class ProposalCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one proposal."""

    proposal: ProposalId

    @property
    def stream(self) -> Stream:
        """Where the proposal's events stand."""
        return stream_of(self.account, self.proposal)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def found(self, seen: Seen) -> Proposal:
        """The proposal. Raises UnknownProposal."""
        return proposal_in(seen, self.account, self.proposal)


def proposal_in(seen: Seen, account: AccountId, proposal_id: ProposalId) -> Proposal:
    """The proposal of an account. Raises UnknownProposal, also for the id of something else."""
    # What is no proposal's id names a stream with another state, or none at all: it is not looked up.
    is_id = proposal_id.startswith("proposal-") and "/" not in proposal_id
    proposal = seen.find(stream_of(account, proposal_id), Proposal) if is_id else None
    if proposal is None:
        raise UnknownProposal
    return proposal


def require_step(proposal: Proposal, *wanted: ProposalStatus) -> None:
    """Raises ProposalNotAtThisStep."""
    if proposal.status not in wanted:
        raise ProposalNotAtThisStep(status=proposal.status.value, wanted=" or ".join(wanted))


def require_proposer(proposal: Proposal, member: MemberToken) -> None:
    """Raises NotTheProposer."""
    if member != proposal.proposer:
        raise NotTheProposer
