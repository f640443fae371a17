"""How commands of every subject look at a final decision that they carry out in one act."""

from typing import TypeVar

from ledger.accounts.refusals import DecisionCarriedOut, DecisionNotFinal, OtherMeasure
from ledger.command import Fact, Seen
from ledger.identifiers import AccountId, ProposalId, stream_of
from ledger.proposals.events import ProposalExecutionBegun
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Appoint, CallOnFund, ChangeRules, ClosePeriod, LendOfficer, LiftEarmark
from ledger.proposals.state import ProposalStatus

M = TypeVar("M", Appoint, ChangeRules, LiftEarmark, CallOnFund, ClosePeriod, LendOfficer)

BEGUN_OR_OVER = (ProposalStatus.EXECUTING, ProposalStatus.REPORTED, ProposalStatus.CLOSED)


def decided(seen: Seen, account: AccountId, proposal: ProposalId, kind: type[M]) -> M:
    """The measure that a final decision took and that nobody has carried out yet.

    Raises UnknownProposal, OtherMeasure, DecisionCarriedOut or DecisionNotFinal.
    """
    found = proposal_in(seen, account, proposal)
    if not isinstance(found.measure, kind):
        raise OtherMeasure
    if found.status in BEGUN_OR_OVER:
        raise DecisionCarriedOut
    if found.status is not ProposalStatus.ACCEPTED:
        raise DecisionNotFinal
    return found.measure


def begun(account: AccountId, proposal: ProposalId) -> Fact:
    """The companion in the proposal's own stream: the decision is being carried out."""
    return Fact(stream_of(account, proposal), ProposalExecutionBegun())
