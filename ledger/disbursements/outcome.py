"""What becomes of a payment: acknowledged and evidenced, or failed, returned or cancelled."""

from datetime import date

from ledger.accounts.events import PaymentRestored
from ledger.accounts.look import founded
from ledger.accounts.state import Account
from ledger.command import Context, Decision, Fact, Seen
from ledger.disbursements.events import (
    DisbursementAcknowledged,
    DisbursementCancelled,
    DisbursementEvidenced,
    DisbursementFailed,
    DisbursementReturned,
)
from ledger.disbursements.look import (
    DisbursementCommand,
    require_no_transfer,
    require_status,
    since_sending,
)
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.places.look import back_to


class AcknowledgeDisbursement(DisbursementCommand, frozen=True, kw_only=True):
    """The beneficiary's word that it arrived."""

    acknowledgement: str
    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        require_status(disbursement, DisbursementStatus.SETTLED)
        day = since_sending(account, disbursement, self.effective, context)
        paper = context.paper(self.acknowledgement)
        yield paper
        yield Fact(self.stream, DisbursementAcknowledged(acknowledgement=paper.seal, effective=day))
        return self.disbursement


class EvidenceDisbursement(DisbursementCommand, frozen=True, kw_only=True):
    """What shows that the money did what it was for: an invoice, a photograph, a visit's report."""

    evidence: str
    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        require_status(disbursement, DisbursementStatus.ACKNOWLEDGED)
        day = since_sending(account, disbursement, self.effective, context)
        paper = context.paper(self.evidence)
        yield paper
        yield Fact(self.stream, DisbursementEvidenced(evidence=paper.seal, effective=day))
        return self.disbursement


class _Undoing(DisbursementCommand, frozen=True, kw_only=True):
    """What gives an amount back to its decision (B5); closing that frees what is left of it (B6)."""

    reason: str

    def restored(self, account: Account, disbursement: Disbursement, day: date) -> Fact:
        """The payment, back in the decision's reservation (B5)."""
        return Fact(
            self.account,
            PaymentRestored(
                disbursement=self.disbursement,
                proposal=disbursement.proposal,
                destination=disbursement.destination,
                line=disbursement.line,
                place=back_to(account, disbursement.place, disbursement.line.unit),
                effective=day,
            ),
        )


class FailDisbursement(_Undoing, frozen=True, kw_only=True):
    """It was sent and never arrived; its amount is reserved for its decision again (B5)."""

    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        require_no_transfer(disbursement)
        require_status(disbursement, DisbursementStatus.SENT)
        day = since_sending(account, disbursement, self.effective, context)
        paper = context.paper(self.reason)
        yield paper
        yield Fact(
            self.stream,
            DisbursementFailed(
                proposal=disbursement.proposal,
                tranche=disbursement.tranche,
                line=disbursement.line,
                reason=paper.seal,
                effective=day,
            ),
        )
        yield self.restored(account, disbursement, day)
        return self.disbursement


class ReturnDisbursement(_Undoing, frozen=True, kw_only=True):
    """It arrived and came back whole; its amount is reserved for its decision again (B5)."""

    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        require_no_transfer(disbursement)
        require_status(
            disbursement,
            DisbursementStatus.SETTLED,
            DisbursementStatus.ACKNOWLEDGED,
            DisbursementStatus.EVIDENCED,
        )
        day = since_sending(account, disbursement, self.effective, context)
        paper = context.paper(self.reason)
        yield paper
        yield Fact(
            self.stream,
            DisbursementReturned(
                proposal=disbursement.proposal,
                tranche=disbursement.tranche,
                line=disbursement.line,
                reason=paper.seal,
                effective=day,
            ),
        )
        yield self.restored(account, disbursement, day)
        return self.disbursement


class CancelDisbursement(_Undoing, frozen=True, kw_only=True):
    """It will not be sent; its amount may be authorised anew."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        disbursement = self.found(seen)
        require_status(disbursement, DisbursementStatus.AUTHORISED, DisbursementStatus.SIGNED_OFF)
        paper = context.paper(self.reason)
        yield paper
        yield Fact(
            self.stream,
            DisbursementCancelled(
                proposal=disbursement.proposal,
                tranche=disbursement.tranche,
                line=disbursement.line,
                reason=paper.seal,
            ),
        )
        return self.disbursement
