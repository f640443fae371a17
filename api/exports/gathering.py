"""What an export tells: an account's journal in log order, and what lies under each code at the ends of its periods.

The journal is read twice, once for the sums and once to be written, so that memory does not grow with it.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

import msgspec

from ledger.identifiers import AWAITING, UNRESTRICTED, AccountId
from ledger.ledger import Ledger
from ledger.periods.booking import DAY
from projections import accounts, journal, periods, places
from projections.base import Database
from projections.journal import JournalLine
from projections.periods import NumberedEntry
from projections.places import PlaceRow

PAGE = 1_000

Sums = dict[tuple[str, str], int]
"""Debit less credit, in minor units, by code and unit."""


class Entry(msgspec.Struct, frozen=True):
    """One event's lines that are booked on one day."""

    lines: tuple[JournalLine, ...]

    @property
    def head(self) -> JournalLine:
        """The first line: day, number and event are the same in all."""
        return self.lines[0]


class Book(msgspec.Struct, frozen=True):
    """What is exported of an account."""

    ledger: Ledger
    db: Database
    account: AccountId
    name: str
    since: date
    until: date
    """The last day."""
    closed: bool
    """Whether the period is closed; of all periods, whether the last one is."""
    whole: bool
    """Whether everything is exported since the account was opened, and nothing brought forward."""
    places: tuple[PlaceRow, ...]
    purposes: dict[str, str]
    """What each purpose is called, in the order of declaration."""
    opening: Sums
    """Brought forward from before."""
    ends: dict[date, Sums]
    """What stands under each code at the end of each period, in their order; the last is the closing."""

    def entries(self) -> Iterator[Entry]:
        """The entries in log order."""
        lines = (line for line in _lines(self.ledger, self.db, self.account) if self._has(line))
        for _, same in groupby(lines, key=lambda line: (line.position, line.booked)):
            yield Entry(tuple(same))

    def numbered(self) -> list[NumberedEntry]:
        """The numbers that the period's entries have, or would have if it ended on this day; in log order."""
        if self.closed:
            found: list[NumberedEntry] = []
            while more := periods.entries(
                self.db,
                self.account,
                self.until,
                after=found[-1].place if found else ("", 0),
                limit=PAGE,
            ):
                found.extend(more)
        else:
            partition = self.ledger.partition_of(self.account)
            found = (
                periods.open_entries(self.db, self.ledger.store, partition, self.account, self.until) or []
            )
        return sorted(found, key=lambda entry: entry.position)

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Every code with every unit that ever stood there, in their order."""
        return sorted({key for sums in (self.opening, *self.ends.values()) for key in sums})

    def _has(self, line: JournalLine) -> bool:
        return (self.whole or line.booked >= self.since) and line.booked <= self.until


def gather(ledger: Ledger, db: Database, account: AccountId, until: date | None) -> Book | None:
    """The period that ends on a day, or would if the open one ended then; without a day, all that was ever booked.

    None for a day within a closed period, or before the account.
    """
    own = accounts.find(db, account)
    assert own is not None, "an account that was found"
    registered = accounts.association(db, own.association)
    closed = periods.periods(db, account)
    sums: dict[date, Sums] = {}
    for line in _lines(ledger, db, account):
        of_day = sums.setdefault(line.booked, {})
        key = line.code, line.unit
        of_day[key] = of_day.get(key, 0) + line.debit_minor - line.credit_minor
    since = own.opened
    if until is not None:
        ending = periods.period(db, account, until)
        since = ending.since if ending else periods.open_since(db, account) or own.opened
        if until < since:
            return None
        days = [until]
    else:
        last = max((*sums, *(one.until for one in closed)), default=own.opened)
        days = sorted({*(one.until for one in closed), last})
    whole = until is None
    opening = {} if whole else _up_to(sums, since - DAY)
    return Book(
        ledger=ledger,
        db=db,
        account=account,
        name=(ledger.papers.text(registered.name) if registered else None) or own.association,
        since=since,
        until=days[-1],
        closed=any(one.until == days[-1] for one in closed),
        whole=whole,
        places=tuple(places.of_account(db, account)),
        purposes={
            UNRESTRICTED: "unrestricted",
            AWAITING: "awaiting acceptance",
            **{
                one.purpose: ledger.papers.text(one.description) or one.purpose
                for one in accounts.purposes(db, account)
            },
        },
        opening=opening,
        ends={day: _up_to(sums, day) for day in days},
    )


def _lines(ledger: Ledger, db: Database, account: AccountId) -> Iterator[JournalLine]:
    """The whole journal in log order, a page at a time."""
    after = (0, 0)
    while page := journal.postings(db, ledger.store, account, after=after, limit=PAGE):
        yield from page
        after = page[-1].position, page[-1].line


def _up_to(by_day: dict[date, Sums], last: date) -> Sums:
    """What stands under each code at the end of a day; a code that came to nothing is told as nothing."""
    found: Sums = {}
    for day, sums in by_day.items():
        if day <= last:
            for key, change in sums.items():
                found[key] = found.get(key, 0) + change
    return found
