"""How far the views are known to have followed, for those who wait for a position."""

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count
from typing import NamedTuple

import msgspec

from projections.base import Source
from projections.parking import Parking


class Lag(msgspec.Struct, frozen=True):
    """How far the views are behind the log."""

    events: int
    """Positions between the slowest view that is not parked and the head, summed over partitions."""
    seconds: float
    """Time since the views were last level with the log; 0 while they are."""


class Expected(NamedTuple):
    """A position that somebody waits for."""

    partition: str
    position: int
    views: Collection[str]
    then: Callable[[bool], None]


def awaited(when: Callable[[Callable[[bool], None]], Callable[[], None] | None], timeout_s: float) -> bool:
    """Wait in this thread for what `when` calls back about, and say what it says; False where it does not in time."""
    over = threading.Event()
    told: list[bool] = []

    def then(reached: bool) -> None:
        told.append(reached)
        over.set()

    call_off = when(then)
    if call_off is None:
        return True
    over.wait(timeout_s)
    call_off()
    return any(told)


class Progress:
    """The positions that the views of a process's place are known to have reached; may be used from any thread."""

    def __init__(self, source: Source, views: Sequence[str], parking: Parking) -> None:
        self._source = source
        self._views = views
        self._parking = parking
        self._positions: dict[tuple[str, str], int] = {}
        """(view, partition) → the last position known to be in the tables."""
        self._level_at = time.monotonic()
        self._expected: dict[int, Expected] = {}
        self._numbers = count()
        self._ended = False
        self._guard = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._expected)

    def note(self, partition: str, at: Mapping[str, int]) -> None:
        """The views stand there."""
        with self._guard:
            for view, position in at.items():
                self._positions[view, partition] = position
                self._parking.see(view, partition, position)
            reached = [
                number
                for number, one in self._expected.items()
                if one.partition == partition and self.has_reached(partition, one.position, one.views)
            ]
            told = [self._expected.pop(number) for number in reached]
        for one in told:
            one.then(True)

    def level(self) -> None:
        """The views were just seen to be level with the log."""
        self._level_at = time.monotonic()

    def forget(self) -> None:
        """Where the views stand is not certain any more."""
        with self._guard:
            self._positions.clear()

    def end(self) -> None:
        """Nothing moves any more: whoever waits is answered."""
        with self._guard:
            self._ended = True
            told = list(self._expected.values())
            self._expected.clear()
        for one in told:
            one.then(False)

    def when(
        self, partition: str, position: int, views: Collection[str], then: Callable[[bool], None]
    ) -> Callable[[], None] | None:
        """Call back once these views (or all that are not parked) reflect a position; None where they do already.

        Answers how to call it off. It is called back with False where nothing will move any more, by a thread that must
        not be kept waiting.
        """
        with self._guard:
            if self.has_reached(partition, position, views):
                return None
            number, ended = next(self._numbers), self._ended
            if not ended:
                self._expected[number] = Expected(partition, position, views, then)
        if ended:
            then(False)
        return lambda: self._call_off(number)

    def _call_off(self, number: int) -> None:
        with self._guard:
            self._expected.pop(number, None)

    def has_reached(self, partition: str, position: int, views: Collection[str] = ()) -> bool:
        """Whether these views, or all that are not parked, are known to reflect a position."""
        names = views or self._following(partition)
        return all(self._positions.get((name, partition), 0) >= position for name in names)

    def behind(self, partition: str, head: int) -> int:
        """Positions between the slowest view and the head of a partition."""
        known = [self._positions.get((name, partition), 0) for name in self._following(partition)]
        return max(0, head - min(known, default=head))

    def lag(self) -> Lag:
        """How far the views are behind the log, now."""
        behind = sum(self.behind(name, self._source.head(name)) for name in self._source.partitions())
        if not behind:
            self.level()
        return Lag(behind, time.monotonic() - self._level_at if behind else 0.0)

    def _following(self, partition: str) -> list[str]:
        return [name for name in self._views if not self._parking.holds(name, partition)]
