"""Why a command about pass-on promises is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, Unprocessable


class PassOnNamesNothing(Unprocessable):
    """A pass-on names the disbursement that it honours: name it, or choose another motive (C7)."""


class OnlyPassOnHonours(Unprocessable):
    """Only a pass-on honours a promise: choose the motive pass-on, or name no disbursement (C7)."""


class PassOnIsNotPledged(Unprocessable):
    """A pass-on is promised already, without a day: receive it when it comes, and pledge nothing (C7, K1)."""


class NothingPromised(Conflict):
    """This disbursement opened no promise: it did not reach its payee yet, or its decision waived it (B7, K2)."""


class PromiseNotOpen(Conflict):
    """Nothing of this promise is open: it is honoured in whole, was forgiven, or its payment came back (K3)."""


class MoreThanPromised(Unprocessable):
    """No more is honoured than was promised: {left} {unit} of this promise is open (K3)."""


class PromiseInOtherUnit(Unprocessable):
    """This promise is in {unit}: say how much of it is honoured in that unit (K2, L3)."""


class HonouredAmountMissing(Malformed):
    """What is given is not in the promise's unit: say how much of the promise it honours, and in which unit (C7)."""


class GiverIsNotBeneficiary(Unprocessable):
    """Who passes on is who benefited: leave the giver out, and the beneficiary gives (C7, K2)."""


class PassedOnToItself(Unprocessable):
    """A promise is honoured by giving to somebody else: this account is the beneficiary itself (K2)."""


class PassedOnBefore(Unprocessable):
    """A pass-on honours an earlier disbursement: this one reached its payee on {since}, which is later (K3)."""


class ForgivenByOfficers(Forbidden):
    """Only an officer of this account forgives a promise: ask the treasurer or the second signatory (K1)."""
