"""Answers that are bytes already, and cost nothing more than to be sent."""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_KIND = (b"content-type", b"application/json")


class Json(Response):
    """A JSON document."""

    def __init__(self, body: bytes, status: int = 200, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
        self.body = body
        self.status_code = status
        self.background = None
        self.raw_headers = [*headers, (b"content-length", b"%d" % len(body)), _KIND]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body})
