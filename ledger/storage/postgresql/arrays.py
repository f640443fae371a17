"""Whole columns of a batch as one value each, in the binary form in which PostgreSQL takes arrays.

The client library can do this too, element by element; for the few hundred rows of a batch that takes several times
as long as all else that is done to send them.
"""

import struct
from collections.abc import Sequence

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEADER = struct.Struct(">iiIii").pack
_LENGTH = struct.Struct(">i").pack
_INTEGER = struct.Struct(">iq").pack
_FLAG = struct.Struct(">i?").pack
_NULL = _LENGTH(-1)


class Texts:
    """A column of texts, some of which may be missing."""

    element = 25

    def __init__(self, values: Sequence[str | None]) -> None:
        self.packed = _packed(self.element, [None if value is None else value.encode() for value in values])


class Blobs:
    """A column of bytes."""

    element = 17

    def __init__(self, values: Sequence[bytes]) -> None:
        self.packed = _packed(self.element, values)


class Integers:
    """A column of 64-bit integers."""

    element = 20

    def __init__(self, values: Sequence[int]) -> None:
        self.packed = _header(self.element, len(values)) + b"".join([_INTEGER(8, value) for value in values])


class Flags:
    """A column of booleans."""

    element = 16

    def __init__(self, values: Sequence[bool]) -> None:
        self.packed = _header(self.element, len(values)) + b"".join([_FLAG(1, value) for value in values])


def _packed(element: int, values: Sequence[bytes | None]) -> bytes:
    parts = [_header(element, len(values))]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            parts.append(_LENGTH(len(value)))
            parts.append(value)
    return b"".join(parts)


def _header(element: int, length: int) -> bytes:
    """One dimension, whose first place is 1; whether a value is missing shows where it would stand."""
    return _HEADER(1, 1, element, length, 1)


class _Column(Dumper):
    format = Format.BINARY

    def dump(self, obj: Texts | Blobs | Integers | Flags) -> bytes:
        return obj.packed


def _register() -> None:
    for kind, array in ((Texts, 1009), (Blobs, 1001), (Integers, 1016), (Flags, 1000)):
        psycopg.adapters.register_dumper(kind, type(f"_{kind.__name__}", (_Column,), {"oid": array}))


_register()
