"""A season's days, the clock that walks through them, and the chapters that are lived side by side.

A chapter is a generator: it yields the day on which it goes on, and acts when that day has come. Days are counted
from the founding, so that the same season can be told of any year.
"""

from collections.abc import Generator
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from ledger.context import ScriptedClock

Chapter: TypeAlias = Generator[int, None, None]

TODAY = 303
"""The day on which the season is told; nothing in it is later than `LAST_DAY`."""

LAST_DAY = 300

_MORNING, _EVENING = time(9, tzinfo=UTC), time(18, tzinfo=UTC)
_BETWEEN_ACTS = timedelta(minutes=2)


class Calendar:
    """The days of a season that ends shortly before `now`."""

    def __init__(self, now: datetime) -> None:
        self._founded = now.astimezone(UTC).date() - timedelta(days=TODAY)
        self._moment = datetime.combine(self._founded, _MORNING)
        self.clock = ScriptedClock(self._moment)

    def day(self, number: int) -> date:
        """The date of a day of the season."""
        return self._founded + timedelta(days=number)

    def evening(self, number: int) -> datetime:
        """When rounds end: at 18:00 UTC."""
        return datetime.combine(self.day(number), _EVENING)

    def wake(self, number: int) -> None:
        """Go on to the morning of a day, or stay where that day has brought us already."""
        self._set(max(self._moment, datetime.combine(self.day(number), _MORNING)))

    def tick(self) -> None:
        """Somebody did something: a little time has passed."""
        self._set(self._moment + _BETWEEN_ACTS)

    def _set(self, moment: datetime) -> None:
        self._moment = moment
        self.clock.set(moment)


def live(calendar: Calendar, chapters: tuple[Chapter, ...]) -> None:
    """Live all chapters, day by day; what falls on one day happens in the order of the chapters."""
    due = [(next(chapter), place, chapter) for place, chapter in enumerate(chapters)]
    heapify(due)
    while due:
        day, place, chapter = heappop(due)
        calendar.wake(day)
        following = next(chapter, None)
        if following is not None:
            heappush(due, (max(following, day), place, chapter))
