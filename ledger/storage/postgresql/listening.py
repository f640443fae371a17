"""Hearing at once what other programs commit (LISTEN); a poll stands behind it, since a cut line says nothing."""

import contextlib
import logging
import threading
from collections.abc import Callable

from ledger.storage.postgresql.batch import CHANNEL
from ledger.storage.postgresql.connections import Connection, Connections
from ledger.storage.store import StoreUnavailable

TURN_SECONDS = 0.25
"""How long closing may take."""
SILENCE_SECONDS = 10.0
"""Without any news, the server is asked this often whether it is still there."""
RETRY_SECONDS = 1.0

log = logging.getLogger(__name__)


class Listener:
    """A thread that hears what is committed, until it is closed."""

    def __init__(self, connections: Connections, on_news: Callable[[str], None], own: str) -> None:
        """`own` marks news from this very process, which knows already."""
        self._connections = connections
        self._on_news = on_news
        self._own = own
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear no more."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(StoreUnavailable), self._connections.patient() as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                self._hear(connection)
            self._closed.wait(RETRY_SECONDS)

    def _hear(self, connection: Connection) -> None:
        turns = 0
        while not self._closed.is_set():
            for heard in connection.notifies(timeout=TURN_SECONDS):
                partition, _, by = heard.payload.partition(" ")
                if by != self._own:
                    self._on_news(partition)
                if self._closed.is_set():
                    return
            turns += 1
            if turns * TURN_SECONDS >= SILENCE_SECONDS:
                turns = 0
                connection.execute("SELECT 1")


def news(partition: str, own: str) -> str:
    """What is told of a commit: where, and by whom."""
    return f"{partition} {own}"
