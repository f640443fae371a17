"""What happens to a disbursement. Its money is booked in the account's own stream, by `payment-booked`."""

from datetime import date

from ledger.accounts.events import left_to_authorise_mark
from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Office
from ledger.contributions.state import reference_mark
from ledger.disbursements.state import Disbursement, DisbursementStatus, Party, party_mark, tranche_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    BankDetailsId,
    DisbursementId,
    KeyedHash,
    MatchId,
    MemberToken,
    PaperId,
    PlaceId,
    ProposalId,
    Seal,
    Stream,
    account_of,
    part_of,
)
from ledger.promises.state import Honours


class DisbursementAuthorised(Event, frozen=True, kw_only=True, tag="disbursement-authorised"):
    """A final decision allows this payment (B1, B2)."""

    proposal: ProposalId
    destination: Destination
    tranche: int
    line: Line
    payee: Party
    beneficiary: Party
    promise_waived: bool = False
    """The decision waived the beneficiary's pass-on promise (B7)."""
    passes_on: Honours | None = None
    """The disbursement of another account whose promise this transfer honours (C7)."""

    def apply(self, state: Disbursement) -> None:
        state.proposal, state.destination, state.tranche = self.proposal, self.destination, self.tranche
        state.line, state.payee, state.beneficiary = self.line, self.payee, self.beneficiary
        state.passes_on = self.passes_on
        state.promise_waived = self.promise_waived

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _take(marks, stream, self.proposal, self.line, -1)
        marks.put(
            tranche_mark(account_of(stream), self.proposal, self.tranche), DisbursementId(part_of(stream))
        )
        for party in (self.payee, self.beneficiary):
            marks.put(party_mark(account_of(stream), party.token), party.kind)


class DisbursementSignedOff(Event, frozen=True, kw_only=True, tag="disbursement-signed-off"):
    """An officer approves the payment (B3)."""

    member: MemberToken
    office: Office
    details: BankDetailsId | None = None
    """Where the payee was to be paid, as it stood when this was signed off; none where no bank account was noted."""

    def apply(self, state: Disbursement) -> None:
        state.signed_off = (*state.signed_off, self.member)
        state.signed_off_to = (*state.signed_off_to, self.details)
        state.signed_off_as = (*state.signed_off_as, self.office)
        if len(state.signed_off) == 2:
            state.status = DisbursementStatus.SIGNED_OFF


class DisbursementSent(Event, frozen=True, kw_only=True, tag="disbursement-sent"):
    """The money is on its way; the account's books have it as paid."""

    place: PlaceId | None = None
    """Out of which it was paid (L12)."""
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.status, state.sent, state.place = DisbursementStatus.SENT, self.effective, self.place


class DisbursementSettled(Event, frozen=True, kw_only=True, tag="disbursement-settled"):
    """A bank line or wallet reference shows it, or cash was acknowledged before an attesting member.

    With none of these, it was a transfer, and the account that it went to has told that it received it.
    """

    reference: KeyedHash | None = None
    """Of the outside reference (C2); the papers store has its text."""
    match: MatchId | None = None
    """With the line of a statement that shows it (L12)."""
    attesting: MemberToken | None = None
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.status, state.settled = DisbursementStatus.SETTLED, self.effective

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.reference is not None:
            marks.point(reference_mark(self.reference), DisbursementId(part_of(stream)))


class DisbursementAcknowledged(Event, frozen=True, kw_only=True, tag="disbursement-acknowledged"):
    """The beneficiary's word that it arrived."""

    acknowledgement: Seal | None = None
    """None where a paper alone says it, or a receiving account's own message, which its installation has signed."""
    scan: PaperId | None = None
    """The paper with the beneficiary's word."""
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.status = DisbursementStatus.ACKNOWLEDGED


class DisbursementEvidenced(Event, frozen=True, kw_only=True, tag="disbursement-evidenced"):
    """Evidence of what was done with it."""

    evidence: Seal | None = None
    """None where a paper alone shows it."""
    scan: PaperId | None = None
    """The paper that shows it: an invoice, a photograph."""
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.status = DisbursementStatus.EVIDENCED


class DisbursementFailed(Event, frozen=True, kw_only=True, tag="disbursement-failed"):
    """It never arrived (B5)."""

    proposal: ProposalId
    tranche: int
    line: Line
    reason: Seal
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.status = DisbursementStatus.FAILED

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _give_back(marks, stream, self.proposal, self.tranche, self.line)


class DisbursementReturned(Event, frozen=True, kw_only=True, tag="disbursement-returned"):
    """It arrived and came back (B5); nothing of it is left to be passed on (B7)."""

    proposal: ProposalId
    tranche: int
    line: Line
    reason: Seal
    reference: KeyedHash | None = None
    """Of the bank line by which it came back, where there is one (C2)."""
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.status = DisbursementStatus.RETURNED
        state.promise_ended = True

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.reference is not None:
            marks.point(reference_mark(self.reference), DisbursementId(part_of(stream)))
        _give_back(marks, stream, self.proposal, self.tranche, self.line)


class DisbursementCancelled(Event, frozen=True, kw_only=True, tag="disbursement-cancelled"):
    """It will not be sent; its amount may be authorised anew."""

    proposal: ProposalId
    tranche: int
    line: Line
    reason: Seal

    def apply(self, state: Disbursement) -> None:
        state.status = DisbursementStatus.CANCELLED

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _give_back(marks, stream, self.proposal, self.tranche, self.line)


def _take(marks: Marks, stream: Stream, proposal: ProposalId, line: Line, sign: int) -> None:
    mark = left_to_authorise_mark(account_of(stream), proposal, line.unit, line.purpose)
    marks.put(mark, (marks.get(mark, int) or 0) + sign * line.amount_minor)


def _give_back(marks: Marks, stream: Stream, proposal: ProposalId, tranche: int, line: Line) -> None:
    _take(marks, stream, proposal, line, +1)
    marks.put(tranche_mark(account_of(stream), proposal, tranche), None)
