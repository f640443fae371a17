"""Days in UTC as numbers, counted from 1970."""

from datetime import date

DAY_US = 86_400_000_000
"""Microseconds of a day."""
_FIRST = date(1970, 1, 1).toordinal()


def day_of(recorded_us: int) -> int:
    """The day of a recorded time."""
    return recorded_us // DAY_US


def day_number(day: date) -> int:
    """The number of a day; negative before 1970."""
    return day.toordinal() - _FIRST


def date_of(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(number + _FIRST)
