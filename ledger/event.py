"""What an event is: a past fact, its way into a state, and the marks that it leaves.

Every event is a frozen msgspec struct with a stable kind (its tag). It says what happened and holds no running
total, no name, no free text and no outside reference: these stand in the people and papers stores, bound by a seal.
Events cannot refer to themselves, and are kept from the garbage collector (`gc=False`), which would otherwise look
through every batch that is read.
"""

from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, cast

import msgspec

from ledger.identifiers import Mark, Seal, Stream
from ledger.message import Sending

T = TypeVar("T")


class Marks(Protocol):
    """The partition's marks, as an event writes them: small values found by name."""

    def get(self, mark: Mark, kind: type[T]) -> T | None: ...

    def put(self, mark: Mark, value: Any) -> None:
        """Leave a value; None takes the mark away."""

    def put_first(self, mark: Mark, value: Any) -> None:
        """Leave a value unless the mark has one already, which then stays."""

    def point(self, mark: Mark, value: Any) -> None:
        """Leave a value that this event tells by itself, so that where it stands is all that must be stored."""

    def finds(self, own: str) -> bool:
        """Whether an id leads to this event, so that not even a mark is needed to find what it tells by itself."""


class Sealed(Protocol):
    """Lists stored once, by content, that an event names by their seal."""

    def listing(self, seal: Seal) -> tuple[str, ...]: ...


class Event(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag_field="kind", omit_defaults=True):
    """A fact. `apply` never checks, never fails, never reads a clock; `mark` likewise."""

    schema: ClassVar[int] = 1
    """Version of this kind's fields."""
    makes: ClassVar[str] = ""
    """The field with the id that this event makes; empty where that is its stream's own."""

    def apply(self, state: Any) -> None:
        """Remember this fact in the state of its stream."""

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        """Leave the marks by which later commands find this fact."""

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        """The messages to other accounts that this fact carries; nothing else passes between two accounts."""
        return ()

    def made(self, stream: str) -> str:
        """The id that an answer names where it says nothing else."""
        return cast(str, getattr(self, self.makes)) if self.makes else stream.rpartition("/")[2]

    @classmethod
    def kind(cls) -> str:
        """The stable name of this kind of event."""
        return _kind_of(cls)


@cache
def _kind_of(event: type[Event]) -> str:
    return cast(str, event.__struct_config__.tag)


class Envelope(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What the ledger itself knows of a recorded event."""

    recorded_us: int
    """Recorded time: microseconds since 1970 in UTC, never before the event before it."""
    actor: str
    """Token or key id of who acted; in ballots the round token (V7)."""
    cause: str | None = None
    """Stream of the event of the same commit that brought this one along; none on the first."""
    request: str | None = None
    """Keyed hashes of caller and key, and of what was asked under it, on the first event of a command alone."""
    created: str | None = None
    """Id that the command's answer names, where it is not the one that its first event makes (Event.makes)."""
    schema: int = 1


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """An event in its place in the log."""

    partition: str
    position: int
    stream: Stream
    version: int
    """1 for the first event of its stream."""
    envelope: Envelope
    event: Event
