"""What the bank answers: it accepts or rejects payments, its lines settle them, and some come back.

Each of it counts once: the same answer again changes nothing. A transfer to another local account is paid by the bank
and settled by nobody but that account (X6).
"""

import re
from datetime import date

import msgspec

from ledger.accounts.look import effective_in, founded
from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.contributions.state import hash_of_reference, reference_mark
from ledger.disbursements.look import require_no_transfer
from ledger.disbursements.outcome import FailDisbursement, ReturnDisbursement
from ledger.disbursements.paying import SettleDisbursement
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.identifiers import DisbursementId, KeyedHash, stream_of
from ledger.money import to_decimal
from ledger.payment_files.events import PaymentFileAnswered
from ledger.payment_files.look import PaymentFileCommand, require_file_status
from ledger.payment_files.refusals import (
    AnswerUnclear,
    BankLineDiffers,
    BankLineTwice,
    CameBackTooSoon,
    FileNotHandedIn,
    NotOrdered,
)
from ledger.payment_files.state import UNIT, Answered, BankAnswer, Ordered, PaymentFile, PaymentFileStatus

CODE = re.compile("[A-Z0-9]{1,4}")
"""A reason code of ISO 20022's external code sets."""

THERE = frozenset({DisbursementStatus.SETTLED, DisbursementStatus.ACKNOWLEDGED, DisbursementStatus.EVIDENCED})
"""What is true of a payment that reached its payee and stayed there."""


class AnswerGiven(msgspec.Struct, frozen=True):
    """What the bank says of one payment, as a command brings it."""

    disbursement: DisbursementId
    answer: BankAnswer
    code: str | None = None
    """Why it was rejected."""
    words: str = ""
    """What the bank adds in its own words, for the papers store."""


class TakeBankAnswer(PaymentFileCommand, frozen=True, kw_only=True):
    """The bank accepts payments of a file, or rejects them: what is rejected has failed (B5)."""

    answers: tuple[AnswerGiven, ...]
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=self.streams)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        file = self.found(seen)
        _require_handed_in(file)
        self._require_clear(file)
        # A rejection is the last word: an older answer that is taken in again says nothing new.
        said = {one.disbursement: file.answers.get(one.disbursement) for one in self.answers}
        news = tuple(
            one for one in self.answers if said[one.disbursement] not in {one.answer, BankAnswer.REJECTED}
        )
        if not news:
            return self.file
        day = effective_in(account, self.effective, context)
        answers = tuple(Answered(one.disbursement, one.answer, one.code) for one in news)
        yield Fact(self.stream, PaymentFileAnswered(answers=answers, effective=day))
        for one in news:
            disbursement = seen.find(stream_of(self.account, one.disbursement), Disbursement)
            assert disbursement is not None, "a file orders what there is"
            rejected = one.answer is BankAnswer.REJECTED and not disbursement.is_transfer
            if rejected and disbursement.status is DisbursementStatus.SENT:
                reason = " ".join(filter(None, (one.code, one.words))) or BankAnswer.REJECTED.value
                failed = FailDisbursement(
                    account=self.account,
                    disbursement=one.disbursement,
                    reason=reason,
                    effective=max(day, disbursement.sent),
                )
                yield from failed.decide(seen, context)
        return self.file

    def _require_clear(self, file: PaymentFile) -> None:
        """Raises AnswerUnclear or NotOrdered."""
        about = [one.disbursement for one in self.answers]
        if not about or len(set(about)) < len(about):
            raise AnswerUnclear
        for one in self.answers:
            if one.disbursement not in self.disbursements:
                raise NotOrdered
            accepted = one.answer is BankAnswer.ACCEPTED
            if one.code is not None and (accepted or not CODE.fullmatch(one.code)):
                raise AnswerUnclear


class TakeBankLine(PaymentFileCommand, frozen=True, kw_only=True):
    """A line of the bank's statement carries one of our end-to-end ids: money that left, or that came back (B5, C2)."""

    end_to_end: str
    unit: str
    amount_minor: int
    """Less than zero where it left the bank account, more where it came back."""
    reference: str
    """The bank's own, by which this line is never booked twice (C2)."""
    reason: str | None = None
    """Why it came back, as the bank says it."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=self.streams, marks=(reference_mark(self._keyed(context)),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        file = self.found(seen)
        _require_handed_in(file)
        ordered = file.ordered(self.end_to_end.strip().lower())
        if ordered is None:
            raise NotOrdered
        disbursement = seen.find(stream_of(self.account, ordered.disbursement), Disbursement)
        assert disbursement is not None, "a file orders what there is"
        require_no_transfer(disbursement)
        self._require_amount(ordered)
        booked = seen.mark(reference_mark(self._keyed(context)), str)
        if booked == ordered.disbursement:
            return self.file
        if self.amount_minor > 0:
            yield from self._returned(ordered.disbursement, disbursement, seen, context)
        else:
            yield from self._settled(ordered.disbursement, disbursement, seen, context)
        return self.file

    def _settled(self, own: DisbursementId, found: Disbursement, seen: Seen, context: Context) -> Decision:
        if found.status in {*THERE, DisbursementStatus.RETURNED}:
            raise BankLineTwice(status=found.status.value)
        settle = SettleDisbursement(
            account=self.account,
            disbursement=own,
            reference=self.reference,
            effective=self.effective,
        )
        return (yield from settle.decide(seen, context))

    def _returned(self, own: DisbursementId, found: Disbursement, seen: Seen, context: Context) -> Decision:
        if found.status is DisbursementStatus.SENT:
            raise CameBackTooSoon
        if found.status is DisbursementStatus.RETURNED:
            raise BankLineTwice(status=found.status.value)
        returned = ReturnDisbursement(
            account=self.account,
            disbursement=own,
            reason=self.reason or self.reference,
            reference=self.reference,
            effective=self.effective,
        )
        return (yield from returned.decide(seen, context))

    def _require_amount(self, ordered: Ordered) -> None:
        """Raises BankLineDiffers."""
        if self.unit != UNIT or abs(self.amount_minor) != ordered.amount_minor:
            raise BankLineDiffers(
                line=to_decimal(abs(self.amount_minor), self.unit),
                unit=self.unit,
                amount=to_decimal(ordered.amount_minor, UNIT),
            )

    def _keyed(self, context: Context) -> KeyedHash:
        return hash_of_reference(self.account, self.reference, context)


def _require_handed_in(file: PaymentFile) -> None:
    """Raises FileNotHandedIn or PaymentFileStatusForbids."""
    if file.status is PaymentFileStatus.MADE:
        raise FileNotHandedIn
    require_file_status(file, PaymentFileStatus.HANDED_IN, PaymentFileStatus.ANSWERED)
