"""Streams of lines (NDJSON): each line is an act of its own, answered by a line of its own as soon as that is known.

Lines wait for the ledger together, so that they share commits, but never more than a window of them. A stream that
is cut keeps what was acknowledged; sent again under the same Idempotency-Key, it records what is missing. Results that
the caller does not read yet are kept aside within bounds, so that a caller who first sends everything and only then
reads is served too; beyond these bounds nothing more is read of what the caller sends.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.http.languages import language_for
from api.http.misunderstandings import body_not_understood
from api.http.models.base import Line
from api.http.receiving import NDJSON, PLAIN, declared, lines
from api.http.recording import Act
from api.http.results import Results
from api.http.strict_json import canonical, read_canonically
from ledger.command import Command
from ledger.identifiers import AccountId
from ledger.ledger import Answer, Request
from ledger.refusals import Refused

LINES_AT_ONCE = 64
"""Lines of one stream that are handed to the ledger before other requests have their turn on the event loop."""

Translate = Callable[[Any], tuple[Command, str | None]]
"""From an understood line to its command, and to the actor where that is not the caller."""


async def batch(
    act: Act, account: str, shape: type[Line], translate: Translate, pepper: str = ""
) -> Response:
    """Answer a stream of lines; `pepper` is that of their requests.

    Raises BodyNotJson or UnknownAccount before anything is read.
    """
    declared(act.http, NDJSON, PLAIN)
    await run_in_threadpool(act.ledger.partition_of, AccountId(account))
    return _Answer(_Stream(act, shape, translate, pepper).results(), media_type=NDJSON)


class _Answer(StreamingResponse):
    """Written while the request is still read. Starlette's own listens for a disconnect, and so eats the request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.stream_response(send)


class _Stream:
    """One stream while it is read, decided and answered (ledger.ledger.Replies, told about numbers of lines)."""

    def __init__(self, act: Act, shape: type[Line], translate: Translate, pepper: str) -> None:
        self._act = act
        self._ledger = act.ledger
        self._caller = act.caller.actor
        self._validate = shape.__pydantic_validator__.validate_json
        self._translate = translate
        self._pepper = pepper
        self._settings = act.http.service.settings
        self._results = Results(language_for(act.http), dry_run=act.dry_run)
        self._window = act.http.service.window
        self._loop = asyncio.get_running_loop()
        self._in_flight = 0
        """Lines that have room in the window and no result yet."""
        self._unread: list[bytes] = []
        self._unread_bytes = 0
        self._changed = asyncio.Event()
        """Something is known or was taken, or a line is no longer in flight."""
        self._all_read = False

    async def results(self) -> AsyncIterator[bytes]:
        """The lines of the answer."""
        reader = asyncio.create_task(self._read())
        try:
            while not self._all_read or self._in_flight or self._unread:
                if not self._unread:
                    await self._change()
                    continue
                known = b"".join(self._unread)
                self._unread.clear()
                yield known
                self._unread_bytes -= len(known)
                self._changed.set()
            await reader
        finally:
            reader.cancel()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _read(self) -> None:
        number = 0
        try:
            async for together in lines(self._act.http, self._settings):
                begun = 0
                while begun < len(together):
                    room = await self._room(len(together) - begun)
                    self._begin(number + 1, together[begun : begun + room])
                    number, begun = number + room, begun + room
                    await asyncio.sleep(0)
        except ClientDisconnect:
            pass
        except Refused as refusal:
            self._tell(self._results.line(number + 1, refusal))
        finally:
            self._all_read = True
            self._changed.set()

    async def _room(self, most: int) -> int:
        """How many lines may begin, once the ledger has room for some and the caller has read some of the results."""
        bounds = self._settings
        while self._in_flight >= bounds.lines_in_flight or self._unread_bytes >= bounds.unread_bytes:
            await self._change()
        own = bounds.lines_in_flight - self._in_flight
        room = await self._window.take(min(most, own, LINES_AT_ONCE))
        self._in_flight += room
        return room

    def _begin(self, first: int, together: Sequence[bytes]) -> None:
        """Hand lines to the ledger. Posting to an account whose place is known does not block."""
        done, known = 0, b""
        for number, line in enumerate(together, first):
            try:
                if line.strip():
                    self._post(number, line)
                    continue
            except Exception as trouble:  # noqa: BLE001 - whatever it is, the line gets its answer and the stream goes on
                known += self._results.line(number, trouble)
            done += 1
        if done:
            self._tell(known, done)

    def _post(self, number: int, line: bytes) -> None:
        value, said = read_canonically(line, self._settings.deepest_nesting)
        try:
            understood: Line = self._validate(line, strict=True)
        except ValidationError as error:
            raise body_not_understood(error, value) from None
        command, actor = self._translate(understood)
        request = None
        # A line's own key, else the header's and the line's number; no header can hold what stands between these two.
        key = understood.idempotency_key or (self._act.key and f"{self._act.key}\n{number}")
        if key and not self._act.dry_run:
            if "idempotency_key" in value:
                del value["idempotency_key"]
                said = canonical(value)
            content = self._act.content(said.decode())
            request = Request(self._act.repeating(actor), key, content, self._pepper)
        self._ledger.post(
            command,
            by=actor or self._caller,
            replies=self,
            about=number,
            request=request,
            dry_run=self._act.dry_run,
        )

    def begins(self, about: int) -> bool:
        return True

    def deliver(self, answered: Sequence[tuple[int, Answer | Exception]]) -> None:
        # Once the loop is closed nobody waits any more.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._land, answered)

    def _land(self, answered: Sequence[tuple[int, Answer | Exception]]) -> None:
        line = self._results.line
        self._tell(b"".join([line(number, came) for number, came in answered]), len(answered))

    def _tell(self, known: bytes, landed: int = 0) -> None:
        """Results, of which so many lines were in flight."""
        self._unread.append(known)
        self._unread_bytes += len(known)
        self._in_flight -= landed
        self._window.give_back(landed)
        self._changed.set()
