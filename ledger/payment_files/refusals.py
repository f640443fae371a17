"""Why a command about payment files is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class UnknownPaymentFile(NotFound):
    """This account has no such payment file: check its id among the account's payment files."""


class FileIsEmpty(Unprocessable):
    """Nothing is to be paid from there: sign payments in euros off, and note their payees' bank details first (B3)."""


class FileTooLarge(Malformed):
    """One payment file holds at most {most} payments, each once: make several files."""


class PaymentNotInEuro(Unprocessable):
    """A bank is ordered to pay euros, and {disbursement} is in {unit}: exchange it first, or pay otherwise (C10)."""


class SentFromElsewhere(Conflict):
    """{disbursement} was sent from another place: leave it out, or make the file for that place (L12)."""


class PaymentOrdered(Conflict):
    """{disbursement} stands in {file} already: withdraw that file if the bank never got it (B4)."""


class BankDetailsMissing(Conflict):
    """The bank details of {holder} are not known: note them, before the payment is signed off (B3)."""


class BankDetailsNotSignedOff(Conflict):
    """Bank details were noted after {disbursement} was signed off: cancel it, and authorise it anew (B3)."""


class BankDetailsChanged(Conflict):
    """Bank details changed while the file was being written: make it once more (B3)."""


class ExecutionInPast(Unprocessable):
    """A bank is not asked to pay on a day that has passed: name today or a later day (L10)."""


class FileNotHandedIn(Conflict):
    """The bank answers only a file that was handed in: say first on which day this one was (B3)."""


class PaymentFileStatusForbids(Conflict):
    """This payment file is {status}, and this can be done only while it is {wanted}: check what happened to it."""


class PaymentGone(Conflict):
    """{disbursement} is {status} by now: withdraw this file, and make another without it (B4)."""


class NotOrdered(NotFound):
    """No payment of this account's files has this end-to-end id: look the line up by hand (C2)."""


class AnswerUnclear(Malformed):
    """A bank's answer names each payment once, and a reason code for rejections alone: read the file once more (B5)."""


class BankLineDiffers(Conflict):
    """The bank's line says {line} {unit} and the payment is over {amount} EUR: ask the bank before you book it (C2)."""


class BankLineTwice(Conflict):
    """This payment is {status} by another line of the bank: ask the bank about both before you book this one (C2)."""


class CameBackTooSoon(Conflict):
    """The line by which this money left is not booked yet: take in the statement with that line first (B5)."""
