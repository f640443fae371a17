"""A payment file is made for what was signed off, and handed in, or declared not handed in."""

from collections import Counter
from datetime import date
from typing import Any

import msgspec

from ledger.accounts.look import effective_in, founded
from ledger.bank_details.refusals import PlaceIsNoBankAccount
from ledger.bank_details.state import BankDetailsRecord, bank_details_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Paper, Reads, Seen, recorded_date
from ledger.context import seal_of
from ledger.disbursements.events import DisbursementAuthorised
from ledger.disbursements.look import require_status
from ledger.disbursements.paying import SendDisbursement, held_for
from ledger.disbursements.refusals import ReservationMissing, SignOffsMissing, UnknownDisbursement
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.identifiers import (
    BankDetailsId,
    DisbursementId,
    PaymentFileId,
    PlaceId,
    is_id,
    stream_of,
)
from ledger.payment_files.events import PaymentFileHandedIn, PaymentFileMade, PaymentFileWithdrawn
from ledger.payment_files.look import PaymentFileCommand, require_file_status
from ledger.payment_files.refusals import (
    BankDetailsChanged,
    BankDetailsMissing,
    BankDetailsNotSignedOff,
    ExecutionInPast,
    FileIsEmpty,
    FileTooLarge,
    PaymentGone,
    PaymentNotInEuro,
    PaymentOrdered,
    SentFromElsewhere,
    UnknownPaymentFile,
)
from ledger.payment_files.state import (
    MOST_PAYMENTS,
    UNIT,
    Ordered,
    PaymentFileStatus,
    end_to_end_id,
    ordered_mark,
)
from ledger.places.look import open_place
from ledger.places.state import PlaceKind


class PaymentGiven(msgspec.Struct, frozen=True):
    """A payment as it was written into the file: of which disbursement, and to which bank details."""

    disbursement: DisbursementId
    details: BankDetailsId


