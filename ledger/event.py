"""What an event is: a past fact, its way into a state, and the marks that it leaves.

Every event is a frozen msgspec struct with a stable kind (its tag). It says what happened and holds no running
total, no name, no free text and no outside reference: these stand in the people and papers stores, bound by a seal.
"""

from typing import Any, ClassVar, Protocol, TypeVar, cast

import msgspec

from ledger.identifiers import Mark, Seal, Stream

T = TypeVar("T")


class Marks(Protocol):
    """The partition's marks, as an event writes them: small values found by name."""

    def get(self, mark: Mark, kind: type[T]) -> T | None: ...

    def put(self, mark: Mark, value: Any) -> None: ...


class Sealed(Protocol):
    """Lists stored once, by content, that an event names by their seal."""

    def listing(self, seal: Seal) -> tuple[str, ...]: ...


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """A fact. `apply` never checks, never fails, never reads a clock; `mark` likewise."""

    schema: ClassVar[int] = 1
    """Version of this kind's fields."""

    def apply(self, state: Any) -> None:
        """Remember this fact in the state of its stream."""

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        """Leave the marks by which later commands find this fact."""

    @classmethod
    def kind(cls) -> str:
        """The stable name of this kind of event."""
        return cast(str, cls.__struct_config__.tag)


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the ledger itself knows of a recorded event."""

    recorded_us: int
    """Recorded time: microseconds since 1970 in UTC, never before the event before it."""
    actor: str
    """Token or key id of who acted; in ballots the round token (V7)."""
    cause: str | None = None
    """Stream of the event of the same commit that brought this one along; none on the first."""
    request: str | None = None
    """Idempotency mark (keyed hash of caller and key), on the first event of a command alone."""
    fingerprint: str | None = None
    """Keyed hash of the request that carried the key."""
    created: str | None = None
    """Id that the command's answer names, kept so that a repeat gets the same answer."""
    schema: int = 1


class Recorded(msgspec.Struct, frozen=True):
    """An event in its place in the log."""

    partition: str
    position: int
    stream: Stream
    version: int
    """1 for the first event of its stream."""
    envelope: Envelope
    event: Event
