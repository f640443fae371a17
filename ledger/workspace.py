"""A partition's states and marks, as one batch of commands sees and changes them.

States are a bounded cache over the log; marks are read from the store and overlaid with what this batch has changed.
A command sees, of both, what it declared and nothing else.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from ledger.command import Fact, Listing, Reads
from ledger.event import Event, Recorded
from ledger.identifiers import Mark, Seal, Stream
from ledger.state import State
from ledger.vocabulary import state_of

T = TypeVar("T")

STATES_CACHED = 20_000
"""How many streams' states are kept between batches."""


NEWEST = 2**62
"""A version above any that a stream can have."""


class Change(NamedTuple):
    """A mark as an event left it."""

    position: int
    """Of that event, so that marks are a function of the log alone, however it was cut into batches."""
    value: bytes | None


class Stored(NamedTuple):
    """A mark as it is stored."""

    position: int
    value: bytes


class Source(Protocol):
    """Where states and marks come from when they are not at hand."""

    def snapshot(self, stream: Stream, until: int = NEWEST) -> tuple[State, int] | None:
        """The newest stored state up to a version, and its version, where that one can be read."""

    def events(self, stream: Stream, after: int) -> Iterator[tuple[int, Event]]:
        """Events of a stream after a version, in order."""

    def marks(self, names: tuple[Mark, ...]) -> Mapping[Mark, Stored]:
        """Of these marks, those that are stored."""

    def group(self, beginning: str) -> Mapping[Mark, Stored]:
        """All stored marks whose names begin so, in the order of their names."""

    def event_at(self, position: int) -> Recorded:
        """The event at a position of the partition's log, which has one there."""

    def listing(self, seal: Seal) -> tuple[str, ...]:
        """A stored list."""


class Nothing:
    """A source without anything in it: an empty partition."""

    def snapshot(self, stream: Stream, until: int = NEWEST) -> tuple[State, int] | None:
        return None

    def events(self, stream: Stream, after: int) -> Iterator[tuple[int, Event]]:
        return iter(())

    def marks(self, names: tuple[Mark, ...]) -> Mapping[Mark, Stored]:
        return {}

    def group(self, beginning: str) -> Mapping[Mark, Stored]:
        return {}

    def event_at(self, position: int) -> Recorded:
        raise KeyError(position)

    def listing(self, seal: Seal) -> tuple[str, ...]:
        raise KeyError(seal)


class Kept:
    """A state in the cache. Version 0: the stream has no event."""

    __slots__ = ("state", "version")

    def __init__(self, state: State, version: int) -> None:
        self.state = state
        self.version = version


class Workspace:
    """States and marks of one partition."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.kept: dict[Stream, Kept] = {}
        self.known: dict[Mark, bytes | None] = {}
        """Marks read or changed in this batch."""
        self.changed: dict[Mark, Change] = {}
        self.position = 0
        """Where the event stands that is being recorded."""
        self.touched: set[Stream] = set()
        self.listings: dict[Seal, tuple[str, ...]] = {}

    # Reading

    def keep(self, stream: Stream) -> Kept:
        """The state of a stream, from the cache, a snapshot or the log."""
        kept = self.kept.get(stream)
        if kept is None:
            found = self.source.snapshot(stream)
            kept = Kept(*found) if found else Kept(state_of(stream)(), 0)
            for version, event in self.source.events(stream, kept.version):
                event.apply(kept.state)
                kept.version = version
            self.kept[stream] = kept
        return kept

    def prepare(self, reads: tuple[Reads, ...]) -> None:
        """Read all marks of a batch in one query."""
        wanted = tuple({mark for read in reads for mark in read.marks if mark not in self.known})
        if wanted:
            self.known.update(dict.fromkeys(wanted))
            self.known.update({mark: found.value for mark, found in self.source.marks(wanted).items()})

    def value(self, mark: Mark) -> bytes | None:
        """The stored or changed value of a mark."""
        if mark not in self.known:
            found = self.source.marks((mark,)).get(mark)
            self.known[mark] = None if found is None else found.value
        return self.known[mark]

    def values(self, beginning: str) -> Mapping[Mark, bytes]:
        """All marks of a group, as stored and as changed."""
        found = {mark: stored.value for mark, stored in self.source.group(beginning).items()}
        changed = {m: change.value for m, change in self.changed.items() if m.startswith(beginning)}
        if not changed:
            return found
        for mark, value in changed.items():
            if value is None:
                found.pop(mark, None)
            else:
                found[mark] = value
        return {mark: found[mark] for mark in sorted(found)}

    # Recording, as events see it (ledger.event.Marks and Sealed)

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        value = self.value(mark)
        return None if value is None else decoder(kind).decode(value)

    def put(self, mark: Mark, value: Any) -> None:
        encoded = None if value is None else msgspec.json.encode(value)
        self.known[mark] = encoded
        self.changed[mark] = Change(self.position, encoded)

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return self.listings[seal] if seal in self.listings else self.source.listing(seal)

    def record(self, fact: Fact) -> int:
        """Apply a decided fact; the version that it has in its stream."""
        stream = Stream(fact.stream)
        kept = self.keep(stream)
        self.touched.add(stream)
        fact.event.apply(kept.state)
        kept.version += 1
        fact.event.mark(self, stream, self)
        return kept.version

    def hold(self, listing: Listing) -> None:
        """Keep a list of this batch at hand for the events that name its seal."""
        self.listings[listing.seal] = listing.items

    # Between batches

    def committed(self) -> None:
        """What was changed is stored now."""
        self.known.clear()
        self.changed.clear()
        self.touched.clear()
        self.listings.clear()
        while len(self.kept) > STATES_CACHED:
            self.kept.pop(next(iter(self.kept)))

    def lost(self) -> None:
        """What was changed was not stored, or not for certain: forget it."""
        for stream in self.touched:
            self.kept.pop(stream, None)
        self.committed()

    def forget(self, streams: set[Stream]) -> None:
        """Others changed these streams."""
        for stream in streams:
            self.kept.pop(stream, None)


class Declared:
    """What one command sees: the states and marks that it declared (ledger.command.Seen)."""

    def __init__(self, workspace: Workspace, reads: Reads) -> None:
        self._workspace = workspace
        self._reads = reads

    def find(self, stream: str, kind: type[T]) -> T | None:
        kept = self._kept(stream)
        return kept.state if kept.version and isinstance(kept.state, kind) else None

    def version(self, stream: str) -> int:
        return self._kept(stream).version

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        assert mark in self._reads.marks or any(map(mark.startswith, self._reads.groups)), (
            f"undeclared: {mark}"
        )
        return self._workspace.get(mark, kind)

    def group(self, beginning: str, kind: type[T]) -> Mapping[Mark, T]:
        assert beginning in self._reads.groups, f"undeclared: {beginning}"
        decode = decoder(kind).decode
        return {mark: decode(value) for mark, value in self._workspace.values(beginning).items()}

    def _kept(self, stream: str) -> Kept:
        assert stream in self._reads.streams, f"undeclared: {stream}"
        return self._workspace.keep(Stream(stream))


_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """One decoder per type."""
    found = _decoders.get(kind)
    if found is None:
        found = _decoders[kind] = msgspec.json.Decoder(kind)
    return found
