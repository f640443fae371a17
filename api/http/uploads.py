"""Files on their way in and out, within bounds: of each one, of all together, and of time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.refusals import BodyPacked, BodyTooSlow, TooManyPapers
from api.http.request import HttpRequest
from ledger.papers.refusals import PaperTooLarge


class Room:
    """How many bytes of files may lie in memory at the same time. Used on the event loop alone."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, size: int) -> None:
        """Take so much of it. Raises TooManyPapers."""
        if size > self.left:
            raise TooManyPapers
        self.left -= size

    def give_back(self, size: int) -> None:
        """What was taken is free again."""
        self.left += size


class Arriving:
    """A file that is being received; its room is its own until it is let go."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        """The next part. Raises TooManyPapers."""
        self._room.take(len(part))
        self.size += len(part)
        self._parts.append(part)

    def whole(self) -> bytes:
        """All of it."""
        content = b"".join(self._parts)
        self._parts.clear()
        return content

    def let_go(self) -> None:
        """Nothing of it lies in memory any more."""
        self._room.give_back(self.size)


@contextmanager
def arriving(room: Room) -> Iterator[Arriving]:
    """Room for a file, until it is filed or refused."""
    one = Arriving(room)
    try:
        yield one
    finally:
        one.let_go()


async def receive(request: HttpRequest, file: Arriving, largest: int, seconds: float) -> bytes:
    """The bytes of a body, whatever it is declared as. No more of it is taken in than may be filed.

    Raises BodyPacked, PaperTooLarge, TooManyPapers, BodyTooSlow or ClientDisconnect.
    """
    if (request.header(b"content-encoding") or "identity").lower() != "identity":
        raise BodyPacked
    declared = request.header(b"content-length") or ""
    if declared.isdigit() and int(declared) > largest:
        raise PaperTooLarge(largest_bytes=largest)
    try:
        async with asyncio.timeout(seconds):
            more = True
            while more:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                part = message.get("body", b"")
                if file.size + len(part) > largest:
                    raise PaperTooLarge(largest_bytes=largest)
                file.add(part)
                more = message.get("more_body", False)
    except TimeoutError:
        raise BodyTooSlow(seconds=f"{seconds:g}") from None
    return file.whole()


class Download(Response):
    """A file for keeping, never for showing: whatever is in it, no browser runs it here."""

    def __init__(
        self, content: bytes, name: str, media_type: str, room: Room, seconds: float, public: bool
    ) -> None:
        self._room = room
        self._seconds = seconds
        super().__init__(
            content,
            headers={
                # Named here, so that nothing is said of a text's letters, which nobody knows.
                "Content-Type": media_type,
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                # Even a public paper may be forgotten, so that nobody keeps it without asking again.
                "Cache-Control": "no-cache" if public else "private, no-store",
                "Cross-Origin-Resource-Policy": "cross-origin" if public else "same-origin",
                "Referrer-Policy": "no-referrer",
            },
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, for as long as that may take; then it lies in memory no more. Raises ClientDisconnect."""
        try:
            async with asyncio.timeout(self._seconds):
                await super().__call__(scope, receive, send)
        except TimeoutError:
            raise ClientDisconnect from None
        finally:
            self._room.give_back(len(self.body))
