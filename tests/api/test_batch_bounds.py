"""However long a stream is, and however slowly its results are read, only so much of it is held."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

from api.http.batches import LINES_AT_ONCE, batch
from api.http.models.base import Line
from api.http.permissions import Caller
from api.http.recording import Act
from api.http.request import HttpRequest
from api.http.settings import Settings
from api.http.window import Window
from ledger.command import Command
from ledger.identifiers import KeyId
from ledger.ledger import Answer

LINES_A_CHUNK = 500


class Ledger:
    """A ledger that answers at once, or when it is told to."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.posted: list[tuple[Any, int]] = []
        self.most = 0
        """Lines that waited at the same time."""
        self.total = 0
        self._at_once = at_once
        self._answering = False

    def partition_of(self, _: str) -> str:
        return "main"

    def post(self, _: Command, *, replies: Any, about: int, **__: Any) -> None:
        self.posted.append((replies, about))
        self.total += 1
        self.most = max(self.most, len(self.posted))
        if self._at_once and not self._answering:
            self._answering = True
            asyncio.get_running_loop().call_soon(self.answer)

    def answer(self) -> None:
        """Tell all who wait."""
        self._answering = False
        waiting, self.posted = self.posted, []
        for replies, about in waiting:
            replies.deliver([(about, Answer(position=f"main.{about}", created="contribution-1"))])


class Stream:
    """A caller who sends lines for as long as they are taken, and reads results while `reading` is set."""

    def __init__(self, ledger: Ledger, chunks: int, settings: Settings, window: Window | None = None) -> None:
        self.taken = 0
        """Chunks that were read."""
        self.answered = 0
        """Results that were sent."""
        self.reading = asyncio.Event()
        self.reading.set()
        self._chunks = chunks
        service = SimpleNamespace(settings=settings, window=window or Window(), ledger=ledger)
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/batches",
            "headers": [(b"content-type", b"application/x-ndjson")],
            "app": SimpleNamespace(state=service),
        }
        self._request = HttpRequest(scope, self._receive, self._send)
        self._request.caller = Caller(key=KeyId("key-1"))

    async def __call__(self) -> None:
        act = Act(self._request, "some-key", dry_run=False)
        answer = await batch(act, "account-1", Line, lambda _: (Command(), None))
        await answer(self._request.scope, self._receive, self._send)

    async def _receive(self) -> Any:
        self.taken += 1
        return {
            "type": "http.request",
            "body": b"{}\n" * LINES_A_CHUNK,
            "more_body": self.taken < self._chunks,
        }

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.body":
            await self.reading.wait()
        self.answered += message.get("body", b"").count(b"\n")


async def turns(number: int = 2_000) -> None:
    """Let the event loop turn until nothing moves any more."""
    for _ in range(number):
        await asyncio.sleep(0)


async def until(something: Callable[[], object]) -> None:
    """Let the event loop turn until there is something."""
    while not something():
        await turns(1)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Tell a story on an event loop."""
    asyncio.run(story())


def test_no_more_lines_wait_for_the_ledger_than_the_window_holds() -> None:
    """L2"""

    async def story() -> None:
        ledger = Ledger(at_once=False)
        stream = Stream(ledger, 4, Settings(lines_in_flight=700))
        task = asyncio.create_task(stream())
        await until(lambda: ledger.posted)
        while ledger.posted:
            await turns()
            assert len(ledger.posted) <= 700
            ledger.answer()
            await turns()
        await task
        assert ledger.most == 700
        assert (ledger.total, stream.answered) == (4 * LINES_A_CHUNK, 4 * LINES_A_CHUNK)

    run(story)


def test_many_streams_share_a_window_and_each_gets_on() -> None:
    """L2"""

    async def story() -> None:
        ledger, window = Ledger(), Window(size=300)
        streams = [Stream(ledger, 3, Settings(), window) for _ in range(10)]
        await asyncio.gather(*(stream() for stream in streams))
        assert [stream.answered for stream in streams] == [3 * LINES_A_CHUNK] * 10
        assert ledger.most <= 300

    run(story)


def test_nothing_more_is_read_of_a_caller_who_does_not_read() -> None:
    """L2"""

    async def story() -> None:
        ledger = Ledger()
        stream = Stream(ledger, 200, Settings(lines_in_flight=LINES_AT_ONCE, unread_bytes=100_000))
        stream.reading.clear()
        task = asyncio.create_task(stream())
        await until(lambda: stream.taken)
        await turns()
        stopped = stream.taken
        assert 1 < stopped < 20
        await turns()
        assert stream.taken == stopped
        stream.reading.set()
        await task
        assert stream.answered == ledger.total == 200 * LINES_A_CHUNK

    run(story)


def test_a_long_stream_holds_no_more_than_a_short_one() -> None:
    """L2"""

    async def held(chunks: int) -> int:
        stream = Stream(Ledger(), chunks, Settings())
        task, most = asyncio.create_task(stream()), 0
        while not task.done():
            await turns(200)
            most = max(most, len(gc.get_objects()))
        assert stream.answered == chunks * LINES_A_CHUNK
        return most

    async def story() -> None:
        await held(2)
        short, long = await held(10), await held(200)
        assert long < short * 1.1

    run(story)
