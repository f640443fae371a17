"""Why a command about contributions is refused."""

from ledger.refusals import Conflict, NotFound, Unprocessable


class UnknownContribution(NotFound):
    """There is no such contribution in this account: check its id (C2)."""


class UnknownGiver(NotFound):
    """This account knows no such giver: check the token, or say who gives (C6)."""


class GiverUnnamed(Unprocessable):
    """Say who gives, by name or by a known token: a giver may be anonymous to the public, not to the auditor (C6)."""


class NotMoney(Unprocessable):
    """{unit} is no money: goods come in by their delivery and inspection, hours by an attendance sheet (C3, C4)."""


class CarbonMissing(Unprocessable):
    """A carbon offset states how many kg of CO2e it offsets: give carbon_kg, such as "12.500"."""


class CarbonWithoutOffset(Unprocessable):
    """Only a carbon offset states kg of CO2e: leave carbon_kg out, or give carbon-offset as the motive."""


class PledgeNamesGiver(Unprocessable):
    """This pledge is somebody else's, or names its giver already: leave the giver out (C1, C6)."""


class PledgeNotOpen(Conflict):
    """This contribution is not an open pledge: it was received or withdrawn already (C1)."""


class PledgeInOtherUnit(Unprocessable):
    """This pledge is in {unit}: book what came in another unit as a contribution of its own (C1, L3)."""


class ReferenceAlreadyBooked(Conflict):
    """This reference is booked already: one bank line is one entry, so reverse that entry to correct it (C2, L6)."""


class EarmarkNotAwaiting(Conflict):
    """This contribution has no earmark that waits to be accepted (C5)."""


class NoEarmarkToLift(Conflict):
    """This contribution has no accepted earmark: only what serves a purpose can be lifted from it (L5)."""


class NothingLeftToReverse(Conflict):
    """Nothing of this contribution is booked: it is only pledged, reversed already or refunded in whole (L6)."""


class NothingLeftToRefund(Conflict):
    """Nothing of this contribution can go back: it is only pledged, reversed or refunded in whole already (C9)."""


class RefundInOtherUnit(Unprocessable):
    """This contribution is in {unit}: what goes back to its giver goes back in the same unit (C9, L3)."""


class RefundExceedsGift(Unprocessable):
    """Only {left} {unit} is left of this contribution: refund at most that (C9)."""


class CollectionWithoutRule(Unprocessable):
    """The rules name no ceiling for collections in {unit}: have one adopted, or write down who gave (C6)."""


class CollectionAboveCeiling(Unprocessable):
    """The rules let a collection bring in up to {ceiling} {unit}: write down who gave, or have a higher ceiling adopted
    (C6).
    """


class CollectionOtherwiseMeant(Unprocessable):
    """What a collection brings in is a gift, or the income of an event: every other motive needs a giver (C6)."""


class CollectionHasNoGiver(Unprocessable):
    """Nobody wrote down who gave this: it cannot go back, and its purpose changes by decision alone (C6, L5)."""


class OnlyBouncedLeaves(Unprocessable):
    """Only what bounced has a bank line and a place of its own: leave both out for what was a mistake (L6, C2)."""


class DateBeforeContribution(Unprocessable):
    """This date lies before the contribution itself, of {since}: check both (L10)."""
