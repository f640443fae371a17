"""Why a round is no second call of another."""

from ledger.refusals import Conflict, Unprocessable


class FirstCallNotFinal(Conflict):
    """The round that would be called again is {status}: make its result final first (R1, R10)."""


class FirstCallReachedQuorum(Unprocessable):
    """The round that would be called again reached its quorum, and stands: draft an ordinary round (R1, R2)."""


class NoSecondCall(Unprocessable):
    """The round that would be called again froze no quorum for it: draft an ordinary round (R1)."""


class SecondCallHeld(Conflict):
    """That round was called again already, which happens once: draft an ordinary round (R1)."""


class SecondCallAsksElse(Unprocessable):
    """A second call asks what the first one asked: the same items and labels, ballot, rule, bounds, budget, body and
    confidentiality (R1, R2).
    """


class AmendedSinceFirstCall(Conflict):
    """The proposal of option {label} was amended since the first call: ask it anew in an ordinary round (R1, P2)."""
