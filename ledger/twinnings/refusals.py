"""Why a command about twinnings is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class UnknownTwinning(NotFound):
    """This account has no such twinning: check its id (W2)."""


class TwinningNotActive(Conflict):
    """This twinning is {status}: what is new begins only under an active one (W1, W6)."""


class TwinAccountMalformed(Malformed):
    """A twinning is proposed to another local account: give its id, as that account's holders wrote it (W1)."""


class TwinnedWithItself(Unprocessable):
    """A territory is not twinned with itself: name the account of another territory's association (W5)."""


class TerritoryMissing(Conflict):
    """A twinning joins two territories: have this association's own entered in the register first (W1, W5)."""


class TwinningNotAtThisStep(Conflict):
    """This twinning is {status}; this step needs one that is {wanted} (W1)."""


class TwinningSuspendedAlready(Conflict):
    """This side has suspended the twinning already: nothing is to be done (W1)."""


class TwinningNotSuspended(Conflict):
    """This side has not suspended the twinning: whoever suspended it resumes it (W1)."""


class NotTheTwins(Forbidden):
    """Only the other side of a twinning tells this, and only of what is its own to do (W1)."""


class AgreementDoesNotFit(Unprocessable):
    """The agreement's text did not come, or does not fit its seal: both sides hold the same (W2)."""


class MessageMalformed(Malformed):
    """What a message names is no id or seal: nothing that was written in its place is kept (W2, W4)."""
