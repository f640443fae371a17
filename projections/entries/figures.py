"""The figures of entries: what each event changed, its postings, and what was late."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from projections.as_of import LAST
from projections.base import Database
from projections.days import date_of
from projections.entries.funds import Fund, every_fund
from projections.entries.late import LateChange, misplaced
from projections.entries.sums import Asked, Sums
from projections.entries.walking import by_event, late_changes
from projections.movements import Movement
from projections.postings import postings_of

_EVERYTHING = Asked(LAST, None)


def figures(db: Database) -> Iterator[tuple[str, int]]:
    """By account, then by fund or event."""
    for _, funds in groupby(every_fund(db), key=lambda fund: fund.account):
        for position, moved in by_event(db, found := [*funds], _EVERYTHING):
            yield from _entries(f"{found[0].partition}/{position}", moved)
        for fund in found:
            yield from _late(db, fund)


def _entries(at: str, moved: list[tuple[Fund, Sums]]) -> Iterator[tuple[str, int]]:
    """Summed per event, zeros left out."""
    for fund, by in moved:
        name = f"entries/{at}/{fund.unit}/{fund.purpose}/{fund.destination}"
        for what, amount in zip(("received", "reserved", "paid"), by, strict=True):
            if amount:
                yield f"{name}/{what}", amount
    for posting in postings_of(
        Movement(fund.unit, fund.purpose, fund.destination, *by, effective=date.min) for fund, by in moved
    ):
        side = "debit" if posting.debit else "credit"
        yield f"journal/{at}/{posting.unit}/{posting.code}/{side}", posting.debit or posting.credit


def _late(db: Database, fund: Fund) -> Iterator[tuple[str, int]]:
    """Summed per event and day of effect. An entry that stands otherwise in a block is a figure that should not be."""
    entries: list[LateChange] = []
    for (_, position, _), effective, by in late_changes(db, fund, LAST):
        day = date_of(effective).isoformat()
        name = f"late/{fund.partition}/{position}/{fund.unit}/{fund.purpose}/{fund.destination}/{day}"
        yield f"{name}/received", by.received
        yield f"{name}/paid", by.paid
        entries.append(LateChange(effective, len(entries) + 1, by.received, by.paid))
    for level, number in misplaced(db, fund.number, entries):
        yield f"late/{fund.partition}/{fund.number}/{level}/{number}/misplaced", 1
