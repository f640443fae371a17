"""A partition's states and marks, as one batch of commands sees and changes them.

States are a bounded cache over the log; marks are read from the store and overlaid with what this batch has changed.
A command sees, of both, what it declared and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from ledger.command import Fact, Listing, Reads
from ledger.event import Event
from ledger.identifiers import Mark, Seal, Stream
from ledger.marking import Marking
from ledger.source import Source
from ledger.state import State
from ledger.vocabulary import state_of

T = TypeVar("T")

STATES_CACHED = 20_000
"""How many streams' states are kept between batches."""


MANY_MARKS = 32
"""So many declared marks are looked through sooner as a set; fewer are not worth making one."""


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
        self.marks = Marking(source)
        self.kept: dict[Stream, Kept] = {}
        self.position = 0
        """Where the newest event stands, recorded or about to be."""
        self._recorded: dict[Stream, list[Event]] = {}
        """What this batch recorded, by stream."""
        self._listings: dict[Seal, tuple[str, ...]] = {}

    def begin(self, source: Source) -> None:
        """Read from here on what this transaction sees."""
        self.source = self.marks.source = source

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

    def listing(self, seal: Seal) -> tuple[str, ...]:
        """A list of this batch or a stored one (ledger.event.Sealed)."""
        return self._listings[seal] if seal in self._listings else self.source.listing(seal)

    def record(self, fact: Fact) -> int:
        """Apply a decided fact at the next position; the version that it has in its stream."""
        stream = Stream(fact.stream)
        kept = self.keep(stream)
        self.position += 1
        fact.event.apply(kept.state)
        kept.version += 1
        self._recorded.setdefault(stream, []).append(fact.event)
        self.marks.leave(fact.event, stream, kept.version, self.position, self)
        return kept.version

    def since(self, stream: Stream, version: int) -> Iterator[Event]:
        """The events of a stream after a version, those of this batch too."""
        recorded = self._recorded.get(stream, [])
        before = self.keep(stream).version - len(recorded)
        if version < before:
            yield from (event for _, event in self.source.events(stream, version, before))
        yield from recorded[max(version - before, 0) :]

    def hold(self, listing: Listing) -> None:
        """Keep a list of this batch at hand for the events that name its seal."""
        self._listings[listing.seal] = listing.items

    # Between batches

    def committed(self) -> None:
        """What was changed is stored now."""
        self.marks.forget()
        self._recorded.clear()
        self._listings.clear()
        while len(self.kept) > STATES_CACHED:
            self.kept.pop(next(iter(self.kept)))

    def lost(self) -> None:
        """What was changed was not stored, or not for certain: forget it."""
        self.forget(self._recorded)
        self.committed()

    def forget(self, streams: Iterable[Stream]) -> None:
        """These streams are not as they are remembered."""
        for stream in streams:
            self.kept.pop(stream, None)


class Declared:
    """What one command sees: the states and marks that it declared (ledger.command.Seen)."""

    __slots__ = ("_declared", "_marks", "_reads", "_streams", "_workspace")

    def __init__(self, workspace: Workspace, reads: Reads) -> None:
        self._workspace = workspace
        self._marks = workspace.marks
        self._reads = reads
        self._declared = reads.marks if len(reads.marks) < MANY_MARKS else frozenset(reads.marks)
        self._streams: dict[str, Kept] = {stream: workspace.keep(Stream(stream)) for stream in reads.streams}

    def find(self, stream: str, kind: type[T]) -> T | None:
        kept = self._kept(stream)
        return kept.state if kept.version and isinstance(kept.state, kind) else None

    def version(self, stream: str) -> int:
        return self._kept(stream).version

    def holds(self, mark: Mark) -> bool:
        assert self._declares(mark), f"undeclared: {mark}"
        return self._marks.holds(mark)

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        assert self._declares(mark), f"undeclared: {mark}"
        return self._marks.get(mark, kind)

    def group(self, beginning: str, kind: type[T]) -> Mapping[Mark, T]:
        assert beginning in self._reads.groups, f"undeclared: {beginning}"
        return self._marks.group(beginning, kind)

    def since(self, stream: str, version: int) -> Iterator[Event]:
        assert stream in self._reads.streams, f"undeclared: {stream}"
        return self._workspace.since(Stream(stream), version)

    def _declares(self, mark: Mark) -> bool:
        return mark in self._declared or any(map(mark.startswith, self._reads.groups))

    def _kept(self, stream: str) -> Kept:
        kept = self._streams.get(stream)
        assert kept is not None, f"undeclared: {stream}"
        return kept
