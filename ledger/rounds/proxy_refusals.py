"""Why a command about proxies is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, Unprocessable


class RoundTakesNoProxies(Conflict):
    """This round is {status}: proxies are given and withdrawn from its opening until its deadline (M6)."""


class ProxyTooLate(Conflict):
    """The deadline of this round has passed: no proxy for it is given or withdrawn any more (M6)."""


class ProxyHolderNoElector(Unprocessable):
    """Whoever is to vote by proxy is no elector of this round: name one who is (M6, M3)."""


class ProxyToOneself(Malformed):
    """Giver and holder of this proxy are the same person: cast a ballot of your own (M6)."""


class ProxyAlreadyGiven(Conflict):
    """A proxy of this elector is given for this round already: withdraw it first (M6)."""


class OwnBallotOverridesProxy(Conflict):
    """This elector has cast a ballot of their own, which overrides any proxy: they change it themselves (M6)."""


class PassedOnProxy(Unprocessable):
    """Whoever holds proxies gives none, and whoever has given one holds none: what was given is not passed on (M6)."""


class TooManyProxies(Unprocessable):
    """A holder votes for at most {most} others in this round: give this proxy to somebody else (M6)."""


class NoProxyGiven(Conflict):
    """No proxy of this elector is given for this round: nothing is to be withdrawn (M6)."""


class NoProxyOfThisElector(Forbidden):
    """This elector has given you no proxy for this round, or has taken it back: cast your own ballot alone (M6)."""


class PaperTellsGiver(Unprocessable):
    """The scan of a proxy names who gave it, and this round is confidential: name the minutes that keep it (M6, V7)."""


class ProxyHolderAbsent(Unprocessable):
    """Somebody who is said to carry a proxy was not there, or is no elector here: look at the list (M6, R9)."""


class RepresentedNoElector(Unprocessable):
    """Somebody who is said to be represented is no elector of this round: leave that proxy out (M6, M3)."""


class RepresentedWasPresent(Unprocessable):
    """Somebody who is said to be represented was there, and raised their own hand: leave that proxy out (M6, R9)."""


class RepresentedTwice(Malformed):
    """Two proxies are of the same person: each is represented once (M6, V4)."""


class RepresentedVotedThemselves(Unprocessable):
    """Somebody who is said to be represented cast a ballot themselves, which overrides the proxy: leave it out (M6)."""


class RepresentedByAnother(Unprocessable):
    """Somebody who is said to be represented gave their proxy to another: name that holder, or leave it out (M6)."""


class ProxiesBeforeDeadline(Conflict):
    """Until the deadline anybody may vote themselves: enter hands raised by proxy after it, not earlier (M6)."""


class ProxiesNeedAttendanceList(Unprocessable):
    """Proxies are carried by somebody who was there: name minutes with an attendance list (M6, R9)."""


class RepresentedInConfidence(Unprocessable):
    """In a confidential round nothing may say who was represented by hand: let holders cast their proxies' ballots (M6,
    V7).
    """
