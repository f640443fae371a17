"""A partition's states and marks, as one batch of commands sees and changes them.

States are a bounded cache over the log; marks are read from the store and overlaid with what this batch has changed.
A command sees, of both, what it declared and nothing else.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from ledger.answers import RequestRecord
from ledger.command import Fact, Listing, Reads
from ledger.event import Event, Recorded
from ledger.identifiers import Mark, Seal, Stream
from ledger.marks import TOLD, Stored, place_of, request_of, told
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
    value: bytes | None
    """None where the mark was taken away."""


class Source(Protocol):
    """Where states and marks come from when they are not at hand."""

    def snapshot(self, stream: Stream, until: int = NEWEST) -> tuple[State, int] | None:
        """The newest stored state up to a version, and its version, where that one can be read."""

    def events(self, stream: Stream, after: int, until: int = NEWEST) -> Iterator[tuple[int, Event]]:
        """Events of a stream after a version and up to another, in order, with their versions."""

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

    def marks(self, names: tuple[Mark, ...]) -> Mapping[Mark, Stored]:
        return {}

    def group(self, beginning: str) -> Mapping[Mark, Stored]:
        return {}

    def event_at(self, position: int) -> Recorded | None:
        return None

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
        self.known: dict[Mark, Stored | None] = {}
        """Marks as they were read for this batch; None where there is none."""
        self.values: dict[Mark, Any] = {}
        """Marks' values as they were understood or changed in this batch; None where there is none."""
        self.changed: dict[Mark, tuple[int, Any]] = {}
        """What this batch leaves, with the position of the event that left it: a value, TOLD, or None."""
        self.firsts: dict[Mark, tuple[int, Any]] = {}
        """The same for what stays away if it turns out that there is a value already."""
        self.position = 0
        """Where the newest event stands, recorded or about to be."""
        self.place = (Stream(""), 0)
        """Its stream and version."""
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
        wanted = {mark for read in reads for mark in read.marks}
        self._look_up(tuple(wanted.difference(self.known)))

    def _look_up(self, names: tuple[Mark, ...]) -> None:
        if names:
            self.known.update(dict.fromkeys(names))
            self.known.update(self.source.marks(names))

    def stored(self, mark: Mark) -> Stored | None:
        """A mark as it is stored."""
        if mark not in self.known:
            self._look_up((mark,))
        return self.known[mark]

    def _settle_firsts(self) -> None:
        """Find out which marks that were to be left unless they had a value have none."""
        if self.firsts:
            self._look_up(tuple(self.firsts.keys() - self.known.keys()))
            for mark, (position, value) in self.firsts.items():
                if self.known[mark] is None:
                    self.values[mark], self.changed[mark] = value, (position, value)
            self.firsts.clear()

    def holds(self, mark: Mark) -> bool:
        """Whether a mark was left, whatever its value."""
        if mark in self.firsts:
            self._settle_firsts()
        if mark in self.values:
            return self.values[mark] is not None
        return self.stored(mark) is not None

    def request(self, mark: Mark) -> RequestRecord | None:
        """What an idempotency key came to."""
        if mark in self.values:
            noted: RequestRecord = self.values[mark]
            return noted
        stored = self.stored(mark)
        first = None if stored is None else self.source.event_at(stored.position)
        return None if stored is None or first is None else request_of(first, stored.value)

    def group(self, beginning: str, kind: type[T]) -> Mapping[Mark, T]:
        """All marks of a group, as stored and as changed, in the order of their names."""
        decode = decoder(kind).decode
        found = {mark: decode(stored.value) for mark, stored in self.source.group(beginning).items()}
        self._settle_firsts()
        changed = {mark: self.values[mark] for mark in self.changed if mark.startswith(beginning)}
        if not changed:
            return found
        found.update(changed)
        return {mark: found[mark] for mark in sorted(found) if found[mark] is not None}

    # Recording, as events see it (ledger.event.Marks and Sealed)

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        if mark in self.firsts:
            self._settle_firsts()
        if mark in self.values:
            value: T | None = self.values[mark]
            return value
        value = self.values[mark] = self._understood(mark, kind)
        return value

    def _understood(self, mark: Mark, kind: type[T]) -> T | None:
        stored = self.stored(mark)
        if stored is not None and stored.value:
            return decoder(kind).decode(stored.value)
        value: T | None = told(self.source, mark, stored)
        return value

    def put(self, mark: Mark, value: Any) -> None:
        self.values[mark] = value
        self.changed[mark] = self.position, value
        self.firsts.pop(mark, None)

    def put_first(self, mark: Mark, value: Any) -> None:
        if mark in self.values or mark in self.known:
            if not self.holds(mark):
                self.put(mark, value)
        else:
            # Nobody asked for it, so nobody need wait for it: all of a batch's are looked up together in the end.
            self.firsts.setdefault(mark, (self.position, value))

    def point(self, mark: Mark, value: Any) -> None:
        self.values[mark] = value
        if place_of(mark) != self.place:
            self.changed[mark] = self.position, TOLD

    def note_request(self, mark: Mark, record: RequestRecord, first: int) -> None:
        """Leave what an idempotency key came to; the first event of its command, at that position, tells most of it."""
        self.values[mark] = record
        self.changed[mark] = first, record.position - first or TOLD

    def changes(self) -> Mapping[Mark, Change]:
        """What the batch leaves, as it is to be stored."""
        self._settle_firsts()
        return {
            mark: Change(position, value if value is TOLD or value is None else _encode(value))
            for mark, (position, value) in self.changed.items()
        }

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return self.listings[seal] if seal in self.listings else self.source.listing(seal)

    def record(self, fact: Fact) -> int:
        """Apply a decided fact at the next position; the version that it has in its stream."""
        stream = Stream(fact.stream)
        kept = self.keep(stream)
        self.touched.add(stream)
        self.position += 1
        fact.event.apply(kept.state)
        kept.version += 1
        self.place = stream, kept.version
        fact.event.mark(self, stream, self)
        return kept.version

    def hold(self, listing: Listing) -> None:
        """Keep a list of this batch at hand for the events that name its seal."""
        self.listings[listing.seal] = listing.items

    # Between batches

    def committed(self) -> None:
        """What was changed is stored now."""
        self.known.clear()
        self.values.clear()
        self.changed.clear()
        self.firsts.clear()
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

    def holds(self, mark: Mark) -> bool:
        assert self._declares(mark), f"undeclared: {mark}"
        return self._workspace.holds(mark)

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        assert self._declares(mark), f"undeclared: {mark}"
        return self._workspace.get(mark, kind)

    def group(self, beginning: str, kind: type[T]) -> Mapping[Mark, T]:
        assert beginning in self._reads.groups, f"undeclared: {beginning}"
        return self._workspace.group(beginning, kind)

    def _declares(self, mark: Mark) -> bool:
        return mark in self._reads.marks or any(map(mark.startswith, self._reads.groups))

    def _kept(self, stream: str) -> Kept:
        assert stream in self._reads.streams, f"undeclared: {stream}"
        return self._workspace.keep(Stream(stream))


_encode = msgspec.json.Encoder().encode
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """One decoder per type."""
    found = _decoders.get(kind)
    if found is None:
        found = _decoders[kind] = msgspec.json.Decoder(kind)
    return found
