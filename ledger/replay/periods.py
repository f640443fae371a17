"""The figures of closed periods: their reports, and the number of every entry, from the account's own totals (L7)."""

from ledger.event import Recorded
from ledger.identifiers import account_of
from ledger.periods.events import PeriodClosed
from ledger.periods.walking import books_of
from ledger.replay.figures import Tell
from ledger.source import Source


def tell_of_period(reading: Source, recorded: Recorded, event: PeriodClosed, tell: Tell) -> str | None:
    """Tell what a period comes to. What is wrong with it, if anything is.

    Its entries are read once more, and kept in memory no longer than that.
    """
    account = account_of(recorded.stream)
    books = books_of(account, reading.recorded(recorded.stream, 0, recorded.version - 1))
    entries = books.numbered(event.until)
    report = books.reported(event.until, entries)
    if report.seal != event.report:
        return "closes a period by another report than its entries come to"
    for name, amount in report.figures():
        tell(name, amount)
    name = f"periods/{account}/{event.until}"
    tell(f"{name}/{event.report}", 1)
    for entry in entries:
        tell(f"{name}/{entry.journal}/{entry.entered.version}", entry.number)
    return None
