"""Why a command about places of money is refused."""

from ledger.refusals import Conflict, NotFound, Unprocessable


class UnknownPlace(NotFound):
    """This account has no such place of money: check its id among the account's places (L12)."""


class PlaceIsClosed(Conflict):
    """This place of money is closed: name one that is open, or open another (L12)."""


class PlaceLabelMalformed(Unprocessable):
    """A place's label is a short public code of at most 40 small letters, digits and hyphens, such as cash-box, and not
    held, which names what lies at no place: choose another (L12).
    """


class PlaceLabelTaken(Conflict):
    """Another place of this account has this label: choose another, so that nobody takes one for the other (L12)."""


class PlaceNotEmpty(Conflict):
    """The books say that {amount} {unit} lies there: move it, or book what became of it, before closing (L12)."""


class PlaceHoldsLess(Conflict):
    """Only {lying} {unit} lies there: take it from another place, or move money there first (L12)."""


class LessUnplaced(Conflict):
    """Only {unplaced} {unit} lies at no named place: say which place it comes out of (L12)."""


class SamePlace(Unprocessable):
    """Money is moved from one place to another: name two different ones (L12)."""


class HolderMissing(Unprocessable):
    """An advance lies with a person: say which member has it (L12)."""


class HolderNotNeeded(Unprocessable):
    """Only an advance lies with a person: leave the holder out (L12)."""


class HolderNotMember(Unprocessable):
    """Who is given an advance is a member on that day: name a member (L12, M1)."""


class OnlyMoneyHasPlace(Unprocessable):
    """{unit} is no currency, and only money lies at a place: leave the place out (L12)."""


class UnknownMove(NotFound):
    """This account has booked no such move of money: check its id among the place's entries (L12)."""


class MoveIsReversed(Conflict):
    """This move was reversed already: there is nothing left to take back (L6)."""


class DateBeforeMove(Unprocessable):
    """Nothing happens to a move before it took effect, on {since}: give a later date (L10)."""


class NotAnAdvance(Unprocessable):
    """Only an advance is settled: move the money, and close the place if nothing will lie there any more (L12)."""


class ChangeGoesNowhere(Unprocessable):
    """{unit} has no main place in this account: say where the change goes, or what is owed comes from (L12)."""
