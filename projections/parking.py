"""Views whose reaction keeps failing are left behind, so that the others can go on; their position is not lost."""

import logging

import msgspec

ATTEMPTS = 3
"""How often a reaction may fail at the same position before its view is parked."""

_log = logging.getLogger(__name__)


class Parked(msgspec.Struct, frozen=True):
    """A view that is left behind, because its reaction to the event after this position keeps failing."""

    view: str
    partition: str
    position: int
    reason: str
    """Kind of error alone: what an error says may hold what an event holds."""


class Parking:
    """Which views are parked in which partitions, and which may soon be."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], tuple[int, int]] = {}
        """(view, partition) → position at which it failed, and how often in a row."""
        self._parked: dict[tuple[str, str], Parked] = {}

    def holds(self, view: str, partition: str) -> bool:
        """Whether the view is parked there."""
        return (view, partition) in self._parked

    def all(self) -> tuple[Parked, ...]:
        """All that are parked."""
        return tuple(self._parked.values())

    def failed(self, view: str, partition: str, position: int, error: Exception) -> None:
        """The reaction to the event after this position failed."""
        failed_at, times = self._failures.get((view, partition), (position, 0))
        times = times + 1 if failed_at == position else 1
        self._failures[view, partition] = position, times
        if times >= ATTEMPTS:
            self.park(view, partition, position, type(error).__name__)

    def park(self, view: str, partition: str, position: int, reason: str) -> None:
        """Leave the view behind."""
        self._parked[view, partition] = Parked(view, partition, position, reason)
        _log.error("view %s is parked after %s.%d (%s)", view, partition, position, reason)

    def see(self, view: str, partition: str, position: int) -> None:
        """A view that stands elsewhere than where it was parked was rebuilt, and may be followed again."""
        parked = self._parked.get((view, partition))
        if parked is not None and position != parked.position:
            del self._parked[view, partition]
            self._failures.pop((view, partition), None)
