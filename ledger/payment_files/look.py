"""How commands look at a payment file and at what it orders."""

from typing import Any

import msgspec

from ledger.command import AccountCommand, Log, Seen
from ledger.identifiers import DisbursementId, PaymentFileId, Stream, is_id, stream_of
from ledger.payment_files.events import PaymentFileMade
from ledger.payment_files.refusals import PaymentFileStatusForbids, UnknownPaymentFile
from ledger.payment_files.state import PaymentFile, PaymentFileStatus


class PaymentFileCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one payment file and all that it orders, which never changes and is read before the lock."""

    file: PaymentFileId
    disbursements: tuple[DisbursementId, ...] = ()
    """Gathered, not given."""

    @property
    def stream(self) -> Stream:
        """Where the file's events stand."""
        return stream_of(self.account, self.file)

    def gather(self, log: Log) -> Any:
        if not is_id("payment-file", self.file):
            return self
        for _, event in log.events(self.stream):
            if isinstance(event, PaymentFileMade):
                ordered = tuple(payment.disbursement for payment in event.payments)
                return msgspec.structs.replace(self, disbursements=ordered)
        return self

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The account's, the file's and those of what it orders."""
        ordered = (stream_of(self.account, disbursement) for disbursement in self.disbursements)
        return (stream_of(self.account), self.stream, *ordered)

    def found(self, seen: Seen) -> PaymentFile:
        """The file. Raises UnknownPaymentFile."""
        file = seen.find(self.stream, PaymentFile) if is_id("payment-file", self.file) else None
        if file is None:
            raise UnknownPaymentFile
        return file


def require_file_status(file: PaymentFile, *wanted: PaymentFileStatus) -> None:
    """Raises PaymentFileStatusForbids."""
    if file.status not in wanted:
        raise PaymentFileStatusForbids(status=file.status.value, wanted=" or ".join(wanted))
