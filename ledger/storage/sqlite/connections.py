"""The eventsourcing library's recorder and connections, with our table and our settings."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
)

from ledger.storage.store import StoreUnavailable

LOCK_SECONDS = 5
"""How long to wait for another writer before giving up."""
CACHE_KIB = 8_000
CHECKPOINT_PAGES = 4_000
"""Pages written ahead (16 MB) before they are copied into their places."""


class EventRecorder(SQLiteApplicationRecorder):
    """The library's recorder for one partition, with positions that are never given twice."""

    def construct_create_table_statements(self) -> list[str]:
        return [
            f"CREATE TABLE IF NOT EXISTS {self.events_table_name} ("
            "rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT, originator_version INTEGER, "
            "topic TEXT, state BLOB, UNIQUE (originator_id, originator_version))"
        ]

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int] | None:
        raise NotImplementedError("events are recorded by the ledger alone, which holds the partition's lock")


class DurablePool(SQLiteConnectionPool):
    """The library's connections, with our settings set and checked."""

    def _create_connection(self) -> SQLiteConnection:
        return SQLiteConnection(self.connect(), max_age=self.max_age)

    def connect(self) -> sqlite3.Connection:
        """A connection in autocommit mode, for whoever begins and ends transactions by name."""
        connection = sqlite3.connect(
            self.db_name, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        configure(connection)
        return connection


def prepare_for_writing(connection: sqlite3.Connection) -> None:
    """Room for what a batch touches, and fewer, larger checkpoints: pages that change often are copied once for many.

    Only the connections that write have it, so that memory does not grow with those that read.
    """
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")


def configure(connection: sqlite3.Connection) -> None:
    """Durability and waiting, set and checked."""
    connection.row_factory = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
    if connection.execute("PRAGMA synchronous").fetchone() != (2,):
        raise StoreUnavailable("SQLite would not promise that what is committed survives a power cut.")
