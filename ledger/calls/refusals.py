"""Why a command about calls on the fund is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class UnknownCall(NotFound):
    """This account has no such call on the fund: check its id (P5)."""


class AddresseeMissing(Malformed):
    """A call names the account that it is addressed to: give its id, as that account's holders wrote it (P5)."""


class AddresseeIsOwn(Unprocessable):
    """A call is addressed to others: name another account, or propose to spend money of this one (P5)."""


class CallNotAtThisStep(Conflict):
    """This call is {status}; this step needs one that is {wanted} (P5)."""


class OpinionMissing(Conflict):
    """The twin has not given its opinion yet: send the call once its dated opinion is here (P5)."""


class OpinionNotAsked(Conflict):
    """No opinion of this account is asked for, or it was given: one dated opinion goes with a call (P5)."""


class CallNotOurs(Forbidden):
    """Only the account that made a call sends it or takes it back (P5)."""


class CallNotOpen(Conflict):
    """This call does not wait for a decision here: it was answered, passed on or withdrawn, or is on a ballot (P5)."""


class CallNotAnswered(Unprocessable):
    """A proposal that meets a call gives to the account that asks: name that account, or the twinning with it (P5)."""


class CallTwice(Unprocessable):
    """Two options of this round meet the same call: a call is decided once, so leave one of them out (P5)."""


class NobodyAbove(Unprocessable):
    """The global account belongs to no other association: decide the call here (P5)."""


class CallWasThere(Unprocessable):
    """This call came from that account, or lay there before: pass it on to one that has not seen it (P5)."""


class NotTheirsToSay(Forbidden):
    """This message about a call is from an account that has no say in this (P5)."""


class CallUnreadable(Malformed):
    """This message about a call does not hold what a call holds (P5)."""
