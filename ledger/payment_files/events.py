"""What happens to payment files. Their texts, with names and numbers of bank accounts, stand in the papers store."""

from datetime import date

from ledger.event import Event, Marks, Sealed
from ledger.identifiers import PaymentFileId, PlaceId, Seal, Stream, account_of, part_of
from ledger.payment_files.state import Answered, Ordered, PaymentFile, PaymentFileStatus, ordered_mark


class PaymentFileMade(Event, frozen=True, kw_only=True, tag="payment-file-made"):
    """Orders to a bank were written down; nothing is paid by that yet."""

    place: PlaceId
    """The bank account that is to be debited."""
    execution: date
    """The day from which the bank is asked to pay."""
    payments: tuple[Ordered, ...]
    control_sum_minor: int
    """As the file says it, in cents."""
    file: Seal
    """Of its text."""

    def apply(self, state: PaymentFile) -> None:
        state.place, state.execution, state.payments = self.place, self.execution, self.payments

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        for payment in self.payments:
            mark = ordered_mark(account_of(stream), payment.disbursement)
            marks.put(mark, PaymentFileId(part_of(stream)))


class PaymentFileHandedIn(Event, frozen=True, kw_only=True, tag="payment-file-handed-in"):
    """The bank has the file; what it orders is on its way."""

    effective: date

    def apply(self, state: PaymentFile) -> None:
        state.status = PaymentFileStatus.HANDED_IN


class PaymentFileAnswered(Event, frozen=True, kw_only=True, tag="payment-file-answered"):
    """The bank said which payments it accepts, and which it rejects and why."""

    answers: tuple[Answered, ...]
    effective: date

    def apply(self, state: PaymentFile) -> None:
        state.status = PaymentFileStatus.ANSWERED
        state.answers = state.answers | {one.disbursement: one.answer for one in self.answers}


class PaymentFileWithdrawn(Event, frozen=True, kw_only=True, tag="payment-file-withdrawn"):
    """It was declared that the bank never got it; its payments may stand in another."""

    reason: Seal
    payments: tuple[Ordered, ...]

    def apply(self, state: PaymentFile) -> None:
        state.status = PaymentFileStatus.WITHDRAWN

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        for payment in self.payments:
            marks.put(ordered_mark(account_of(stream), payment.disbursement), None)
