"""Receiving bodies within bounds: JSON in whole, streams of lines one by one."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request

from api.http.refusals import BodyNotJson, BodyTooLarge, LineTooLong
from api.http.settings import Settings
from api.http.strict_json import read_json

JSON = "application/json"
NDJSON = "application/x-ndjson"
PLAIN = "text/plain"
"""Lines may also be declared as what every client can send."""


async def json_body(request: Request, settings: Settings) -> tuple[bytes, Any]:
    """The bytes of a JSON body and what they say. Raises BodyNotJson, BodyTooLarge or what is wrong with the JSON."""
    declared(request, JSON)
    largest = settings.largest_body_bytes
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > largest:
        raise BodyTooLarge(largest_bytes=largest)
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > largest:
            raise BodyTooLarge(largest_bytes=largest)
    raw = bytes(received)
    return raw, read_json(raw, settings.deepest_nesting)


def declared(request: Request, expected: str, *others: str) -> None:
    """Raises BodyNotJson where the body is declared as something else, or in another encoding than UTF-8."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    encoding = parameters.strip().lower().replace('"', "")
    if kind.strip().lower() not in {expected, *others} or encoding not in {"", "charset=utf-8"}:
        raise BodyNotJson(expected=expected)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise BodyNotJson(expected=expected)


async def lines(request: Request, settings: Settings) -> AsyncIterator[bytes]:
    """The lines of a stream as they come, empty ones too, so that they can be counted. Raises LineTooLong."""
    largest = settings.largest_line_bytes
    rest = bytearray()
    async for chunk in request.stream():
        rest += chunk
        *whole, last = rest.split(b"\n")
        for line in whole:
            if len(line) > largest:
                raise LineTooLong(largest_bytes=largest)
            yield bytes(line).rstrip(b"\r")
        rest = bytearray(last)
        if len(rest) > largest:
            raise LineTooLong(largest_bytes=largest)
    if rest:
        yield bytes(rest)
