"""Marks made again from the log and compared with those that are stored, both read once in the order of positions.

A stored mark names the event that left it. So each event is asked which marks it leaves, and those that are stored at
its position must be among them, with the same values. What it leaves beyond these must be changed by a later event:
such marks are kept open until it comes, and none may be open at the end. In this way every mark is compared, and memory
grows with the marks that are still to change, not with those that are there.
"""

from typing import Any, TypeVar

import msgspec

from ledger.decoders import decoder
from ledger.event import Recorded
from ledger.identifiers import Mark, Seal
from ledger.marks import TOLD, Asked, Stored, place_of, told
from ledger.replay.fault import HistoryFault
from ledger.storage.store import ListAltered, Reading

T = TypeVar("T")

STANDING = 50_000
"""How many marks that stand for good are remembered, so that they need not be looked up each time one is left again."""


class RemadeMarks:
    """The marks of one partition, as its events leave them (ledger.event.Marks and Sealed)."""

    def __init__(self, reading: Reading, partition: str) -> None:
        self._reading = reading
        self._partition = partition
        self._stored = reading.marks_by_position()
        self._next = next(self._stored, None)
        """The first stored mark that is not compared yet."""
        self._open: dict[Mark, Stored] = {}
        """What was left and is to change again, as the stored marks have it."""
        self._standing: set[Mark] = set()
        """Marks that were left once for all, and are stored at an earlier event."""
        self._newest: Recorded | None = None
        """The event in hand."""
        self._left: dict[Mark, bytes | None] = {}
        """What it left; None where it took a mark away."""
        self._firsts: dict[Mark, bytes] = {}
        """What it left where nothing was."""
        self._pointed: dict[Mark, Any] = {}
        """What it tells by itself."""
        self._found: dict[Mark, Any] = {}
        """What it found under marks that it asked for."""
        self._request: tuple[Mark, int, bytes | None] | None = None
        """The idempotency mark of the command in hand: the position of its first event, and what is stored there."""
        self._position = 0

    def listing(self, seal: Seal) -> tuple[str, ...]:
        """A stored list. Raises HistoryFault where it was altered."""
        try:
            return self._reading.listing(seal)
        except ListAltered as altered:
            raise HistoryFault(str(altered)) from altered

    def take(self, recorded: Recorded) -> None:
        """The next event of the log leaves its marks. Raises HistoryFault."""
        if recorded.envelope.cause is None:
            self._finish_request()
        self._newest, self._position = recorded, recorded.position
        if recorded.envelope.request is not None:
            self._request = Asked.read(recorded.envelope.request).mark, recorded.position, None
        recorded.event.mark(self, recorded.stream, self)

    def finish(self) -> None:
        """There is no further event. Raises HistoryFault."""
        self._finish_request()
        for mark in self._open:
            self._differs(mark)
        if self._next is not None:
            self._differs(self._next[1])

    # As events see them

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        if mark in self._left or mark in self._pointed or mark in self._firsts:
            return self.now(mark, kind)
        return self.before(mark, kind)

    def put(self, mark: Mark, value: Any) -> None:
        self._left[mark] = None if value is None else msgspec.json.encode(value)

    def put_first(self, mark: Mark, value: Any) -> None:
        if mark not in self._standing and mark not in self._open and mark not in self._left:
            self._firsts[mark] = msgspec.json.encode(value)

    def point(self, mark: Mark, value: Any) -> None:
        self._pointed[mark] = value
        if not self._leads_here(mark):
            self._left[mark] = TOLD

    def finds(self, own: str) -> bool:
        # What such an event tells is of interest here, although no mark of it is stored.
        return False

    # As the replay sees them, before they are compared

    def before(self, mark: Mark, kind: type[T]) -> T | None:
        """What the event in hand found under a mark."""
        if mark not in self._found:
            self._found[mark] = self._before(mark, kind)
        found: T | None = self._found[mark]
        return found

    def _before(self, mark: Mark, kind: type[T]) -> T | None:
        if mark in self._pointed and mark not in self._left:
            # Its name leads to this event, so that nothing can have been there before.
            return None
        left = self._open.get(mark)
        if left is None:
            self._must_not_stand_earlier(mark)
        value: T | None = (
            decoder(kind).decode(left.value) if left and left.value else told(self._reading, mark, left)
        )
        return value

    def now(self, mark: Mark, kind: type[T]) -> T | None:
        """What the event in hand left under a mark."""
        value = self._left.get(mark, self._firsts.get(mark))
        if value:
            return decoder(kind).decode(value)
        told: T | None = self._pointed.get(mark)
        return told

    def _leads_here(self, mark: Mark) -> bool:
        """Whether the mark's name leads to the event in hand."""
        newest = self._newest
        return newest is not None and place_of(mark) == (newest.stream, newest.version)

    # Comparing

    def compare(self) -> None:
        """What the event in hand left, with what is stored at its position. Raises HistoryFault."""
        stored = self._next
        while stored is not None and stored[0] <= self._position:
            self._is_due(*stored)
            stored = next(self._stored, None)
        self._next = stored
        for mark, value in self._left.items():
            if value is not None:
                self._open[mark] = Stored(self._position, value)
            elif self._open.pop(mark, None) is None:
                self._must_not_stand_earlier(mark)
        for mark, value in self._firsts.items():
            if self._stands_earlier(mark):
                self._stands(mark)
            else:
                self._open[mark] = Stored(self._position, value)
        for done in (self._left, self._firsts, self._pointed, self._found):
            done.clear()

    def _is_due(self, position: int, mark: Mark, value: bytes) -> None:
        """A stored mark must be one that its event left, just so."""
        if position != self._position:
            self._differs(mark)
        if self._request is not None and self._request[:2] == (mark, position):
            self._request = mark, position, value
            return
        if mark in self._firsts and self._firsts.pop(mark) == value:
            self._stands(mark)
        elif self._left.pop(mark, None) != value:
            self._differs(mark)
        self._open.pop(mark, None)

    def _finish_request(self) -> None:
        """An idempotency mark tells how many further events its command had, so that it waits for the last of them."""
        if self._request is not None:
            mark, first, stored = self._request
            further = self._position - first
            if stored != (str(further).encode() if further else TOLD):
                self._differs(mark)
            self._request = None

    def _stands(self, mark: Mark) -> None:
        if len(self._standing) < STANDING:
            self._standing.add(mark)

    def _must_not_stand_earlier(self, mark: Mark) -> None:
        """A mark that is asked for or changed now, and is not open, cannot have been left for good before."""
        if self._stands_earlier(mark):
            self._differs(mark)

    def _stands_earlier(self, mark: Mark) -> bool:
        """Whether an earlier event was the last that left it, as it is stored; that event was asked already."""
        stored = self._reading.marks((mark,)).get(mark)
        return stored is not None and stored.position < self._position

    def _differs(self, mark: Mark) -> None:
        kind = mark.partition(":")[0]
        raise HistoryFault(f"Partition {self._partition}: a mark of kind {kind} differs from the log.")