class MakePaymentFile(AccountCommand, frozen=True, kw_only=True):
    """Orders to a bank, for payments that two have signed off, each in one file alone (B3, B4).

    The text is written before: it holds what no event may, and is checked against its schema, which takes its time.
    What it was written from is given beside it, and compared with what holds at the moment of recording.
    """

    file: PaymentFileId
    """Drawn before, since the text names it."""
    place: PlaceId
    debtor: BankDetailsId
    """The place's own bank details."""
    execution: date
    payments: tuple[PaymentGiven, ...]
    text: str
    """Names and numbers of bank accounts stand in it: it goes to the papers store."""
    payees: tuple[str, ...] = ()
    """Gathered, not given: who is paid, which is said by the first event of a disbursement and never changes."""

    def gather(self, log: Log) -> Any:
        payees = []
        for payment in self.payments[: MOST_PAYMENTS + 1]:
            if is_id("disbursement", payment.disbursement):
                payees += [
                    event.payee.token
                    for _, event in log.events(stream_of(self.account, payment.disbursement))
                    if isinstance(event, DisbursementAuthorised)
                ]
        return msgspec.structs.replace(self, payees=tuple(payees))

    def reads(self, context: Context) -> Reads:
        named = [one.disbursement for one in self.payments if is_id("disbursement", one.disbursement)]
        return Reads(
            streams=(
                self.account,
                stream_of(self.account, self.file),
                *(stream_of(self.account, disbursement) for disbursement in named),
            ),
            marks=(
                *(bank_details_mark(self.account, PlaceId(holder)) for holder in (self.place, *self.payees)),
                *(ordered_mark(self.account, disbursement) for disbursement in named),
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        if not is_id("payment-file", self.file) or seen.version(stream_of(self.account, self.file)):
            raise UnknownPaymentFile
        if open_place(account, self.place).kind is not PlaceKind.BANK_ACCOUNT:
            raise PlaceIsNoBankAccount
        if not self.payments:
            raise FileIsEmpty
        if len({one.disbursement for one in self.payments}) != min(len(self.payments), MOST_PAYMENTS):
            raise FileTooLarge(most=MOST_PAYMENTS)
        if self.execution < recorded_date(context):
            raise ExecutionInPast
        if self._details(seen, self.place) != self.debtor:
            raise BankDetailsChanged
        ordered = tuple(
            Ordered(payment.disbursement, end_to_end_id(self.file, number), self._amount_minor(payment, seen))
            for number, payment in enumerate(self.payments, 1)
        )
        salt = context.salt()
        paper = Paper(seal_of(salt, self.text), salt, self.text)
        yield paper
        yield Fact(
            stream_of(self.account, self.file),
            PaymentFileMade(
                place=self.place,
                execution=self.execution,
                payments=ordered,
                control_sum_minor=sum(one.amount_minor for one in ordered),
                file=paper.seal,
            ),
        )
        return self.file

    def _amount_minor(self, payment: PaymentGiven, seen: Seen) -> int:
        """What this payment orders, once nothing speaks against it. Raises why not."""
        own = payment.disbursement
        is_own = is_id("disbursement", own)
        disbursement = seen.find(stream_of(self.account, own), Disbursement) if is_own else None
        if disbursement is None:
            raise UnknownDisbursement
        if disbursement.status is DisbursementStatus.AUTHORISED:
            raise SignOffsMissing
        require_status(disbursement, DisbursementStatus.SIGNED_OFF, DisbursementStatus.SENT)
        if disbursement.line.unit != UNIT:
            raise PaymentNotInEuro(disbursement=own, unit=disbursement.line.unit)
        if disbursement.status is DisbursementStatus.SENT and disbursement.place != self.place:
            raise SentFromElsewhere(disbursement=own)
        earlier = seen.mark(ordered_mark(self.account, own), str)
        if earlier is not None:
            raise PaymentOrdered(disbursement=own, file=earlier)
        details = self._details(seen, disbursement.payee.token)
        if details != payment.details:
            raise BankDetailsChanged
        if set(disbursement.signed_off_to) != {details}:
            raise BankDetailsNotSignedOff(disbursement=own)
        return disbursement.line.amount_minor

    def _details(self, seen: Seen, holder: str) -> BankDetailsId:
        record = seen.mark(bank_details_mark(self.account, PlaceId(holder)), BankDetailsRecord)
        if record is None:
            raise BankDetailsMissing(holder=holder)
        return record.details


class HandInPaymentFile(PaymentFileCommand, frozen=True, kw_only=True):
    """The bank has the file: whatever of it was not sent yet leaves with it, out of its decision's reservation (B3)."""

    effective: date | None = None
    sendings: tuple[SendDisbursement, ...] = ()
    """Gathered, not given: how each payment is sent."""

    def gather(self, log: Log) -> Any:
        gathered = PaymentFileCommand.gather(self, log)
        sendings = tuple(
            SendDisbursement(account=self.account, disbursement=one).gather(log)
            for one in gathered.disbursements
        )
        return msgspec.structs.replace(gathered, sendings=sendings)

    def reads(self, context: Context) -> Reads:
        each = [sending.reads(context) for sending in self.sendings]
        return Reads(
            streams=tuple(dict.fromkeys((*self.streams, *(name for one in each for name in one.streams)))),
            marks=tuple(dict.fromkeys(name for one in each for name in one.marks)),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        file = self.found(seen)
        require_file_status(file, PaymentFileStatus.MADE)
        day = effective_in(account, self.effective, context)
        yield Fact(self.stream, PaymentFileHandedIn(effective=day))
        leaving: Counter[tuple[str, str]] = Counter()
        for sending in self.sendings:
            disbursement = sending.found(seen)
            if disbursement.status is DisbursementStatus.SENT:
                continue
            if disbursement.status is not DisbursementStatus.SIGNED_OFF:
                raise PaymentGone(disbursement=sending.disbursement, status=disbursement.status.value)
            of = disbursement.proposal, disbursement.line.purpose
            leaving[of] += disbursement.line.amount_minor
            if held_for(account, disbursement) < leaving[of]:
                # Each alone may be reserved, and all together not: they leave together.
                raise ReservationMissing
            sent = msgspec.structs.replace(sending, place=file.place, effective=day)
            yield from sent.decide(seen, context)
        return self.file


class WithdrawPaymentFile(PaymentFileCommand, frozen=True, kw_only=True):
    """The bank never got the file: its payments may stand in another (B4)."""

    reason: str

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        file = self.found(seen)
        require_file_status(file, PaymentFileStatus.MADE)
        paper = context.paper(self.reason)
        yield paper
        yield Fact(self.stream, PaymentFileWithdrawn(reason=paper.seal, payments=file.payments))
        return self.file
