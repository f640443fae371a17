"""The books of an account: its entries by the day on which they are booked, and what a period of them comes to (L7).

Of an entry no more is kept than its day, its place in the account's stream and its journal; amounts are summed by day.
What a closed period comes to is kept as one opening, so that memory grows with the open period alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from ledger.accounts.state import Destination
from ledger.event import Recorded
from ledger.identifiers import AccountId, PurposeId, Seal
from ledger.periods.booking import DAY, booked_on
from ledger.periods.natures import Journal, Nature, detail_of, journal_of
from ledger.periods.report import JournalCount, Moved, Report, ReportLine

Where = tuple[str, PurposeId, Destination]
"""One unit, purpose and destination."""
Change = tuple[Where, int]
"""How much more is held there, in minor units."""


class Entered(NamedTuple):
    """An entry of the open period, in the order in which entries are numbered."""

    booked: date
    version: int
    """Its place in the account's stream, by which it is named."""
    journal: Journal
    effective: date
    position: int
    """Where it stands in the log."""


class Numbered(NamedTuple):
    """An entry with the number that its journal gives it."""

    journal: Journal
    number: int
    entered: Entered


class Books:
    """Follows an account's own stream."""

    def __init__(self, account: AccountId) -> None:
        self.opened = date.min
        """The day on which the account was opened."""
        self.closed_until: date | None = None
        self.version = 0
        """Up to here the stream was followed."""
        self._account = account
        self._opening: defaultdict[Where, int] = defaultdict(int)
        self._moved: defaultdict[tuple[date, Where, Nature, str | None], int] = defaultdict(int)
        self._entered: list[Entered] = []

    @property
    def since(self) -> date:
        """The first day of the open period."""
        return self.opened if self.closed_until is None else self.closed_until + DAY

    def enter(self, recorded: Recorded, effective: date, nature: Nature, changes: Iterable[Change]) -> None:
        """Book an entry in the open period, on its day or on the period's first."""
        booked, detail = booked_on(self.closed_until, effective), detail_of(recorded.event)
        units = []
        for where, change in changes:
            units.append(where[0])
            self._moved[booked, where, nature, detail] += change
        journal = journal_of(nature, units)
        self._entered.append(Entered(booked, recorded.version, journal, effective, recorded.position))

    def close(self, until: date) -> None:
        """What is booked up to this day is the next period's opening."""
        for key in [key for key in self._moved if key[0] <= until]:
            self._opening[key[1]] += self._moved.pop(key)
        self._entered = [entry for entry in self._entered if entry.booked > until]
        self.closed_until = until

    def numbered(self, until: date) -> list[Numbered]:
        """The entries of the open period up to a day: each journal's from 1 without a gap, by day, then as recorded."""
        numbered: list[Numbered] = []
        counts: dict[Journal, int] = defaultdict(int)
        for entry in sorted(entry for entry in self._entered if entry.booked <= until):
            counts[entry.journal] += 1
            numbered.append(Numbered(entry.journal, counts[entry.journal], entry))
        return numbered

    def report(self, until: date) -> Report:
        """What the open period comes to, were it to end on this day."""
        return self.reported(until, self.numbered(until))

    def reported(self, until: date, entries: list[Numbered]) -> Report:
        """The same, where the period's entries are numbered already."""
        counts = {entry.journal: entry.number for entry in entries}
        return Report(
            account=self._account,
            since=self.since,
            until=until,
            lines=tuple(self._lines(until)),
            journals=tuple(
                JournalCount(journal, counts[journal]) for journal in Journal if journal in counts
            ),
            late=sum(entry.entered.effective < self.since for entry in entries),
            entries=_seal(entries),
        )

    def _lines(self, until: date) -> Iterable[ReportLine]:
        moved: defaultdict[Where, defaultdict[tuple[Nature, str], int]]
        moved = defaultdict(lambda: defaultdict(int))
        for (booked, where, nature, detail), amount in self._moved.items():
            if booked <= until:
                moved[where][nature, detail or ""] += amount
        for where in sorted({*moved, *(where for where, amount in self._opening.items() if amount)}):
            opening, by = self._opening.get(where, 0), moved[where]
            yield ReportLine(
                *where,
                opening,
                tuple(Moved(nature, detail or None, by[nature, detail]) for nature, detail in sorted(by)),
                opening + sum(by.values()),
            )


def _seal(entries: Iterable[Numbered]) -> Seal:
    told = sha256()
    for journal, number, entry in entries:
        told.update(f"{journal.code}{number} {entry.version} {entry.booked} {entry.effective}\n".encode())
    return Seal(told.hexdigest())
