"""One SQLite file with all its partitions."""

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random

import msgspec
from eventsourcing.sqlite import SQLiteDatastore

from ledger.encoding import decode
from ledger.event import Recorded
from ledger.identifiers import Seal, Stream
from ledger.storage.seeking import VERSION_AT
from ledger.storage.sqlite.batch import SQLiteBatch, SQLiteSource
from ledger.storage.sqlite.connections import (
    LOCK_SECONDS,
    DurablePool,
    EventRecorder,
    prepare_for_writing,
)
from ledger.storage.sqlite.outbox import SQLiteOutbox
from ledger.storage.sqlite.people import SQLitePapers, SQLitePeople, SQLiteSealedBallots
from ledger.storage.sqlite.reading import SQLiteReading
from ledger.storage.sqlite.tables import create_common_tables, create_partition_tables, require_ours
from ledger.storage.store import MANY, StoreUnavailable
from ledger.storage.trouble import said_plainly


class _Lent:
    """A thread's own connection, which ends with its thread."""

    __slots__ = ("__weakref__", "connection", "writes")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.writes = False


class SQLiteStore:
    """One SQLite file with all its partitions."""

    writers = 1
    """The lock is the file's: a second writer would only sleep until the first is done."""

    def __init__(self, path: str, *, create: bool = True) -> None:
        self.path = path
        if not create and not Path(path).exists():
            raise StoreUnavailable(
                f"There is no database at {path}: give the path of an existing one with --db."
            )
        self._local = threading.local()
        self._lent: list[weakref.finalize[..., _Lent]] = []
        """How each thread's connection is closed."""
        self._guard = threading.Lock()
        self._closed = False
        with said_plainly(path):
            self._look_first()
            self._datastore = SQLiteDatastore(path, originator_id_type="text")
            self._pool = self._datastore.pool = DurablePool(db_name=path, lock_timeout=LOCK_SECONDS)
            try:
                self._set_up()
            except BaseException:
                self.close()
                raise
        self.people = SQLitePeople(self.connection)
        self.papers = SQLitePapers(self.connection)
        self.sealed_ballots = SQLiteSealedBallots(self.connection)
        self.outbox = SQLiteOutbox(self.connection, path)

    @property
    def address(self) -> str:
        return self.path

    def _look_first(self) -> None:
        """Before any setting is made, since another program's file must stay as it is."""
        with closing(sqlite3.connect(self.path, timeout=LOCK_SECONDS, uri=True)) as connection:
            require_ours(connection, self.path)

    def _set_up(self) -> None:
        connection = self.connection()
        create_common_tables(connection)
        (self.secret,) = connection.execute("SELECT value FROM installation WHERE name='secret'").fetchone()

    def connection(self) -> sqlite3.Connection:
        """This thread's own connection, closed with its thread or with the store. Raises StoreUnavailable.

        Whoever writes on it begins and ends transactions by name.
        """
        return self._lent_here().connection

    def _lent_here(self) -> _Lent:
        lent: _Lent | None = getattr(self._local, "lent", None)
        if lent is None:
            with self._guard:
                if self._closed:
                    raise StoreUnavailable(f"{self.path} was closed: open it again.")
                lent = self._local.lent = _Lent(self.connect())
                self._lent = [close for close in self._lent if close.alive]
                self._lent.append(weakref.finalize(lent, lent.connection.close))
        return lent

    def connect(self) -> sqlite3.Connection:
        """A new connection, which the caller closes. Autocommit: transactions are begun by name."""
        with said_plainly(self.path):
            return self._pool.connect()

    def partitions(self) -> tuple[str, ...]:
        with said_plainly(self.path):
            return tuple(
                name for (name,) in self.connection().execute("SELECT name FROM partitions ORDER BY name")
            )

    def create_partition(self, name: str) -> None:
        if name in self.partitions():
            return
        with said_plainly(self.path):
            create_partition_tables(self.connection(), name, EventRecorder(self._datastore, f"{name}_events"))

    def free_partition(self, random: Random) -> str:
        return f"p{random.getrandbits(60):015x}"

    @contextmanager
    def batch(self, partition: str) -> Iterator["SQLiteBatch"]:
        lent = self._lent_here()
        connection = lent.connection
        with said_plainly(self.path):
            if not lent.writes:
                prepare_for_writing(connection)
                lent.writes = True
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SQLiteBatch(connection, partition, self.path)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def source(self, partition: str) -> Iterator["SQLiteReading"]:
        connection = self.connection()
        with said_plainly(self.path):
            connection.execute("BEGIN")
            try:
                yield SQLiteReading(connection, partition, self.path)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def read(self, partition: str, after: int, limit: int) -> list[Recorded]:
        with said_plainly(self.path):
            rows = self.connection().execute(
                f"SELECT rowid, originator_id, originator_version, topic, state FROM {partition}_events"
                " WHERE rowid > ? ORDER BY rowid LIMIT ?",
                (after, limit),
            )
            return [decode(partition, *row) for row in rows]

    def events_at(self, partition: str, positions: Sequence[int]) -> list[Recorded]:
        with said_plainly(self.path):
            rows = self.connection().execute(
                f"SELECT rowid, originator_id, originator_version, topic, state FROM {partition}_events"
                " WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid",
                (msgspec.json.encode(positions).decode(),),
            )
            return [decode(partition, *row) for row in rows]

    def stream(
        self, partition: str, stream: Stream, after: int = 0, at_once: int = MANY
    ) -> Iterator[Recorded]:
        with said_plainly(self.path):
            rows = self.connection().execute(
                f"SELECT rowid, originator_id, originator_version, topic, state FROM {partition}_events"
                " WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version",
                (stream, after),
            )
            for row in rows:
                yield decode(partition, *row)

    def version_at(self, partition: str, stream: str, position: int) -> int:
        with said_plainly(self.path):
            query = VERSION_AT.format(events=f"{partition}_events", position="rowid")
            row = self.connection().execute(query, {"stream": stream, "position": position}).fetchone()
            return row[0] if row else 0

    def find(self, partition: str, kind: str, streams: str, after: int) -> list[Recorded]:
        with said_plainly(self.path):
            # The plus keeps the order by position from being taken for a reason to read the whole log.
            rows = self.connection().execute(
                f"SELECT rowid, originator_id, originator_version, topic, state FROM {partition}_events"
                " WHERE originator_id >= ? AND originator_id < ? AND +rowid > ? AND topic = ? ORDER BY +rowid",
                (streams, streams + "\U0010ffff", after, kind),
            )
            return [decode(partition, *row) for row in rows]

    def head(self, partition: str) -> int:
        with said_plainly(self.path):
            (head,) = self.connection().execute(f"SELECT max(rowid) FROM {partition}_events").fetchone()
            return head or 0

    def listing(self, partition: str, seal: Seal) -> tuple[str, ...]:
        with said_plainly(self.path):
            return SQLiteSource(self.connection(), partition, self.path).listing(seal)

    def listen(self, on_news: Callable[[str], None]) -> Callable[[], None]:
        return lambda: None

    def close(self) -> None:
        with self._guard:
            self._closed = True
            for close in self._lent:
                with suppress(sqlite3.Error):
                    close()
            self._lent.clear()
            self._local = threading.local()
        self._datastore.close()
