"""Reading JSON strictly: what two readers could understand differently is refused before anything is done with it.

What is plain is read by a decoder that is quick and does not look for fields named twice. That none is can be seen
from the colons: without a backslash no text gains or loses one, each field has one of its own, and a field that stands
twice would be decoded once.
"""

import json
import re
from typing import Any, Never

import msgspec

from api.http.refusals import (
    JsonKeyTwice,
    JsonMalformed,
    JsonNotUtf8,
    JsonNumberUnreadable,
    JsonTextUnreadable,
    JsonTooDeep,
)

LONGEST_NUMBER = 40
"""Characters; amounts are strings, and no other number comes near."""

_write = msgspec.json.Encoder(order="sorted").encode
_many_digits = re.compile(rb"[0-9]{%d}" % LONGEST_NUMBER).search


def read_canonically(raw: bytes, deepest: int) -> tuple[Any, bytes]:
    """The value that these bytes say, and its canonical form. Raises the refusals that this module imports.

    The canonical form is the same however the sender ordered the fields, spaced them, or escaped their texts.
    """
    if b"\\" not in raw and raw.count(b"[") + raw.count(b"{") <= deepest and not _has_long_number(raw):
        try:
            value = _read_plain(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, JsonNumberUnreadable):
            pass  # What is wrong is told by the reader that knows it best.
        else:
            written = _write(value)
            if written.count(b":") == raw.count(b":"):
                return value, written
    value = read_json(raw, deepest)
    return value, _write(value)


def _has_long_number(raw: bytes) -> bool:
    """Whether there may be a number with too many digits; most bodies have not even as many altogether."""
    digits = len(raw) - len(raw.translate(None, b"0123456789"))
    return digits >= LONGEST_NUMBER and _many_digits(raw) is not None


def canonical(value: Any) -> bytes:
    """The canonical form of a value that was read."""
    return _write(value)


def read_json(raw: bytes, deepest: int) -> Any:
    """The value that these bytes say. Raises the refusals that this module imports."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise JsonNotUtf8 from None
    if "\0" in text:
        raise JsonTextUnreadable
    try:
        value = _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise JsonMalformed(byte=len(text[: error.pos].encode())) from None
    except RecursionError:
        raise JsonTooDeep(deepest=deepest) from None
    # Most bodies need no walk: without an escape no text can hold what UTF-8 itself forbids, and nothing nests deeper
    # than there are brackets.
    if "\\u" in text or text.count("[") + text.count("{") > deepest:
        _walk(value, deepest, deepest)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise JsonKeyTwice
    return fields


def _number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise JsonNumberUnreadable
    return int(text)


def _fraction(text: str) -> float:
    """No field is a fraction; it is read only so that the field's own sentence can say what is wanted."""
    if len(text) > LONGEST_NUMBER:
        raise JsonNumberUnreadable
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        raise JsonNumberUnreadable
    return number


def _not_finite(_: str) -> Never:
    raise JsonNumberUnreadable


_decoder = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_number, parse_float=_fraction, parse_constant=_not_finite
)
_read_plain = msgspec.json.Decoder(float_hook=_fraction).decode


def _walk(value: Any, left: int, deepest: int) -> None:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise JsonTextUnreadable
    elif isinstance(value, dict | list):
        if not left:
            raise JsonTooDeep(deepest=deepest)
        if isinstance(value, dict):
            for name in value:
                _walk(name, left - 1, deepest)
        for item in value.values() if isinstance(value, dict) else value:
            _walk(item, left - 1, deepest)
