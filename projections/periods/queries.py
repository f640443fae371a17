"""Periods: those that are closed, the report of one that could be, and the entries of each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile

import msgspec

from ledger.decoders import decoder
from ledger.identifiers import AccountId, ProposalId, Seal, Stream
from ledger.periods.booking import DAY, booked_on
from ledger.periods.books import Books
from ledger.periods.natures import Journal
from ledger.periods.report import Report
from projections import tracking
from projections.base import Database, Source, fetch
from projections.days import date_of, day_number
from projections.periods.view import Periods
from projections.periods.walking import books_of


class Period(msgspec.Struct, frozen=True):
    """A closed period."""

    account: AccountId
    since: date
    until: date
    """Its last day."""
    seal: Seal
    """Of its report."""
    decision: ProposalId
    recorded_us: int
    """When it was closed."""
    position: int


class NumberedEntry(msgspec.Struct, frozen=True):
    """An entry with its number, which it keeps for ever once its period is closed."""

    period: date
    """The last day of the period in which it is booked."""
    journal: Journal
    number: int
    booked: date
    effective: date
    version: int
    """Its place in the account's stream."""
    position: int

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands among the entries of its period."""
        return str(self.journal), self.number

    @property
    def late(self) -> bool:
        """Whether it took effect before the period, and is booked on its first day (L7)."""
        return self.effective < self.booked

    @property
    def code(self) -> str:
        """Its number with its journal's letter, such as R12."""
        return f"{self.journal.code}{self.number}"


_ENTRIES = (
    "SELECT e.until, e.journal, e.number, e.booked, e.effective, e.version, e.position "
    "FROM period_entries e JOIN period_accounts a ON a.number = e.account"
)


def periods(db: Database, account: AccountId) -> list[Period]:
    """The closed periods of an account, in their order."""
    return fetch(db, Period, "FROM periods WHERE account = ? ORDER BY until", (account,))


def period(db: Database, account: AccountId, until: date) -> Period | None:
    """The closed period that ends on a day."""
    found = fetch(db, Period, "FROM periods WHERE account = ? AND until = ?", (account, until.isoformat()))
    return found[0] if found else None


def open_since(db: Database, account: AccountId) -> date | None:
    """The first day of the open period; None where none is closed yet, so that it began with the account."""
    closed = periods(db, account)
    return closed[-1].until + DAY if closed else None


def report(db: Database, source: Source, partition: str, account: AccountId, until: date) -> Report | None:
    """The report of the closed period that ends on a day, or what the open one comes to if it ends then.

    None for a day within a closed period, or before the account.
    """
    query = "SELECT report FROM periods WHERE account = ? AND until = ?"
    row = db.execute(query, (account, until.isoformat())).fetchone()
    if row is not None:
        return decoder(Report).decode(row[0])
    books = _open_books(db, source, partition, account)
    return books.report(until) if until >= books.since else None


def open_entries(
    db: Database, source: Source, partition: str, account: AccountId, until: date
) -> list[NumberedEntry] | None:
    """The entries of the open period by journal and number, as these would be if it ended on this day.

    None for a day on which it cannot end.
    """
    books = _open_books(db, source, partition, account)
    if until < books.since:
        return None
    found = [
        NumberedEntry(
            until,
            entry.journal,
            entry.number,
            entry.entered.booked,
            entry.entered.effective,
            entry.entered.version,
            entry.entered.position,
        )
        for entry in books.numbered(until)
    ]
    return sorted(found, key=lambda entry: entry.place)


def _open_books(db: Database, source: Source, partition: str, account: AccountId) -> Books:
    """The books of an account, as far as the view has seen them."""
    known = tracking.position(db, Periods.name, partition)
    own = source.stream(partition, Stream(account))
    return books_of(account, takewhile(lambda recorded: recorded.position <= known, own))


def entries(
    db: Database,
    account: AccountId,
    until: date,
    *,
    journal: Journal | None = None,
    late: bool = False,
    after: tuple[str, int] = ("", 0),
    limit: int = 100,
) -> list[NumberedEntry]:
    """The entries of a closed period by journal and number, after those of the page before; or the late ones alone."""
    only_late = "AND e.effective < e.booked" if late else ""
    own = "" if journal is None else "AND e.journal = :journal"
    rows = db.execute(
        f"{_ENTRIES} WHERE a.account = :account AND e.until = :until "
        f"AND (e.journal, e.number) > (:after_journal, :after_number) {own} {only_late} "
        "ORDER BY e.journal, e.number LIMIT :limit",
        {
            "account": account,
            "until": day_number(until),
            "after_journal": after[0],
            "after_number": after[1],
            "journal": journal,
            "limit": limit,
        },
    )
    return [_entry(row) for row in rows]


def numbers(db: Database, account: AccountId, versions: Sequence[int]) -> Mapping[int, NumberedEntry]:
    """Of these entries, by their places in the account's stream, those that have a number."""
    found: dict[int, NumberedEntry] = {}
    for at in range(0, len(versions), 500):
        some = versions[at : at + 500]
        rows = db.execute(
            f"{_ENTRIES} WHERE a.account = ? AND e.version IN ({', '.join('?' * len(some))})",
            (account, *some),
        )
        found |= {entry.version: entry for entry in map(_entry, rows)}
    return found


def booked(closed: Iterable[Period], position: int, effective: date) -> date:
    """The day on which what stands at a position is booked: after the periods that were closed before it (L7)."""
    before = [one.until for one in closed if one.position < position]
    return booked_on(max(before, default=None), effective)


def _entry(row: Sequence[str | int]) -> NumberedEntry:
    until, journal, number, booked_day, effective, version, position = row
    return NumberedEntry(
        date_of(int(until)),
        Journal(str(journal)),
        int(number),
        date_of(int(booked_day)),
        date_of(int(effective)),
        int(version),
        int(position),
    )
