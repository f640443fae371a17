"""The wire between the service and its database's server, which is cut now and then, whatever is on its way."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from tests.chaos.processes import Silent, fork_server, free_port

LARGEST_PIECE = 65_536
LONGEST_WAIT_S = 30.0

WAYS = ("answer", "commit", "commit's answer", "commit's answer")
"""Before what, or instead of what, a connection may end."""


class Wire:
    """A wire in a process of its own, so that what passes through does not wait for the campaign's own threads."""

    def __init__(self, port: int) -> None:
        self.port = free_port()
        context = fork_server()
        self._told, there = context.Pipe()
        self._process = context.Process(target=_lay, args=(self.port, port, there))
        self._process.start()
        there.close()
        self._told.recv()

    def cut(self, way: str) -> None:
        """Wait until a connection has ended in this way. Raises Silent."""
        self._told.send(way)
        if not self._told.poll(LONGEST_WAIT_S):
            raise Silent("there was nothing to cut")
        self._told.recv()

    def close(self) -> None:
        """Take it away."""
        self._process.kill()
        self._process.join()
        self._told.close()


def _lay(port: int, server: int, told: "Connection[object, object]") -> None:
    ends = _Ends(port, server)
    told.send("laid")
    while True:
        ends.cut(str(told.recv()))
        told.send("cut")


class _Ends:
    """Passes everything on, but ends one connection each time that it is asked to."""

    def __init__(self, port: int, server: int) -> None:
        self._server = server
        self._guard = threading.Lock()
        self._way = ""
        """How the next connection ends that can."""
        self._was_cut = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, name="wire", daemon=True).start()

    def cut(self, way: str) -> None:
        """Wait until a connection has ended in this way."""
        self._was_cut.clear()
        with self._guard:
            self._way = way
        self._was_cut.wait()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
            except OSError:
                return
            for end in (client, server):
                # Else small pieces wait for each other's receipt, as they do on no real wire.
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = _Connection(self, client, server)
            for run in (connection.ask, connection.answer):
                threading.Thread(target=run, daemon=True).start()

    def ends(self, *ways: str) -> bool:
        """Whether a connection that can end in these ways shall."""
        with self._guard:
            if self._way not in ways:
                return False
            self._way = ""
        self._was_cut.set()
        return True


class _Connection:
    """One connection of the service's, and the one to the server that stands for it."""

    def __init__(self, wire: _Ends, client: socket.socket, server: socket.socket) -> None:
        self._wire = wire
        self._client = client
        self._server = server
        self._is_doomed = False
        """What the server answers next is never heard."""

    def ask(self) -> None:
        """From the service to the server."""
        self._pass_on(self._client, self._server, self._asked)

    def answer(self) -> None:
        """From the server to the service."""
        self._pass_on(self._server, self._client, self._answered)

    def _asked(self, piece: bytes) -> bool:
        if b"COMMIT" in piece:
            if self._wire.ends("commit"):
                return False
            self._is_doomed = self._wire.ends("commit's answer")
        return True

    def _answered(self, _: bytes) -> bool:
        return not (self._is_doomed or self._wire.ends("answer"))

    def _pass_on(self, one: socket.socket, other: socket.socket, passes: Callable[[bytes], bool]) -> None:
        with suppress(OSError):
            while (piece := one.recv(LARGEST_PIECE)) and passes(piece):
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                # A reset, not an orderly end: what is still on its way is thrown away.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)
            end.close()
