"""Why a period is not closed."""

from ledger.refusals import Conflict, NotFound, Unprocessable


class UnknownPeriod(NotFound):
    """No period of this account ends on that day: name the last day of a closed one, or a day of the open one (L7)."""


class PeriodNotOver(Unprocessable):
    """A period is closed when its last day is over: name a day before today (L7)."""


class PeriodClosedAlready(Conflict):
    """The books are closed up to {until} already: name a later day (L7)."""


class ReportOutdated(Conflict):
    """This is not, or no longer, what the books up to {until} come to: read the report anew and put it to the
    assembly as it stands now (L7).
    """
