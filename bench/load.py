"""The load generator: connections that stay open, each sending its next request when the last one was answered.

It does as little as it can for each request, so that it is not what limits a figure: requests are bytes made before
the clock starts, and of an answer it looks at the status, the length and, where asked, the position.
"""

import asyncio
import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
import uvloop

PATIENCE_S = 300
"""A load that takes longer has met a server that does not answer."""

Then = Callable[[bytes, bytes], bytes]
"""Makes a second request of the first and its answer's head: both together are one exchange."""


class LoadError(Exception):
    """Some request was not answered as it should be, so that there is no figure."""


class Load(msgspec.Struct):
    """What came of a load."""

    began: float = 0.0
    ended: float = 0.0
    """When the last answer came (time.monotonic)."""
    latencies_s: list[float] = []
    """Of each exchange."""
    answered: list[tuple[float, int]] = []
    """When each was answered (time.monotonic) and the number of its position, where that was asked for."""
    last_head: bytes = b""
    """Of the last answer."""
    wrong: bytes | None = None
    """The first answer that was not as it should be."""

    @property
    def seconds(self) -> float:
        """From the first request to the last answer."""
        return self.ended - self.began

    @property
    def per_second(self) -> float:
        """Exchanges per second."""
        return len(self.latencies_s) / self.seconds

    @property
    def last_position(self) -> str:
        """The position that the last answer named."""
        return position_in(self.last_head).decode()


def exchange(
    port: int,
    requests: Sequence[bytes],
    *,
    status: int = 201,
    connections: int = 64,
    then: Then | None = None,
    positions: bool = False,
) -> Load:
    """Send all requests, on so many connections. Raises LoadError unless every answer has this status.

    With `then`, the answer to the second request must be 200.
    """
    load, waiting = Load(), iter(requests)
    expected = str(status).encode()

    def speaker(over: Callable[[], None]) -> _Connection:
        return _Connection(waiting, load, expected, then, positions, over)

    _run(port, [speaker] * min(connections, len(requests)), load)
    if load.wrong is None and len(load.latencies_s) != len(requests):
        load.wrong = b"the server closed a connection"
    if load.wrong is not None:
        raise LoadError(load.wrong.decode(errors="replace")[:2000])
    return load


class _Connection(asyncio.Protocol):
    """One connection with answers that say their length."""

    def __init__(
        self,
        requests: Iterator[bytes],
        load: Load,
        expected: bytes,
        then: Then | None,
        positions: bool,
        over: Callable[[], None],
    ) -> None:
        self._requests = requests
        self._load = load
        self._expected = expected
        self._then = then
        self._positions = positions
        self._over = over
        self._rest = b""
        self._request = b""
        self._second = False
        self._began = 0.0
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._over()

    def begin(self) -> None:
        """Send the next request, or be done."""
        request = next(self._requests, None)
        if request is None or self._load.wrong is not None:
            self._transport.close()
            return
        self._request = request
        self._began = time.monotonic()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        end = data.find(b"\r\n\r\n")
        if end < 0 or len(data) < end + 4 + _length(data, end):
            self._rest = data
            return
        self._rest = b""
        if data[9:12] != (b"200" if self._second else self._expected):
            self._load.wrong = data
            self._transport.close()
        elif self._then is not None and not self._second:
            self._second = True
            self._transport.write(self._then(self._request, data[:end]))
        else:
            self._second = False
            now = self._load.ended = time.monotonic()
            self._load.latencies_s.append(now - self._began)
            self._load.last_head = data[:end]
            if self._positions:
                self._load.answered.append((now, int(position_in(data[:end]).partition(b".")[2])))
            self.begin()


def _length(data: bytes, end: int) -> int:
    at = data.find(b"content-length: ", 0, end)
    return int(data[at + 16 : data.find(b"\r", at)]) if at >= 0 else 0


def position_in(head: bytes) -> bytes:
    """The position that an answer's head names."""
    at = head.index(b"ledger-position: ") + len(b"ledger-position: ")
    end = head.find(b"\r", at)
    return head[at : end if end >= 0 else len(head)]


def stream(port: int, requests: Sequence[Iterable[bytes]], *, connections: int) -> tuple[float, list[bytes]]:
    """Send requests whose answers are chunked; the seconds it took, and the bodies of the answers."""
    load, waiting = Load(), iter(requests)
    bodies: list[bytes] = []

    def speaker(over: Callable[[], None]) -> _Stream:
        return _Stream(waiting, load, bodies, over)

    _run(port, [speaker] * min(connections, len(requests)), load)
    if load.wrong is not None or len(bodies) != len(requests):
        raise LoadError((load.wrong or b"a stream was cut").decode(errors="replace")[:2000])
    return load.seconds, bodies


class _Stream(asyncio.Protocol):
    """One connection with chunked answers, which come while the request is still sent."""

    def __init__(
        self,
        requests: Iterator[Iterable[bytes]],
        load: Load,
        bodies: list[bytes],
        over: Callable[[], None],
    ) -> None:
        self._requests = requests
        self._load = load
        self._bodies = bodies
        self._over = over
        self._parts: list[bytes] = []
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._over()

    def begin(self) -> None:
        """Send the next stream, or be done."""
        request = next(self._requests, None)
        if request is None or self._load.wrong is not None:
            self._transport.close()
            return
        self._transport.writelines(request)

    def data_received(self, data: bytes) -> None:
        self._parts.append(data)
        # A chunk of no bytes ends an answer; it may have come in two pieces.
        if not data.endswith(b"\n") or not b"".join(self._parts[-2:]).endswith(b"0\r\n\r\n"):
            return
        head, _, body = b"".join(self._parts).partition(b"\r\n\r\n")
        self._parts.clear()
        if head[9:12] != b"200":
            self._load.wrong = head + b"\r\n\r\n" + body
            self._transport.close()
            return
        self._load.ended = time.monotonic()
        self._bodies.append(_without_chunks(body))
        self.begin()


def _without_chunks(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.index(b"\r\n", at)
        size = int(body[at:end], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _run(port: int, speakers: Sequence[Callable[[Callable[[], None]], Any]], load: Load) -> None:
    """Connect, and only then start the clock; until every connection is over."""

    async def speak() -> None:
        loop = asyncio.get_running_loop()
        finished, left = asyncio.Event(), len(speakers)

        def over() -> None:
            nonlocal left
            left -= 1
            if not left:
                finished.set()

        made = [
            await loop.create_connection(partial(speaker, over), "127.0.0.1", port) for speaker in speakers
        ]
        load.began = time.monotonic()
        for _, connection in made:
            connection.begin()
        async with asyncio.timeout(PATIENCE_S):
            await finished.wait()

    # A collection in the middle would be the generator's time, not the server's.
    gc.collect()
    gc.disable()
    try:
        uvloop.run(speak())
    finally:
        gc.enable()
