"""A proxy between writers and server that breaks connections: before, in the middle of, or instead of an answer."""

import json
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import NamedTuple

from tests.chaos.processes import free_port

SHARE_CUT = 0.3
"""How many exchanges are broken."""
LONGEST_ANSWER_S = 20.0
WAYS = ("swallowed", "cut", "hung up", "half sent")


class Exchange(NamedTuple):
    """A request as it came in, whole."""

    head: bytes
    body: bytes


class Proxy:
    """Takes one request after the other on each connection, and lets through what chance allows."""

    def __init__(self, port: int, random: Random) -> None:
        self.port = free_port()
        self.cuts = 0
        self.swallowed: dict[str, tuple[str, str]] = {}
        """What the server said to an act whose writer never heard it: by its key, the id and the position."""
        self._server = port
        self._random = random
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.whole = False
        """Whether everything is let through now."""
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        # Closing alone would not wake who waits in it.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError, EOFError):
            client.settimeout(LONGEST_ANSWER_S)
            with socket.create_connection(("127.0.0.1", self._server), LONGEST_ANSWER_S) as server:
                come, back = client.makefile("rb"), server.makefile("rb")
                while self._exchange(client, server, come.readline, come.read, back.readline, back.read):
                    pass

    def _exchange(
        self,
        client: socket.socket,
        server: socket.socket,
        line: Callable[[], bytes],
        read: Callable[[int], bytes],
        answered_line: Callable[[], bytes],
        answered: Callable[[int], bytes],
    ) -> bool:
        """One request and its answer; whether the connection goes on."""
        asked = Exchange(*_message(line, read))
        with self._guard:
            is_cut = not self.whole and self._random.random() < SHARE_CUT
            way, part = self._random.choice(WAYS), self._random.random()
        if not is_cut:
            server.sendall(asked.head + asked.body)
            client.sendall(b"".join(_message(answered_line, answered)))
            return True
        if way == "half sent":
            server.sendall((asked.head + asked.body)[: int(part * len(asked.head + asked.body))])
        else:
            server.sendall(asked.head + asked.body)
        if way in {"swallowed", "cut"}:
            head, body = _message(answered_line, answered)
            self._swallow(asked, head, body)
            if way == "cut":
                client.sendall((head + body)[: int(part * len(head + body))])
        with self._guard:
            self.cuts += 1
        for end in (client, server):
            # A reset, not an orderly end: what is still on its way is thrown away.
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.close()
        return False

    def _swallow(self, asked: Exchange, head: bytes, body: bytes) -> None:
        key = _header(asked.head, "idempotency-key")
        if b"ndjson" in asked.head.lower():
            for line in _chunks(body).splitlines():
                told = json.loads(line)
                if told.get("status") == 201:
                    sent = json.loads(asked.body.splitlines()[told["line"] - 1])
                    own = sent.get("idempotency_key") or f"{key}/{told['line'] - 1}"
                    self._remember(own, told)
        elif key is not None and head.startswith(b"HTTP/1.1 201"):
            self._remember(key, json.loads(body))

    def _remember(self, key: str, told: dict[str, str]) -> None:
        with self._guard:
            self.swallowed.setdefault(key, (told["id"], told["position"]))


def _message(line: Callable[[], bytes], read: Callable[[int], bytes]) -> tuple[bytes, bytes]:
    """Head and body of a request or an answer, as they are on the wire. Raises EOFError."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        more = line()
        if not more:
            raise EOFError
        head += more
    if _header(head, "transfer-encoding") != "chunked":
        return head, read(int(_header(head, "content-length") or 0))
    body = b""
    while True:
        size = line()
        if not size:
            raise EOFError
        body += size + read(int(size, 16) + 2)
        if int(size, 16) == 0:
            return head, body


def _header(head: bytes, name: str) -> str | None:
    for line in head.decode("latin-1").split("\r\n")[1:]:
        found, _, value = line.partition(":")
        if found.lower() == name:
            return value.strip()
    return None


def _chunks(body: bytes) -> bytes:
    """What a body in chunks says."""
    said = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        said += body[: int(size, 16)]
        body = body[int(size, 16) + 2 :]
    return said
