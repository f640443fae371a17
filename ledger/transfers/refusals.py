"""Why a transfer's command, or a message about one, is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class UnknownTransfer(NotFound):
    """This account has no such transfer: check its id (X2)."""


class TransferLeftHere(Forbidden):
    """This transfer left here: only the account that it goes to receives or refuses it; ask to void it instead (X6)."""


class TransferComesHere(Forbidden):
    """This transfer comes here: only the account that sent it asks to void it; refuse it instead (X6)."""


class TransferIsOver(Conflict):
    """This transfer is {status}, and stays so for ever: to give it back, decide on a transfer of its own (X3, X6)."""


class VoidAskedAlready(Conflict):
    """It was asked already to void this transfer: it stays in transit until the receiving account answers (X6)."""


class FeeTakesAll(Unprocessable):
    """The fee takes all that was sent: what arrives is at least one minor unit, else refuse the transfer (X2)."""


class DateBeforeTransfer(Unprocessable):
    """This date lies before the transfer was sent, on {sent}: check both dates (L10)."""


class TransferOfAnother(Forbidden):
    """This transfer is between other accounts: only its own two sides tell anything of it (X6)."""


class AnnouncedOtherwise(Conflict):
    """This transfer was announced with other terms before: what was sent never changes (X3)."""


class AnsweredOtherwise(Conflict):
    """This transfer was answered otherwise before: an answer is given once and for ever (X3, X6)."""


class AmountsDoNotAddUp(Unprocessable):
    """What arrived and the fee do not come to what was sent (X2)."""


class TermsUnreadable(Malformed):
    """What travels with this transfer cannot be read: its unit, amount, purpose, decision or lineage (X4)."""
