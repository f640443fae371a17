"""How bytes and values become our types: by msgspec, with one precaution.

msgspec learns what a struct is made of when it is first asked to read one. Where a garbage collection meets a struct
that another thread is half through learning, the process crashes (seen with 0.22). So whatever is read by many threads
is learned one type at a time, with the collector off.
"""

import gc
import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_learning = threading.RLock()
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Reads JSON as this type; one for each."""
    return _decoders.get(kind) or _learned(kind)


def convert(value: Any, kind: type[T], **how: Any) -> T:
    """Plain values as this type. Raises msgspec.ValidationError."""
    if kind not in _decoders:
        _learned(kind)
    converted: T = msgspec.convert(value, kind, **how)
    return converted


def _learned(kind: type[T]) -> msgspec.json.Decoder[T]:
    with _learning:
        collects = gc.isenabled()
        gc.disable()
        try:
            return _decoders.setdefault(kind, msgspec.json.Decoder(kind))
        finally:
            if collects:
                gc.enable()
