"""How commands look at a disbursement and at its dates."""

from datetime import date

from ledger.accounts.look import effective_in
from ledger.accounts.state import Account
from ledger.command import AccountCommand, Context, Reads, Seen
from ledger.disbursements.refusals import (
    AnswerIsReceivers,
    DateBeforeSending,
    DecisionSpendsNothing,
    DecisionStillOpen,
    NothingDecided,
    StatusForbids,
    UnknownDisbursement,
)
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.identifiers import DisbursementId, Stream, stream_of
from ledger.proposals.measure import Spend
from ledger.proposals.state import Proposal, ProposalStatus


class DisbursementCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one disbursement."""

    disbursement: DisbursementId

    @property
    def stream(self) -> Stream:
        """Where the disbursement's events stand."""
        return stream_of(self.account, self.disbursement)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def found(self, seen: Seen) -> Disbursement:
        """The disbursement. Raises UnknownDisbursement."""
        # What is no disbursement's id names a stream with another state, or none at all: it is not looked up.
        is_id = self.disbursement.startswith("disbursement-") and "/" not in self.disbursement
        disbursement = seen.find(self.stream, Disbursement) if is_id else None
        if disbursement is None:
            raise UnknownDisbursement
        return disbursement


def require_status(disbursement: Disbursement, *wanted: DisbursementStatus) -> None:
    """Raises StatusForbids."""
    if disbursement.status not in wanted:
        raise StatusForbids(status=disbursement.status.value, wanted=" or ".join(wanted))


def require_no_transfer(disbursement: Disbursement) -> None:
    """Raises AnswerIsReceivers (X6)."""
    if disbursement.is_transfer:
        raise AnswerIsReceivers


def since_sending(account: Account, disbursement: Disbursement, given: date | None, context: Context) -> date:
    """The effective date given, or today's. Raises DateInFuture, DateBeforeAccount or DateBeforeSending (L10)."""
    day = effective_in(account, given, context)
    if day < disbursement.sent:
        raise DateBeforeSending(sent=disbursement.sent.isoformat())
    return day


def decided_spending(proposal: Proposal) -> Spend:
    """What a final decision spends, whose money may still be paid or exchanged.

    Raises DecisionStillOpen, NothingDecided or DecisionSpendsNothing.
    """
    if proposal.status is ProposalStatus.ON_BALLOT:
        raise DecisionStillOpen
    if proposal.status not in {ProposalStatus.ACCEPTED, ProposalStatus.EXECUTING}:
        raise NothingDecided(status=proposal.status.value)
    if not isinstance(proposal.measure, Spend):
        raise DecisionSpendsNothing
    return proposal.measure
