"""How events are written down: flat JSON that anyone can read, the event's own fields beside its envelope's.

    {"recorded_us":1772366400000000,"actor":"member-27h6p3amkdqg6stt","event":{"effective":"2026-03-01"}}

What the row says already is not said again: stream, version, position, and the kind, which is the row's topic.
"""

from collections.abc import Callable
from functools import cache
from typing import Generic, TypeVar, get_args

import msgspec

from ledger.event import Envelope, Event, Recorded
from ledger.identifiers import Stream
from ledger.vocabulary import AnyEvent

E = TypeVar("E", bound=Event)
F = TypeVar("F", bound=msgspec.Struct)

KINDS: dict[str, type[Event]] = {kind.kind(): kind for kind in get_args(AnyEvent)}


class _Stored(Envelope, Generic[E], frozen=True, kw_only=True):
    """An envelope with its event, as it lies in the row."""

    event: E


class Alone(msgspec.Struct, Generic[F], frozen=True):
    """An event, or some of its fields, without its envelope."""

    event: F


_encode = msgspec.json.Encoder().encode


def encode(envelope: Envelope, event: Event) -> bytes:
    """The stored state of an event."""
    own = _encode(event)[_length_of_kind(type(event)) : -1]
    return b'%b,"event":{%b}}' % (_encode(envelope)[:-1], own)


@cache
def _length_of_kind(kind: type[Event]) -> int:
    """How many bytes of an event's JSON say its kind, which its row says already."""
    return len('{"kind":"",') + len(kind.kind())


_DECODERS: dict[str, msgspec.json.Decoder[_Stored[Event]]] = {
    kind: msgspec.json.Decoder(_Stored[event])  # type: ignore[valid-type]
    for kind, event in KINDS.items()
}
"""All of them are made here, before there is a second thread (ledger.decoders says why)."""


def decode(partition: str, position: int, stream: str, version: int, kind: str, state: bytes) -> Recorded:
    """A stored row as a recorded event. Raises msgspec.MsgspecError where the bytes are not such an event's."""
    decoder = _DECODERS.get(kind)
    if decoder is None:
        raise msgspec.ValidationError("an event of an unknown kind")
    stored = decoder.decode(state)
    return Recorded(partition, position, Stream(stream), version, stored, stored.event)


def event_decoder(fields: type[F]) -> Callable[[bytes], Alone[F]]:
    """Decodes the fields that a type has of stored events of one kind, and passes over all else."""
    return msgspec.json.Decoder(Alone[fields]).decode  # type: ignore[valid-type]
