"""How the campaign speaks to a server: plain HTTP/1.1, so that a connection that breaks is seen where it breaks."""

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

LONGEST_ANSWER_S = 20.0

Json = dict[str, Any]


class Unanswered(Exception):  # noqa: N818 - it says what the asker knows
    """No whole answer came: what was asked may be recorded, or not."""


class Told(NamedTuple):
    """An answer that came in whole."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Line:
    """One connection to a server, made anew when it broke."""

    def __init__(self, port: int, secret: str | None = None) -> None:
        self._port = port
        self._headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
        self._connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: Json | None = None, key: str | None = None) -> Told:
        """Send a body. Raises Unanswered."""
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        return self._ask("POST", path, None if body is None else json.dumps(body).encode(), headers)

    def get(self, path: str) -> Told:
        """Read. Raises Unanswered."""
        return self._ask("GET", path, None, {})

    def stream(self, path: str, lines: list[Json], key: str | None = None) -> Iterator[Json]:
        """Send lines; each answered line as it comes. Raises Unanswered where that is cut."""
        body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        headers = {"Content-Type": "application/x-ndjson"} | ({"Idempotency-Key": key} if key else {})
        with self._whole():
            answer = self._send("POST", path, body, headers)
            if answer.status != 200:
                yield {"status": answer.status, "problem": _read(answer.read())}
                return
            while line := answer.readline():
                yield json.loads(line)

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Told:
        with self._whole():
            answer = self._send(method, path, body, headers)
            said = answer.read()
        return Told(answer.status, {name.lower(): value for name, value in answer.getheaders()}, _read(said))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A connection that broke in the middle of an answer is not used again."""
        try:
            yield
        except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
            self.close()
            raise Unanswered(type(error).__name__) from error

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=LONGEST_ANSWER_S)
        self._connection.request(method, path, body, {**self._headers, **headers})
        return self._connection.getresponse()


def _read(said: bytes) -> Any:
    """JSON, or whatever else it was."""
    try:
        return json.loads(said)
    except ValueError:
        return {"type": said.decode(errors="replace")[:200]}
