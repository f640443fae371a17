"""Receiving bodies within bounds: JSON in whole, streams of lines one by one."""

from collections.abc import AsyncIterator
from itertools import takewhile

from starlette.requests import ClientDisconnect

from api.http.refusals import BodyNotJson, BodyTooLarge, LineTooLong
from api.http.request import HttpRequest
from api.http.settings import Settings
from api.http.strict_json import read_canonically

JSON = "application/json"
NDJSON = "application/x-ndjson"
PLAIN = "text/plain"
"""Lines may also be declared as what every client can send."""


async def json_body(request: HttpRequest, settings: Settings) -> tuple[bytes, str]:
    """The bytes of a JSON body, and what they say in canonical form.

    Raises BodyNotJson, BodyTooLarge or what is wrong with the JSON.
    """
    raw = await raw_body(request, settings.largest_body_bytes)
    _, said = read_canonically(raw, settings.deepest_nesting)
    return raw, said.decode()


async def raw_body(request: HttpRequest, largest: int, expected: str = JSON, *others: str) -> bytes:
    """The bytes of a body that is declared as JSON, or as what is expected. Raises BodyNotJson or BodyTooLarge."""
    declared(request, expected, *others)
    length = request.header(b"content-length") or ""
    if length.isdigit() and int(length) > largest:
        raise BodyTooLarge(largest_bytes=largest)
    received: list[bytes] = []
    left, more = largest, True
    while more:
        chunk, more = await _chunk(request)
        left -= len(chunk)
        if left < 0:
            raise BodyTooLarge(largest_bytes=largest)
        received.append(chunk)
    return received[0] if len(received) == 1 else b"".join(received)


async def _chunk(request: HttpRequest) -> tuple[bytes, bool]:
    """What came, and whether more is to come. Raises ClientDisconnect."""
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return message.get("body", b""), message.get("more_body", False)


def declared(request: HttpRequest, expected: str, *others: str) -> None:
    """Raises BodyNotJson where the body is declared as something else, or in another encoding than UTF-8."""
    declared_as = request.header(b"content-type") or ""
    if declared_as != expected:
        kind, _, parameters = declared_as.partition(";")
        encoding = parameters.strip().lower().replace('"', "")
        if kind.strip().lower() not in {expected, *others} or encoding not in {"", "charset=utf-8"}:
            raise BodyNotJson(expected=expected)
    if (request.header(b"content-encoding") or "identity").lower() != "identity":
        raise BodyNotJson(expected=expected)


async def lines(request: HttpRequest, settings: Settings) -> AsyncIterator[list[bytes]]:
    """The lines of a stream as they come together, empty ones too, so that they can be counted. Raises LineTooLong."""
    largest = settings.largest_line_bytes
    rest, more = b"", True
    while more:
        chunk, more = await _chunk(request)
        *whole, rest = (rest + chunk).split(b"\n")
        if max(map(len, (*whole, rest))) > largest:
            yield list(takewhile(lambda line: len(line) <= largest, whole))
            raise LineTooLong(largest_bytes=largest)
        yield whole
    yield [rest]
