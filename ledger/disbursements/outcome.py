"""What becomes of a payment that did not do what it was for: failed, returned or cancelled."""

from datetime import date

from ledger.accounts.events import PaymentRestored
from ledger.accounts.look import founded
from ledger.accounts.state import Account
from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.contributions.state import hash_of_reference, reference_mark
from ledger.disbursements.events import (
    DisbursementCancelled,
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
from ledger.identifiers import KeyedHash
from ledger.payment_files.refusals import PaymentOrdered
from ledger.payment_files.state import ordered_mark
from ledger.places.look import back_to


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

    reference: str | None = None
    """Of the bank line by which it came back (C2)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        keyed = self._keyed(context)
        return Reads(
            streams=(self.account, self.stream), marks=() if keyed is None else (reference_mark(keyed),)
        )

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
        keyed = self._keyed(context)
        if self.reference is not None and keyed is not None:
            reference = context.reference(self.reference)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        yield Fact(
            self.stream,
            DisbursementReturned(
                proposal=disbursement.proposal,
                tranche=disbursement.tranche,
                line=disbursement.line,
                reason=paper.seal,
                reference=keyed,
                effective=day,
            ),
        )
        yield self.restored(account, disbursement, day)
        return self.disbursement

    def _keyed(self, context: Context) -> KeyedHash | None:
        return None if self.reference is None else hash_of_reference(self.account, self.reference, context)


class CancelDisbursement(_Undoing, frozen=True, kw_only=True):
    """It will not be sent; its amount may be authorised anew. What a bank may have been ordered to pay is not (B4)."""

    def reads(self, context: Context) -> Reads:
        return Reads(
            streams=(self.account, self.stream), marks=(ordered_mark(self.account, self.disbursement),)
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        disbursement = self.found(seen)
        require_status(disbursement, DisbursementStatus.AUTHORISED, DisbursementStatus.SIGNED_OFF)
        file = seen.mark(ordered_mark(self.account, self.disbursement), str)
        if file is not None:
            raise PaymentOrdered(disbursement=self.disbursement, file=file)
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
