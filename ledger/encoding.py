"""How events are written down: JSON, with the envelope beside the event, readable by anyone with a text editor."""

import msgspec

from ledger.event import Envelope, Event, Recorded
from ledger.identifiers import Stream
from ledger.vocabulary import AnyEvent


class _Stored(msgspec.Struct, frozen=True):
    envelope: Envelope
    event: AnyEvent


_decoder = msgspec.json.Decoder(_Stored)
_encoder = msgspec.json.Encoder()


def encode(envelope: Envelope, event: Event) -> bytes:
    """The stored state of an event."""
    return _encoder.encode({"envelope": envelope, "event": event})


def decode(partition: str, position: int, stream: str, version: int, _kind: str, state: bytes) -> Recorded:
    """A stored row as a recorded event. Raises msgspec.MsgspecError where the bytes are not an event's."""
    stored = _decoder.decode(state)
    return Recorded(partition, position, Stream(stream), version, stored.envelope, stored.event)
