"""What marks the log leaves, and how little of them must be stored.

A mark has the position of the event that left it and a value. Where that event tells the value by itself, the value is
stored empty; where the mark's name leads to that event, nothing is stored at all. Either way the value is had by asking
the event once more what it leaves.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from ledger.answers import Request, RequestRecord
from ledger.context import keyed_hash
from ledger.event import Event, Recorded
from ledger.identifiers import Mark, Seal, Stream, number_in

T = TypeVar("T")

TOLD = b""
"""Stored for a value that the event at the mark's position tells by itself."""

HASHED_AS = "request"
"""What callers' idempotency keys are hashed for."""
ASKED_AS = "asked"
"""What is asked under such a key is hashed for this."""
ASKED_BYTES = 9
KEY_LENGTH = 16
"""Letters of the first of the two hashes."""


class Stored(NamedTuple):
    """A mark as it is stored."""

    position: int
    """Of the event that left it, so that marks are a function of the log alone, however it was cut into batches."""
    value: bytes


class Asked(msgspec.Struct, frozen=True):
    """A request as the log knows it: by keyed hashes of who asked under which key, and of what was asked."""

    mark: Mark
    """Where it is kept that the key was used."""
    fingerprint: str
    told: str
    """Both, as the envelope of the command's first event tells them."""

    @classmethod
    def of(cls, request: Request, secret: bytes) -> "Asked":
        """A request that somebody makes."""
        key = keyed_hash(secret, HASHED_AS, f"{request.pepper}{request.caller}\n{request.key}")
        asked = keyed_hash(secret, ASKED_AS, request.pepper + request.content, ASKED_BYTES)
        return cls.read(key + asked)

    @classmethod
    def read(cls, told: str) -> "Asked":
        """A request that an envelope tells of."""
        return cls(Mark("req:" + told[:KEY_LENGTH]), told[KEY_LENGTH:], told)


def request_of(recorded: Recorded, further: bytes) -> RequestRecord:
    """What a request came to, from the first event of its command and how many further ones it had."""
    request = recorded.envelope.request
    assert request is not None, "an idempotency mark stands where its key is told"
    return RequestRecord(
        fingerprint=Asked.read(request).fingerprint,
        position=recorded.position + (int(further) if further else 0),
        created=recorded.envelope.created or recorded.event.made(recorded.stream),
    )


def place_of(mark: Mark) -> tuple[Stream, int] | None:
    """The stream and version that a mark's name leads to: `<kind>:<stream>:<id that begins with the version>`."""
    version = number_in(mark)
    return (Stream(mark.split(":")[1]), version) if version else None


class Events(Protocol):
    """Where events are found that marks lead to."""

    def event_at(self, position: int) -> Recorded | None:
        """The event at a position of the partition's log, if there is one."""

    def events(self, stream: Stream, after: int, until: int) -> Iterator[tuple[int, Event]]:
        """Events of a stream after a version and up to another, in order, with their versions."""


def told(events: Events, mark: Mark, stored: Stored | None) -> Any:
    """The value that an event tells by itself under a mark that is stored empty, or not at all."""
    if stored is not None:
        recorded = events.event_at(stored.position)
        return None if recorded is None else told_by(recorded.event, recorded.stream, mark)
    place = place_of(mark)
    if place is None:
        return None
    stream, version = place
    return next(
        (told_by(event, stream, mark) for _, event in events.events(stream, version - 1, version)), None
    )


def told_by(event: Event, stream: Stream, mark: Mark) -> Any:
    """What an event tells under a mark by itself; None where it tells nothing there."""
    asking = _Told(mark)
    with suppress(_AsksBack):
        event.mark(asking, stream, asking)
    return asking.told


class _AsksBack(Exception):  # noqa: N818 - it says why the question ends here
    """This event looks at what others left, so that it tells nothing by itself."""


class _Told:
    """One mark that an event is asked for once more (ledger.event.Marks and Sealed)."""

    def __init__(self, mark: Mark) -> None:
        self.told: Any = None
        self._mark = mark

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        raise _AsksBack

    def put(self, mark: Mark, value: Any) -> None:
        """Not told by the event alone."""

    put_first = put

    def finds(self, own: str) -> bool:
        return False

    def point(self, mark: Mark, value: Any) -> None:
        if mark == self._mark:
            self.told = value

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return ()
