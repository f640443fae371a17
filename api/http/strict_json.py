"""Reading JSON strictly: what two readers could understand differently is refused before anything is done with it."""

import json
from typing import Any, Never

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
