"""The report of a period: opening + movements = closing, per unit, purpose and destination (L7).

It is a pure function of the account's own events, in their order, so that anyone can compute it and its seal again.
Units are never added (L3): goods and hours stand in lines of their own.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.accounts.state import Destination
from ledger.context import canonical, seal_of
from ledger.identifiers import AccountId, PurposeId, Seal
from ledger.periods.natures import Journal, Nature


class Moved(msgspec.Struct, frozen=True):
    """What entries of one nature brought in all, in minor units; negative where they took."""

    nature: Nature
    detail: str | None
    """The motive of what was received, and the like."""
    amount_minor: int


class ReportLine(msgspec.Struct, frozen=True):
    """One unit, purpose and destination; amounts in minor units of what is held, whether it is reserved or not."""

    unit: str
    purpose: PurposeId
    destination: Destination
    opening_minor: int
    moved: tuple[Moved, ...]
    closing_minor: int


class JournalCount(msgspec.Struct, frozen=True):
    """How many entries of the period stand in a journal: they are numbered from 1 to this."""

    journal: Journal
    entries: int


class Report(msgspec.Struct, frozen=True):
    """A period in figures."""

    account: AccountId
    since: date
    until: date
    """The last day."""
    lines: tuple[ReportLine, ...]
    journals: tuple[JournalCount, ...]
    late: int
    """Entries that took effect before the period and are booked in it."""
    entries: Seal
    """Over the number, the place in the account's stream and the day of every entry."""

    @property
    def text(self) -> str:
        """The report as it is sealed: one text, in which everybody who computes it writes the same."""
        return canonical(msgspec.to_builtins(self))

    @property
    def seal(self) -> Seal:
        """The seal of the text. It hides nothing, since all of it is public: the account takes the salt's place."""
        return seal_of(self.account, self.text)

    def figures(self) -> Iterator[tuple[str, int]]:
        """Every amount and count, by name."""
        name = f"periods/{self.account}/{self.until}"
        yield f"{name}/late", self.late
        for journal in self.journals:
            yield f"{name}/{journal.journal}", journal.entries
        for line in self.lines:
            where = f"{name}/{line.unit}/{line.purpose}/{line.destination}"
            yield f"{where}/opening", line.opening_minor
            yield f"{where}/closing", line.closing_minor
            for moved in line.moved:
                yield f"{where}/{moved.nature}/{moved.detail or ''}", moved.amount_minor
