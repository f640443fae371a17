"""What marks the log leaves, and how little of them must be stored.

A mark has the position of the event that left it and a value. Where that event tells the value by itself, the value is
stored empty; where the mark's name ends in an id that begins with that position, nothing is stored at all. Either way
the value is had by asking the event once more what it leaves.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

import msgspec

from ledger.answers import Request, RequestRecord
from ledger.context import keyed_hash
from ledger.event import Recorded
from ledger.identifiers import Mark, Seal, position_in

T = TypeVar("T")

TOLD = b""
"""Stored for a value that the event at the mark's position tells by itself."""

HASHED_AS = "request"
"""What callers' idempotency keys are hashed for."""
ASKED_AS = "asked"
"""What is asked under such a key is hashed for this."""
ASKED_BYTES = 9


class Stored(NamedTuple):
    """A mark as it is stored."""

    position: int
    """Of the event that left it, so that marks are a function of the log alone, however it was cut into batches."""
    value: bytes


def request_hash(secret: bytes, request: Request) -> str:
    """What an event's envelope tells of a request: hashes of caller and key, and of what was asked."""
    key = keyed_hash(secret, HASHED_AS, f"{request.caller}\n{request.key}")
    return key + keyed_hash(secret, ASKED_AS, request.content, ASKED_BYTES)


def request_mark(keyed: str) -> Mark:
    """Where an idempotency key is kept, as a keyed hash; also as an event's envelope begins to tell it."""
    return Mark(f"req:{keyed[:16]}")


def request_of(recorded: Recorded, further: bytes) -> RequestRecord:
    """What a request came to, from the first event of its command and how many further ones it had."""
    request = recorded.envelope.request
    assert request is not None, "an idempotency mark stands where its key is told"
    return RequestRecord(
        fingerprint=request[16:],
        position=recorded.position + (int(further) if further else 0),
        created=recorded.envelope.created or recorded.event.made(recorded.stream),
    )


def needs_no_row(mark: Mark, position: int) -> bool:
    """Whether a mark that points at this position is found by its own name."""
    return position_in(mark) == position


def told_by(recorded: Recorded | None, mark: Mark) -> Any:
    """What an event tells under a mark by itself; None where it tells nothing there."""
    if recorded is None:
        return None
    asked = _Asked(mark)
    with suppress(_AsksBack):
        recorded.event.mark(asked, recorded.stream, asked)
    return asked.told


class _AsksBack(Exception):  # noqa: N818 - it says why the question ends here
    """This event looks at what others left, so that it tells nothing by itself."""


class _Asked:
    """One mark that an event is asked for once more (ledger.event.Marks and Sealed)."""

    def __init__(self, mark: Mark) -> None:
        self.told: Any = None
        self._mark = mark

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        raise _AsksBack

    def put(self, mark: Mark, value: Any) -> None:
        """Not told by the event alone."""

    put_first = put

    def point(self, mark: Mark, value: Any) -> None:
        if mark == self._mark:
            self.told = value

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return ()


class LogMarks:
    """The marks that a log leaves, made anew from its first event (ledger.event.Marks)."""

    def __init__(self, event_at: Callable[[int], Recorded | None], listing: Callable[[Seal], tuple[str, ...]]) -> None:
        self.stored: dict[Mark, Stored] = {}
        """As they must lie in the store."""
        self.listing = listing
        self._event_at = event_at
        self._position = 0
        self._request: tuple[Mark, int] | None = None
        """Of the command whose events are being taken, with the position of its first."""

    def take(self, recorded: Recorded) -> None:
        """The next event of the log."""
        self._position = recorded.position
        envelope = recorded.envelope
        if envelope.cause is None:
            self._request = None
        if envelope.request is not None:
            self._request = request_mark(envelope.request), recorded.position
        if self._request is not None:
            mark, first = self._request
            further = recorded.position - first
            self.stored[mark] = Stored(first, str(further).encode() if further else TOLD)
        recorded.event.mark(self, recorded.stream, self)

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        found = self.stored.get(mark)
        if found is not None and found.value:
            return msgspec.json.decode(found.value, type=kind)
        position = position_in(mark) if found is None else found.position
        told: T | None = told_by(self._event_at(position), mark) if position else None
        return told

    def put(self, mark: Mark, value: Any) -> None:
        if value is None:
            self.stored.pop(mark, None)
        else:
            self.stored[mark] = Stored(self._position, msgspec.json.encode(value))

    def put_first(self, mark: Mark, value: Any) -> None:
        if mark not in self.stored:
            self.put(mark, value)

    def point(self, mark: Mark, value: Any) -> None:
        if needs_no_row(mark, self._position):
            self.stored.pop(mark, None)
        else:
            self.stored[mark] = Stored(self._position, TOLD)
