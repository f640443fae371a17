"""A partition's marks, as one batch of commands reads and leaves them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from ledger.answers import RequestRecord
from ledger.decoders import decoder
from ledger.event import Event
from ledger.identifiers import Mark, Stream, number_in
from ledger.marks import TOLD, Stored, place_of, request_of, told, told_by
from ledger.source import Source

T = TypeVar("T")


class Marking:
    """What is stored, overlaid with what this batch has left so far (ledger.event.Marks)."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._known: dict[Mark, Stored | None] = {}
        """Marks as they were read for this batch; None where there is none."""
        self._values: dict[Mark, Any] = {}
        """Marks' values as they were understood or changed in this batch; None where there is none."""
        self._changed: dict[Mark, tuple[int, Any]] = {}
        """What this batch leaves, with the position of the event that left it: a value, TOLD, or None."""
        self._firsts: dict[Mark, tuple[int, Any]] = {}
        """The same for what stays away if it turns out that there is a value already."""
        self._fresh: dict[tuple[Stream, int], Event] = {}
        """This batch's events by stream and version: what they tell by themselves is asked of them here."""
        self._position = 0
        self._version = 0

    # Reading

    def prepare(self, names: Iterable[Mark]) -> None:
        """Read marks in one query."""
        wanted = tuple({name for name in names if name not in self._known})
        if wanted:
            self._known.update(dict.fromkeys(wanted))
            self._known.update(self.source.marks(wanted))

    def holds(self, mark: Mark) -> bool:
        """Whether a mark was left, whatever its value."""
        if mark in self._firsts:
            self._settle_firsts()
        if mark in self._values:
            return self._values[mark] is not None
        return self._stored(mark) is not None

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        if mark in self._firsts:
            self._settle_firsts()
        if mark in self._values:
            value: T | None = self._values[mark]
            return value
        value = self._values[mark] = self._understood(mark, kind)
        return value

    def request(self, mark: Mark) -> RequestRecord | None:
        """What an idempotency key came to."""
        if mark in self._values:
            noted: RequestRecord = self._values[mark]
            return noted
        stored = self._stored(mark)
        first = None if stored is None else self.source.event_at(stored.position)
        return None if stored is None or first is None else request_of(first, stored.value)

    def group(self, beginning: str, kind: type[T]) -> Mapping[Mark, T]:
        """All marks of a group, as stored and as changed, in the order of their names."""
        decode = decoder(kind).decode
        found = {mark: decode(stored.value) for mark, stored in self.source.group(beginning).items()}
        self._settle_firsts()
        changed = {mark: self._values[mark] for mark in self._changed if mark.startswith(beginning)}
        if not changed:
            return found
        found.update(changed)
        return {mark: found[mark] for mark in sorted(found) if found[mark] is not None}

    def _stored(self, mark: Mark) -> Stored | None:
        if mark not in self._known:
            self.prepare((mark,))
        return self._known[mark]

    def _understood(self, mark: Mark, kind: type[T]) -> T | None:
        stored = self._stored(mark)
        if stored is not None and stored.value:
            return decoder(kind).decode(stored.value)
        place = place_of(mark) if stored is None else None
        value: T | None
        if place is not None and place in self._fresh:
            value = told_by(self._fresh[place], place[0], mark)
        else:
            value = told(self.source, mark, stored)
        return value

    # Leaving

    def leave(self, event: Event, stream: Stream, version: int, position: int, sealed: Any) -> None:
        """Have an event leave its marks."""
        self._position, self._version = position, version
        self._fresh[stream, version] = event
        event.mark(self, stream, sealed)

    def put(self, mark: Mark, value: Any) -> None:
        self._values[mark] = value
        self._changed[mark] = self._position, value
        self._firsts.pop(mark, None)

    def put_first(self, mark: Mark, value: Any) -> None:
        if mark in self._values or mark in self._known:
            if not self.holds(mark):
                self.put(mark, value)
        else:
            # Nobody asked for it, so nobody need wait for it: all of a batch's are looked up together in the end.
            self._firsts.setdefault(mark, (self._position, value))

    def point(self, mark: Mark, value: Any) -> None:
        self._values[mark] = value
        self._changed[mark] = self._position, TOLD

    def finds(self, own: str) -> bool:
        return number_in(own) == self._version

    def note(self, mark: Mark, record: RequestRecord, first: int) -> None:
        """Leave what an idempotency key came to; the first event of its command, at that position, tells most of it."""
        self._values[mark] = record
        self._changed[mark] = first, record.position - first or TOLD

    def _settle_firsts(self) -> None:
        """Find out which marks that were to be left unless they had a value have none."""
        self.prepare(self._firsts)
        for mark, (position, value) in self._firsts.items():
            if self._known[mark] is None:
                self._values[mark], self._changed[mark] = value, (position, value)
        self._firsts.clear()

    # In the end

    def left(self) -> tuple[list[tuple[Mark, int, bytes]], list[Mark]]:
        """What the batch leaves and what it takes away, as it is to be stored, in the order of names."""
        if self._firsts:
            self._settle_firsts()
        kept, gone = [], []
        for mark, (position, value) in self._changed.items():
            if value is None:
                gone.append(mark)
            else:
                kept.append((mark, position, value if value is TOLD else _encode(value)))
        # Neighbours in the table are written together.
        kept.sort()
        return kept, gone

    def forget(self) -> None:
        """The batch is over."""
        for held in (self._known, self._values, self._changed, self._firsts, self._fresh):
            held.clear()


_encode = msgspec.json.Encoder().encode
