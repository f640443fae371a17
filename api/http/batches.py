"""Streams of lines (NDJSON): each line is an act of its own, answered by a line of its own as soon as that is known.

Lines wait for the ledger together, so that they share commits, but never more than a window of them. A stream that
is cut keeps what was acknowledged. Results that the caller does not read yet are kept aside within bounds, so that a
caller who first sends everything and only then reads is served too.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from typing import Any

import msgspec
import structlog
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.http.languages import language_for
from api.http.logging import place_of
from api.http.misunderstandings import body_not_understood
from api.http.models.base import Line
from api.http.problems import as_problem, of_store
from api.http.receiving import NDJSON, PLAIN, declared, lines
from api.http.recording import Act
from api.http.refusals import Unexpected
from api.http.settings import Settings
from api.http.strict_json import canonical, read_canonically
from ledger.command import Command
from ledger.identifiers import AccountId
from ledger.ledger import Answer, Request
from ledger.refusals import Refused
from ledger.storage.store import StoreUnavailable
from projections.sentences.language import Language

log = structlog.get_logger("usf.batches")

MOST_UNREAD = 100_000
"""Results kept for a caller who does not read them yet; about 15 MB."""

Translate = Callable[[Any], tuple[Command, str | None]]
"""From an understood line to its command, and to the actor where that is not the caller."""


async def batch(act: Act, account: str, shape: type[Line], translate: Translate) -> Response:
    """Answer a stream of lines. Raises BodyNotJson or UnknownAccount before anything is read."""
    declared(act.http, NDJSON, PLAIN)
    await run_in_threadpool(act.ledger.partition_of, AccountId(account))
    stream = _Stream(act, TypeAdapter(shape), translate)
    return _Answer(stream.results(), media_type=NDJSON)


class _Answer(StreamingResponse):
    """Written while the request is still read. Starlette's own listens for a disconnect, and so eats the request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.stream_response(send)


class _Stream:
    """One stream while it is read, decided and answered."""

    def __init__(self, act: Act, shape: TypeAdapter[Any], translate: Translate) -> None:
        self._act = act
        self._shape = shape
        self._translate = translate
        self._settings: Settings = act.http.app.state.settings
        self._unread: deque[bytes] = deque()
        self._known = asyncio.Event()
        """There is something new to answer, or all is answered."""
        self._taken = asyncio.Event()
        """The caller has read what was known."""
        self._over = False
        self._window = asyncio.Semaphore(self._settings.lines_in_flight)
        self._loop = asyncio.get_running_loop()

    async def results(self) -> AsyncIterator[bytes]:
        """The lines of the answer."""
        reader = asyncio.create_task(self._read())
        try:
            while not (self._over and not self._unread):
                self._known.clear()
                self._taken.set()
                if not self._unread and not self._over:
                    await self._known.wait()
                known = b"".join(self._unread)
                self._unread.clear()
                if known:
                    yield known
            await reader
        finally:
            reader.cancel()

    async def _read(self) -> None:
        number = 0
        try:
            async for line in lines(self._act.http, self._settings):
                number += 1
                if line.strip():
                    await self._room()
                    self._begin(number, line)
        except ClientDisconnect:
            pass
        except Refused as refusal:
            self._unread.append(_refused(number + 1, refusal, language_for(self._act.http)))
        for _ in range(self._settings.lines_in_flight):
            await self._window.acquire()
        self._over = True
        self._known.set()

    async def _room(self) -> None:
        """Wait until the ledger has room for one more line, and the caller has read some of the results."""
        while len(self._unread) >= MOST_UNREAD:
            self._taken.clear()
            await self._taken.wait()
        await self._window.acquire()

    def _begin(self, number: int, line: bytes) -> None:
        """Hand one line to the ledger. Submitting to an account whose place is known does not block."""
        try:
            future = self._submit(number, line)
        except Exception as trouble:  # noqa: BLE001 - whatever it is, the line gets its answer and the stream goes on
            future = Future()
            future.set_exception(trouble)
        future.add_done_callback(lambda done: self._loop.call_soon_threadsafe(self._end, number, done))

    def _submit(self, number: int, line: bytes) -> "Future[Answer]":
        value, _ = read_canonically(line, self._settings.deepest_nesting)
        try:
            understood: Line = self._shape.validate_json(line, strict=True)
        except ValidationError as error:
            raise body_not_understood(error, value) from None
        command, actor = self._translate(understood)
        return self._act.ledger.submit(
            command,
            by=actor or self._act.caller.actor,
            request=self._request(number, understood, value, actor),
            dry_run=self._act.dry_run,
        )

    def _request(self, number: int, line: Line, value: Any, actor: str | None) -> Request | None:
        # A line's own key, else the header's and the line's number; no header can hold what stands between these two.
        own, shared = line.idempotency_key, self._act.key
        key = own or (f"{shared}\n{number}" if shared else None)
        if key is None or self._act.dry_run:
            return None
        value.pop("idempotency_key", None)
        content = f"{self._act.http.method} {self._act.http.scope['path']}\n{canonical(value).decode()}"
        return Request(caller=self._act.repeating(actor), key=key, content=content)

    def _end(self, number: int, done: "Future[Answer]") -> None:
        # The window is smaller than the queue, and a line leaves the window only when its result has found its place.
        self._unread.append(_result(number, done, language_for(self._act.http), dry_run=self._act.dry_run))
        self._window.release()
        self._known.set()


def _result(number: int, done: "Future[Answer]", language: Language, *, dry_run: bool) -> bytes:
    error = done.exception()
    if error is None:
        answer = done.result()
        if dry_run:
            return _line(line=number, status=200, would_be_recorded=bool(answer.kinds), kinds=answer.kinds)
        replayed = {"replayed": True} if answer.replayed else {}
        return _line(line=number, status=201, id=answer.created, position=answer.position, **replayed)
    if isinstance(error, Refused):
        return _refused(number, error, language)
    if isinstance(error, StoreUnavailable):
        return _refused(number, of_store(error), language)
    log.error("unexpected", line=number, error=type(error).__name__, place=place_of(error))
    return _refused(number, Unexpected(), language)


def _refused(number: int, refusal: Refused, language: Language) -> bytes:
    problem = as_problem(refusal, language)
    return _line(line=number, status=problem["status"], problem=problem)


def _line(**fields: Any) -> bytes:
    return msgspec.json.encode(fields) + b"\n"
