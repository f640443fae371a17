"""Periods: closed by decision on their reports, with the numbers of their entries."""

from projections.periods.queries import (
    NumberedEntry,
    Period,
    booked,
    entries,
    numbers,
    open_entries,
    open_since,
    period,
    periods,
    report,
)
from projections.periods.view import Periods
from projections.periods.walking import books_of

__all__ = [
    "NumberedEntry",
    "Period",
    "Periods",
    "booked",
    "books_of",
    "entries",
    "numbers",
    "open_entries",
    "open_since",
    "period",
    "periods",
    "report",
]
