"""Why a payment file is not written, or a bank's answer not read. None repeats a name or a number that stands there."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class PayeeNameMissing(Conflict):
    """Who is paid as {holder} has no name here any more: note the bank details once more, with the name (B1)."""


class OrderNotWritable(Unprocessable):
    """This file would break the schema of ISO 20022: check the names of the payees and of the bank account (B1)."""


class BankAnswerUnknown(Malformed):
    """This is no answer to a payment file: give the bank's pain.002, or its camt.054 or camt.053 (B5)."""


class PaymentFileForgotten(NotFound):
    """What this payment file said was forgotten: if the bank never got it, withdraw it and make another (B4)."""
