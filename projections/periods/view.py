"""Closed periods: their reports, and the numbers that their entries have for ever."""

from collections.abc import Iterator
from itertools import takewhile

from ledger.decoders import decoder
from ledger.event import Recorded
from ledger.identifiers import account_of
from ledger.periods.books import Numbered
from ledger.periods.events import PeriodClosed
from ledger.periods.report import Report
from projections.base import Database, Table, View
from projections.days import date_of, day_number
from projections.numbers import numbered, numbers_of
from projections.periods.walking import books_of

ACCOUNTS = numbered("period_accounts", "account")
PERIODS = Table(
    "periods",
    "account TEXT NOT NULL, until TEXT NOT NULL, since TEXT NOT NULL, seal TEXT NOT NULL, decision TEXT NOT NULL, "
    "report TEXT NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, until)",
)
ENTRIES = Table(
    "period_entries",
    "account INTEGER NOT NULL, until INTEGER NOT NULL, journal TEXT NOT NULL, number INTEGER NOT NULL, "
    "version INTEGER NOT NULL, position INTEGER NOT NULL, booked INTEGER NOT NULL, effective INTEGER NOT NULL, "
    "PRIMARY KEY (account, until, journal, number)",
    indexes={"period_entries_by_version": "account, version"},
)


class Periods(View):
    """One row per closed period, with its report as it is sealed, and one per entry of it.

    Nothing is kept of the open period, which is read from the log when it is asked for: a gift costs nothing here.
    """

    name = "periods"
    tables = (ACCOUNTS, PERIODS, ENTRIES)
    reacts_to = frozenset({PeriodClosed})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        if not isinstance(event, PeriodClosed):
            return
        own = db.log.stream(recorded.partition, recorded.stream)
        books = books_of(account, takewhile(lambda before: before.version < recorded.version, own))
        entries = books.numbered(event.until)
        report = books.reported(event.until, entries)
        (number,) = numbers_of(db, ACCOUNTS, recorded.partition, [(account,)]).values()
        days = event.until.isoformat(), report.since.isoformat()
        here = recorded.envelope.recorded_us, recorded.position
        db.insert(PERIODS.name, [(account, *days, report.seal, event.decision, report.text, *here)])
        until = day_number(event.until)
        db.insert(ENTRIES.name, sorted((number, until, *_row(entry)) for entry in entries))

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and period: the report's, then every entry's number."""
        for account, until, seal, report in db.execute(
            "SELECT account, until, seal, report FROM periods ORDER BY account, until"
        ):
            yield f"periods/{account}/{until}/{seal}", 1
            yield from decoder(Report).decode(report).figures()
        for account, until, journal, number, version in db.stream(
            "SELECT a.account, e.until, e.journal, e.number, e.version FROM period_entries e "
            "JOIN period_accounts a ON a.number = e.account ORDER BY a.account, e.until, e.journal, e.number"
        ):
            yield f"periods/{account}/{date_of(until)}/{journal}/{version}", number


def _row(entry: Numbered) -> tuple[str | int, ...]:
    entered = entry.entered
    days = day_number(entered.booked), day_number(entered.effective)
    return str(entry.journal), entry.number, entered.version, entered.position, *days
