"""Why a command about work is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class SheetMalformed(Malformed):
    """An attendance sheet has 1 to {most} lines, each of at least one minute: correct it, or split it (C4)."""


class WorkerTwice(Unprocessable):
    """Somebody stands twice on this sheet: give each person one line (C4)."""


class MoreThanADay(Unprocessable):
    """Nobody works more than 24 hours a day: all sheets of {day} would give one person {minutes} minutes (C4)."""


class LeaderNotMember(Unprocessable):
    """Who led a work day is a member on that day: name that member (C4, M1)."""


class UnknownSheet(NotFound):
    """There is no such attendance sheet in this account: check its id (C4)."""


class SheetNotWaiting(Conflict):
    """This attendance sheet was confirmed or refused already (C4)."""


class ConfirmerLed(Unprocessable):
    """Who led the work does not confirm it: name another member (C4)."""


class ConfirmerWorked(Unprocessable):
    """Who stands on the sheet does not confirm it: name a member who does not (C4)."""


class SheetConfirmerNotMember(Unprocessable):
    """Who confirms a work day is a member: name a current member of the association (C4, M1)."""
