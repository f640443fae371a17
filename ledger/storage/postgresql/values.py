"""Values of statements in PostgreSQL's own binary form; for a batch, whole columns as one value each.

The client library can do this too, element by element; for the rows of a batch that takes several times as long as all
else that is done to send them.
"""

import struct
from collections.abc import Sequence
from typing import ClassVar

_HEADER = struct.Struct(">iiIii").pack
_LENGTH = struct.Struct(">i").pack
_INTEGER = struct.Struct(">q").pack
_INTEGER_ELEMENT = struct.Struct(">iq").pack
_FLAG_ELEMENT = struct.Struct(">i?").pack
_NULL = _LENGTH(-1)


class Value:
    """A value and its type."""

    oid: ClassVar[int]
    """Of the type, as PostgreSQL numbers it."""
    packed: bytes


class Text(Value):
    """A text."""

    oid = 25

    def __init__(self, value: str) -> None:
        self.packed = value.encode()


class Integer(Value):
    """A 64-bit integer."""

    oid = 20

    def __init__(self, value: int) -> None:
        self.packed = _INTEGER(value)


class Texts(Value):
    """A column of texts, of which some may be missing."""

    oid = 1009

    def __init__(self, values: Sequence[str | None]) -> None:
        self.packed = _column(Text.oid, [None if value is None else value.encode() for value in values])


class Blobs(Value):
    """A column of bytes."""

    oid = 1001

    def __init__(self, values: Sequence[bytes]) -> None:
        self.packed = _column(17, values)


class Integers(Value):
    """A column of 64-bit integers."""

    oid = 1016

    def __init__(self, values: Sequence[int]) -> None:
        elements = [_INTEGER_ELEMENT(8, value) for value in values]
        self.packed = b"".join([_header(Integer.oid, len(elements)), *elements])


class Flags(Value):
    """A column of booleans."""

    oid = 1000

    def __init__(self, values: Sequence[bool]) -> None:
        elements = [_FLAG_ELEMENT(1, value) for value in values]
        self.packed = b"".join([_header(16, len(elements)), *elements])


def _column(element: int, values: Sequence[bytes | None]) -> bytes:
    parts = [_header(element, len(values))]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            parts.append(_LENGTH(len(value)))
            parts.append(value)
    return b"".join(parts)


def _header(element: int, length: int) -> bytes:
    """One dimension whose first place is 1, in which values may be missing."""
    return _HEADER(1, 1, element, length, 1)
