"""One PostgreSQL database with all its partitions."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

from ledger.encoding import decode
from ledger.event import Recorded
from ledger.identifiers import Seal, Stream
from ledger.storage.postgresql.batch import PostgreSQLBatch
from ledger.storage.postgresql.connections import Connections
from ledger.storage.postgresql.listening import Listener, news
from ledger.storage.postgresql.outbox import PostgreSQLOutbox
from ledger.storage.postgresql.people import PostgreSQLPapers, PostgreSQLPeople, PostgreSQLSealedBallots
from ledger.storage.postgresql.reading import PostgreSQLReading
from ledger.storage.postgresql.source import ROW, UPPERMOST
from ledger.storage.postgresql.tables import partitions_in, require_migrated, schema_of, unused_partitions
from ledger.storage.postgresql.trouble import place
from ledger.storage.postgresql.values import Integer, Integers, Text
from ledger.storage.seeking import VERSION_AT
from ledger.storage.store import MANY, StoreUnavailable


class PostgreSQLStore:
    """One PostgreSQL database with all its partitions."""

    writers = 4
    """Each partition has a lock of its own; more threads than this only take turns at the interpreter."""

    def __init__(self, database: str) -> None:
        self.address = database
        self.where = place(database)
        self.connections = Connections(database, self.where)
        self._own = secrets.token_hex(4)
        """Marks this process's news."""
        self._given_out: set[str] = set()
        """Partitions that were named as free."""
        self._listeners: list[Listener] = []
        self.connections.open()
        try:
            with self.connections.lent() as db:
                require_migrated(db, self.where)
                ((self.secret,),) = db.ask("SELECT value FROM usf.installation WHERE name = 'secret'")
        except BaseException:
            self.close()
            raise
        self.people = PostgreSQLPeople(self.connections)
        self.papers = PostgreSQLPapers(self.connections)
        self.sealed_ballots = PostgreSQLSealedBallots(self.connections)
        self.outbox = PostgreSQLOutbox(self.connections)

    def partitions(self) -> tuple[str, ...]:
        with self.connections.lent() as db:
            return partitions_in(db)

    def create_partition(self, name: str) -> None:
        if name not in self.partitions():
            raise StoreUnavailable(
                f"{self.where} has no partition {name}: let its owner run `usf migrate --partitions` "
                "with a greater number."
            )

    def free_partition(self, random: Random) -> str:
        with self.connections.lent() as db:
            free = unused_partitions(db)
        if not free:
            raise StoreUnavailable(
                f"Every partition of {self.where} is taken: let its owner run `usf migrate --partitions` "
                "with a greater number."
            )
        # What this process gave out already may be about to be used, or was given out for a rehearsal alone.
        chosen = random.choice(sorted(free - self._given_out or free))
        self._given_out.add(chosen)
        return chosen

    @contextmanager
    def batch(self, partition: str) -> Iterator[PostgreSQLBatch]:
        with self.connections.lent() as db:
            yield PostgreSQLBatch(db, partition, self.where, news(partition, self._own))

    @contextmanager
    def source(self, partition: str) -> Iterator[PostgreSQLReading]:
        with self.connections.lent() as db:
            yield PostgreSQLReading(db, partition, self.where)

    def read(self, partition: str, after: int, limit: int) -> list[Recorded]:
        query = (
            f"SELECT {ROW} FROM {schema_of(partition)}.events WHERE notification_id > $1"
            " ORDER BY notification_id LIMIT $2"
        )
        with self.connections.lent() as db:
            rows = db.ask(query, Integer(after), Integer(limit))
            return [decode(partition, *row) for row in rows]

    def stream(
        self, partition: str, stream: Stream, after: int = 0, at_once: int = MANY
    ) -> Iterator[Recorded]:
        query = (
            f"SELECT {ROW} FROM {schema_of(partition)}.events WHERE originator_id = $1"
            " AND originator_version > $2 ORDER BY originator_version LIMIT $3"
        )
        while True:
            with self.connections.lent() as db:
                rows = db.ask(query, Text(stream), Integer(after), Integer(at_once))
                found = [decode(partition, *row) for row in rows]
            yield from found
            if len(found) < at_once:
                return
            after = found[-1].version

    def events_at(self, partition: str, positions: Sequence[int]) -> list[Recorded]:
        query = (
            f"SELECT {ROW} FROM {schema_of(partition)}.events WHERE notification_id = ANY($1)"
            " ORDER BY notification_id"
        )
        with self.connections.lent() as db:
            return [decode(partition, *row) for row in db.ask(query, Integers(positions))]

    def version_at(self, partition: str, stream: str, position: int) -> int:
        query = VERSION_AT.format(events=f"{schema_of(partition)}.events", position="notification_id")
        query = query.replace(":stream", "$1").replace(":position", "$2")
        with self.connections.lent() as db:
            rows = db.ask(query, Text(stream), Integer(position))
        return rows[0][0] if rows else 0

    def head(self, partition: str) -> int:
        with self.connections.lent() as db:
            rows = db.ask(f"SELECT coalesce(max(notification_id), 0) FROM {schema_of(partition)}.events")
        head: int = rows[0][0]
        return head

    def find(self, partition: str, kind: str, streams: str, after: int) -> list[Recorded]:
        # The sum keeps the order by position from being taken for a reason to read the whole log.
        query = (
            f"SELECT {ROW} FROM {schema_of(partition)}.events WHERE originator_id >= $1 AND originator_id < $2"
            " AND notification_id + 0 > $3 AND topic = $4 ORDER BY notification_id + 0"
        )
        with self.connections.patient() as db:
            rows = db.ask(query, Text(streams), Text(streams + UPPERMOST), Integer(after), Text(kind))
            return [decode(partition, *row) for row in rows]

    def listing(self, partition: str, seal: Seal) -> tuple[str, ...]:
        with self.source(partition) as source:
            return source.listing(seal)

    def listen(self, on_news: Callable[[str], None]) -> Callable[[], None]:
        listener = Listener(self.connections, on_news, self._own)
        self._listeners.append(listener)
        return listener.close

    def close(self) -> None:
        for listener in self._listeners:
            listener.close()
        self.connections.close()
