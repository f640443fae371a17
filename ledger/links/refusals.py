"""Why a command about links is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class UnknownLink(NotFound):
    """This account has no such link: check its id (W3)."""


class LinkActorsMissing(Malformed):
    """A link is carried by somebody: name at least one actor, on one side or both (W3)."""


class SponsorshipIsCollective(Unprocessable):
    """Sponsorship is collective: leave out every name and person, and say only how many children there are (W4)."""


class GroupMissing(Malformed):
    """A sponsorship says how many children it supports together: give a whole number from 1 to {highest} (W4)."""


class GroupOfNoSponsorship(Malformed):
    """Only a sponsorship has a group of children: leave the number out (W4)."""


class LinkOver(Conflict):
    """This link has ended, on {until}: begin a new one (W3)."""


class LinkEndsBeforeItBegan(Unprocessable):
    """This link began on {since}: it ends on that day or later (W3)."""


class UnknownLinkPerson(NotFound):
    """Nobody in this link has this token: check it (W7)."""


class ConsentGivenAlready(Conflict):
    """This person has consented to being named already: nothing is to be done (W7)."""


class NoConsentGiven(Conflict):
    """This person has not consented to being named: nothing is to be withdrawn (W7)."""
