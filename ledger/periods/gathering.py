"""What the books come to, gathered before a command's turn: a year of entries is not read under the lock (L7).

What came meanwhile is looked at in its turn. It is little, and of it only what took effect in the period would have
changed the report: an entry that names no day took effect when it was recorded, which is after the period.
"""

from datetime import date

import msgspec

from ledger.command import Log, Seen
from ledger.identifiers import AccountId, Seal, Stream
from ledger.periods.events import PeriodClosed
from ledger.periods.natures import ENTERED
from ledger.periods.refusals import ReportOutdated
from ledger.periods.walking import books_of
from ledger.proposals.measure import ClosePeriod


class Gathered(msgspec.Struct, frozen=True):
    """What the books of an account came to."""

    until: date
    report: Seal
    version: int
    """Up to here its stream was read."""


def gathered(log: Log, account: AccountId, until: date) -> Gathered:
    """Read the books of an account, and what the open period came to if it ended on this day."""
    books = books_of(account, log.read(Stream(account)))
    return Gathered(until, books.report(until).seal, books.version)


def require_report(seen: Seen, account: AccountId, books: Gathered | None, measure: ClosePeriod) -> None:
    """The report that a measure names is what the books come to now. Raises ReportOutdated."""
    if (
        books is None
        or (books.until, books.report) != (measure.until, measure.report)
        or any(_changes(event, measure.until) for event in seen.since(account, books.version))
    ):
        raise ReportOutdated(until=measure.until.isoformat())


def _changes(event: object, until: date) -> bool:
    """Whether the report of the open period up to a day is another after this event."""
    if type(event) not in ENTERED:
        return isinstance(event, PeriodClosed)
    effective: date | None = getattr(event, "effective", None)
    return effective is not None and effective <= until
