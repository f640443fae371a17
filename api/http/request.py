"""A request as routes see it: Starlette's own, with what the door has found out about it."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.http.permissions import NOBODY, Caller

if TYPE_CHECKING:
    from api.http.state import State


class HttpRequest(Request):
    """One request."""

    caller: Caller = NOBODY
    said: str = ""
    """What its body says, written in the one way that is the same however the sender wrote it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        # Of a header that is sent twice the first one counts, as in all of the framework.
        self._first: dict[bytes, bytes] = dict(reversed(scope["headers"]))

    @property
    def service(self) -> "State":
        """What lives as long as the application serves."""
        state: State = self.scope["app"].state
        return state

    def header_bytes(self, name: bytes) -> bytes | None:
        """A header as it came, named in lower case."""
        return self._first.get(name)

    def header(self, name: bytes) -> str | None:
        """A header, named in lower case."""
        value = self._first.get(name)
        return None if value is None else value.decode("latin-1")

    def sends_twice(self, name: bytes) -> bool:
        """Whether there is more than one such header."""
        headers = self.scope["headers"]
        return len(headers) > len(self._first) and sum(header[0] == name for header in headers) > 1
