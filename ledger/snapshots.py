"""Snapshots: states written down so that a long stream need not be folded from its beginning.

They are a cache, never a truth: each carries the shape of the state that it was taken of, and one of another shape is
ignored. A test proves that folding from a snapshot equals folding from the start.
"""

import hashlib
from functools import cache

import msgspec

from ledger.identifiers import Stream
from ledger.state import State
from ledger.vocabulary import STATES, state_of

EVERY = 1000
"""Events of a stream between snapshots."""


_DECODERS = {kind: msgspec.msgpack.Decoder(kind) for kind in (*STATES, State)}
"""Made before there is a second thread (ledger.decoders says why)."""


def write_snapshot(state: State) -> bytes:
    """The state as bytes."""
    return msgspec.msgpack.encode(state)


def read_snapshot(stream: Stream, version: int, shape: str, state: bytes) -> tuple[State, int] | None:
    """A state and its version; None where the code has another shape of state by now, or the bytes are damaged."""
    kind = state_of(stream)
    if shape != shape_of(kind):
        return None
    try:
        return _DECODERS[kind].decode(state), version
    except msgspec.MsgspecError:
        return None


@cache
def shape_of(kind: type[State]) -> str:
    """A short hash over the fields of a state, of what they hold, and of the version of what they mean."""
    told = f"{kind.meaning} {msgspec.inspect.type_info(kind)!r}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]
