"""A final decision becomes a payment."""

from typing import Any

import msgspec

from ledger.accounts.events import left_to_authorise_mark
from ledger.accounts.look import founded, require_no_shortfall
from ledger.accounts.state import Destination, Line
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.disbursements.events import DisbursementAuthorised
from ledger.disbursements.look import decided_spending
from ledger.disbursements.parties import PartyGiven, named
from ledger.disbursements.refusals import (
    AccountNotDecided,
    BeyondDecision,
    NothingPassedOn,
    PayeeNotReceivingAccount,
    PurposeNotDecided,
    TrancheMalformed,
    TrancheTaken,
)
from ledger.disbursements.state import PartyKind, tranche_mark
from ledger.identifiers import DisbursementId, ProposalId, PurposeId, TwinningId, stream_of
from ledger.money import to_decimal, to_minor
from ledger.promises.honouring import Given, HonoursGiven, honoured
from ledger.promises.state import Honours
from ledger.proposals.events import ProposalAmended, ProposalDrafted, ProposalExecutionBegun
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Spend
from ledger.proposals.state import ProposalStatus
from ledger.twinnings.look import twinning_in

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
    passes_on: HonoursGiven | None = None
    """Whose pass-on promise this transfer honours, and how much of it: a disbursement of another account (C7)."""
    twinning: TwinningId | None = None
    """Gathered, not given: the object of the decision, which no longer changes once it is on a ballot (P2)."""

    def gather(self, log: Log) -> Any:
        if self.payee.account is None and (self.beneficiary is None or self.beneficiary.account is None):
            return self
        twinning = None
        for _, event in log.events(stream_of(self.account, self.proposal)):
            if isinstance(event, ProposalDrafted | ProposalAmended):
                twinning = event.measure.twinning if isinstance(event.measure, Spend) else None
        return msgspec.structs.replace(self, twinning=twinning)

    def reads(self, context: Context) -> Reads:
        beneficiary = () if self.beneficiary is None else self.beneficiary.marks(self.account)
        twinning = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        return Reads(
            streams=(self.account, stream_of(self.account, self.proposal), *twinning),
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
        spend = decided_spending(proposal)
        self._require_decided_accounts(spend, seen)
        line = self._line(seen, spend)
        passes_on = self._passed_on(seen, line, context)
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
                passes_on=passes_on,
                promise_waived=spend.waives,
            ),
        )
        if proposal.status is ProposalStatus.ACCEPTED:
            yield Fact(stream_of(self.account, self.proposal), ProposalExecutionBegun())
        return disbursement

    def _require_decided_accounts(self, spend: Spend, seen: Seen) -> None:
        """A local account is paid, or benefits, where the decision names it, and only there.

        Raises AccountNotDecided or PayeeNotReceivingAccount.
        """
        decided = spend.receiving_account
        if self.twinning is not None:
            decided = twinning_in(seen, self.account, self.twinning).other
        for party in (self.payee, self.beneficiary or self.payee):
            if party.account is not None and party.account != decided:
                raise AccountNotDecided
        solidarity = spend.destination is Destination.UNIVERSAL_SOLIDARITY
        if solidarity and self.payee.kind is not PartyKind.LOCAL_ACCOUNT:
            raise PayeeNotReceivingAccount

    def _passed_on(self, seen: Seen, line: Line, context: Context) -> Honours | None:
        """What another account gave is passed on to a third. Raises NothingPassedOn, and what `honoured` raises."""
        named = self.passes_on
        if named is None:
            return None
        nowhere = self.payee.account is None or named.account == self.payee.account
        if nowhere or named.lies_in(self.account):
            raise NothingPassedOn
        given = Given(unit=line.unit, amount_minor=line.amount_minor, effective=recorded_date(context))
        honours, _ = honoured(seen, self.account, named, given)
        return honours

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
