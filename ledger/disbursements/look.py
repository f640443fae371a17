"""How commands look at a disbursement and at the decision behind it."""

from datetime import date
from typing import Any

import msgspec

from ledger.accounts.look import effective_in
from ledger.accounts.state import Account
from ledger.command import AccountCommand, Context, Log, Reads, Seen
from ledger.disbursements.events import DisbursementAuthorised
from ledger.disbursements.refusals import DateBeforeSending, StatusForbids, UnknownDisbursement
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.identifiers import DisbursementId, ProposalId, Stream, stream_of


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
        disbursement = seen.find(self.stream, Disbursement)
        if disbursement is None:
            raise UnknownDisbursement
        return disbursement


class DecisionCommand(DisbursementCommand, frozen=True, kw_only=True):
    """A command about one disbursement that also looks at the proposal behind it.

    Which proposal that is stands in the disbursement's first event and never changes, so it is read before the lock.
    """

    proposal: ProposalId | None = None
    """Gathered, not given."""

    def gather(self, log: Log) -> Any:
        for _, event in log.events(self.stream):
            if isinstance(event, DisbursementAuthorised):
                return msgspec.structs.replace(self, proposal=event.proposal)
        return self

    @property
    def decision(self) -> Stream:
        """Where the proposal's events stand."""
        assert self.proposal is not None, "a disbursement that is found has been gathered"
        return stream_of(self.account, self.proposal)

    def reads(self, context: Context) -> Reads:
        known = () if self.proposal is None else (self.decision,)
        return Reads(streams=(self.account, self.stream, *known))


def require_status(disbursement: Disbursement, *wanted: DisbursementStatus) -> None:
    """Raises StatusForbids."""
    if disbursement.status not in wanted:
        raise StatusForbids(status=disbursement.status.value, wanted=" or ".join(wanted))


def since_sending(account: Account, disbursement: Disbursement, given: date | None, context: Context) -> date:
    """The effective date given, or today's. Raises DateInFuture, DateBeforeAccount or DateBeforeSending (L10)."""
    day = effective_in(account, given, context)
    if day < disbursement.sent:
        raise DateBeforeSending(sent=disbursement.sent.isoformat())
    return day
