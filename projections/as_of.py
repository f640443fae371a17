"""When a question about the past is asked: as of an effective date, a recorded time, both, or a position (L10)."""

from datetime import date

import msgspec

from projections.base import Source
from projections.days import DAY_US, day_number

Moment = tuple[int, int, int]
"""A place among entries on the recorded axis: recorded time in microseconds since 1970, position, line."""

FIRST: Moment = (-(2**63), 0, 0)
LAST: Moment = (2**63 - 1, 2**63 - 1, 2**63 - 1)


class AsOf(msgspec.Struct, frozen=True, kw_only=True):
    """What of the log counts for an answer; all of it where nothing is said."""

    effective: date | None = None
    """What had taken effect by the end of this day."""
    recorded_us: int | None = None
    """What was known at this time: microseconds since 1970 in UTC."""
    position: int | None = None
    """What stands at or before this position of the account's partition."""


NOW = AsOf()


def known(as_of: AsOf, source: Source, partition: str) -> Moment:
    """The last moment of what was known."""
    by_time = LAST if as_of.recorded_us is None else (as_of.recorded_us, *LAST[1:])
    return by_time if as_of.position is None else min(by_time, at(source, partition, as_of.position))


def at(source: Source, partition: str, position: int, line: int = LAST[2]) -> Moment:
    """The moment of a line of the event at a position. Where no event stands, nothing lies between it and the next."""
    following = source.read(partition, position - 1, 1)
    return (following[0].envelope.recorded_us, position, line) if following else LAST


def end_of(day: date) -> Moment:
    """The last moment of a day in UTC."""
    return ((day_number(day) + 1) * DAY_US - 1, *LAST[1:])
