"""The line to another installation: posts a parcel, and brings its answer.

A call goes to the address that a registrar recognised and nowhere else: no redirect is followed, and no answer is read
beyond what a parcel may hold. However slowly the other side speaks, a call ends in time, and at once when we close.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from ledger.post.parcel import LARGEST_BYTES

PATH = "/v1/messages"
PATIENCE_SECONDS = 10.0
"""How long the other side may be silent."""
WHOLE_SECONDS = 30.0
"""How long one parcel and its answer may take, so that nobody who speaks slowly keeps the others waiting."""
LOOK_SECONDS = 0.1
"""How often to look whether a call has lasted too long."""


class Unreachable(Exception):  # noqa: N818 - what went wrong is said in the sentence
    """The other installation does not answer as it should; nothing is lost."""


class Line:
    """Calls one installation after the other."""

    def __init__(self) -> None:
        self._cut = threading.Event()

    def cut(self) -> None:
        """End the call under way; there will be no other."""
        self._cut.set()

    def post(self, address: str, parcel: bytes) -> bytes:
        """Post a parcel to an installation; its answer. Raises Unreachable."""
        parts = urlsplit(address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
        try:
            connection.connect()
            _require_elsewhere(connection.sock)
            with self._watched(connection.sock):
                headers = {"Content-Type": "application/json", "Accept": "application/json"}
                connection.request("POST", parts.path.rstrip("/") + PATH, parcel, headers)
                answer = connection.getresponse()
                if answer.status != 200:
                    raise Unreachable(f"it answers with status {answer.status}")
                came = answer.read(LARGEST_BYTES + 1)
                if answer.length:
                    raise Unreachable("it breaks off, or says more than a parcel holds")
                return came
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(f"it does not answer ({type(error).__name__})") from error
        finally:
            connection.close()

    @contextmanager
    def _watched(self, wire: socket.socket) -> Iterator[None]:
        """Hang up once the call has lasted too long, or the line is cut."""
        done = threading.Event()
        until = time.monotonic() + WHOLE_SECONDS

        def watch() -> None:
            while not done.wait(LOOK_SECONDS):
                if self._cut.is_set() or time.monotonic() > until:
                    with suppress(OSError):
                        # Beneath any encryption, which waits for the other side even to say goodbye.
                        socket.socket.shutdown(wire, socket.SHUT_RDWR)

        watcher = threading.Thread(target=watch, name="line", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _require_elsewhere(wire: socket.socket) -> None:
    """A name may lead where a machine keeps its own secrets, whatever it led to before. Raises Unreachable."""
    if ip_address(wire.getpeername()[0]).is_link_local:
        raise Unreachable("its name leads to this machine's own wire")
