"""How far the views are known to have followed, for those who wait for a position."""

import threading
import time
from collections.abc import Collection, Mapping, Sequence

import msgspec

from projections.base import Source
from projections.parking import Parking


class Lag(msgspec.Struct, frozen=True):
    """How far the views are behind the log."""

    events: int
    """Positions between the slowest view that is not parked and the head, summed over partitions."""
    seconds: float
    """Time since the views were last level with the log; 0 while they are."""


class Progress:
    """The positions that the views of a process's place are known to have reached; may be used from any thread."""

    def __init__(self, source: Source, views: Sequence[str], parking: Parking) -> None:
        self._source = source
        self._views = views
        self._parking = parking
        self._positions: dict[tuple[str, str], int] = {}
        """(view, partition) → the last position known to be in the tables."""
        self._level_at = time.monotonic()
        self._moved = threading.Condition()
        self._ended = False
        self.waiting = 0
        """How many wait."""

    def note(self, partition: str, at: Mapping[str, int]) -> None:
        """The views stand there."""
        with self._moved:
            for view, position in at.items():
                self._positions[view, partition] = position
                self._parking.see(view, partition, position)
            self._moved.notify_all()

    def level(self) -> None:
        """The views were just seen to be level with the log."""
        self._level_at = time.monotonic()

    def forget(self) -> None:
        """Where the views stand is not certain any more."""
        with self._moved:
            self._positions.clear()

    def end(self) -> None:
        """Nothing moves any more: whoever waits is answered."""
        with self._moved:
            self._ended = True
            self._moved.notify_all()

    def wait_for(self, partition: str, position: int, timeout_s: float, views: Collection[str] = ()) -> bool:
        """Wait until these views (or all that are not parked) reflect a position; False if they do not in time."""

        def over() -> bool:
            return self._ended or self.has_reached(partition, position, views)

        with self._moved:
            self.waiting += 1
            self._moved.wait_for(over, timeout_s)
            self.waiting -= 1
        return self.has_reached(partition, position, views)

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
