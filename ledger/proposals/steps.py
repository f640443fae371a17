"""A proposal's way to the ballot: interests declared and stated, handed in, admitted; or taken back."""

from ledger.accounts.look import founded
from ledger.accounts.state import member_mark
from ledger.associations.membership import current_member
from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.identifiers import MemberToken
from ledger.proposals.events import (
    InterestDeclared,
    InterestsStated,
    ProposalAdmitted,
    ProposalSubmitted,
    ProposalWithdrawn,
    Tie,
)
from ledger.proposals.look import BEFORE_BALLOT, OVER, ProposalCommand, require_proposer, require_step
from ledger.proposals.refusals import InterestsClosed, InterestsNotStated, WithdrawalTooLate
from ledger.proposals.state import ProposalStatus
from ledger.refusals import StaleVersion


class DeclareInterest(ProposalCommand, frozen=True, kw_only=True):
    """A member benefits, is paid, or is close to who does (P3).

    Who is paid may be named long after the ballot, and whoever is close to them must not sign off then (B3).
    """

    member: MemberToken
    tie: Tie

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream), marks=(member_mark(self.account, self.member),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        proposal = self.found(seen)
        current_member(seen, self.account, self.member)
        if proposal.status in OVER:
            raise InterestsClosed(status=proposal.status.value)
        yield Fact(self.stream, InterestDeclared(member=self.member, tie=self.tie))
        return self.proposal


class StateInterests(ProposalCommand, frozen=True, kw_only=True):
    """The proposer says that the interests declared are all that are known, be it none (P3)."""

    proposer: MemberToken

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        proposal = self.found(seen)
        require_proposer(proposal, self.proposer)
        if proposal.status not in BEFORE_BALLOT:
            raise InterestsClosed(status=proposal.status.value)
        yield Fact(self.stream, InterestsStated())
        return self.proposal


class SubmitProposal(ProposalCommand, frozen=True, kw_only=True):
    """The proposer hands the present version in, once interests are stated (P3)."""

    proposer: MemberToken

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        proposal = self.found(seen)
        require_proposer(proposal, self.proposer)
        require_step(proposal, ProposalStatus.DRAFT)
        if not proposal.interests_stated:
            raise InterestsNotStated
        yield Fact(self.stream, ProposalSubmitted(version=proposal.version))
        return self.proposal


class AdmitProposal(ProposalCommand, frozen=True, kw_only=True):
    """Let a submitted version go on a ballot; who admits says which version they read (P2)."""

    version: int

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        proposal = self.found(seen)
        require_step(proposal, ProposalStatus.SUBMITTED)
        if self.version != proposal.version:
            raise StaleVersion(version=proposal.version)
        yield Fact(self.stream, ProposalAdmitted(version=proposal.version))
        return self.proposal


class WithdrawProposal(ProposalCommand, frozen=True, kw_only=True):
    """The proposer takes it back, before any round opened on it (P4)."""

    proposer: MemberToken

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        proposal = self.found(seen)
        require_proposer(proposal, self.proposer)
        if proposal.status not in BEFORE_BALLOT:
            raise WithdrawalTooLate(status=proposal.status.value)
        yield Fact(self.stream, ProposalWithdrawn())
        return self.proposal
