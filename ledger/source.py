"""Where states and marks come from when they are not at hand."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from ledger.event import Event, Recorded
from ledger.identifiers import Mark, Seal, Stream
from ledger.marks import Stored
from ledger.state import State

NEWEST = 2**62
"""A version above any that a stream can have."""


class Source(Protocol):
    """One partition, as a transaction sees it."""

    def snapshot(self, stream: Stream, until: int = NEWEST) -> tuple[State, int] | None:
        """The newest stored state up to a version, and its version, where that one can be read."""

    def events(self, stream: Stream, after: int, until: int = NEWEST) -> Iterator[tuple[int, Event]]:
        """Events of a stream after a version and up to another, in order, with their versions."""

    def recorded(self, stream: Stream, after: int = 0, until: int = NEWEST) -> Iterator[Recorded]:
        """The same events with what the ledger knows of them."""

    def marks(self, names: tuple[Mark, ...]) -> Mapping[Mark, Stored]:
        """Of these marks, those that are stored."""

    def group(self, beginning: str) -> Mapping[Mark, Stored]:
        """All stored marks whose names begin so, in the order of their names."""

    def event_at(self, position: int) -> Recorded | None:
        """The event at a position of the partition's log, if there is one."""

    def listing(self, seal: Seal) -> tuple[str, ...]:
        """A stored list."""


class Nothing:
    """A source without anything in it: an empty partition."""

    def snapshot(self, stream: Stream, until: int = NEWEST) -> tuple[State, int] | None:
        return None

    def events(self, stream: Stream, after: int, until: int = NEWEST) -> Iterator[tuple[int, Event]]:
        return iter(())

    def recorded(self, stream: Stream, after: int = 0, until: int = NEWEST) -> Iterator[Recorded]:
        return iter(())

    def marks(self, names: tuple[Mark, ...]) -> Mapping[Mark, Stored]:
        return {}

    def group(self, beginning: str) -> Mapping[Mark, Stored]:
        return {}

    def event_at(self, position: int) -> Recorded | None:
        return None

    def listing(self, seal: Seal) -> tuple[str, ...]:
        raise KeyError(seal)
