"""What one transaction on a partition reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.encoding import decode
from ledger.event import Event, Recorded
from ledger.identifiers import Mark, Seal, Stream
from ledger.marks import Stored
from ledger.snapshots import read_snapshot
from ledger.source import NEWEST
from ledger.state import State
from ledger.storage.postgresql.connections import Connection
from ledger.storage.postgresql.tables import schema_of
from ledger.storage.postgresql.trouble import said_plainly
from ledger.storage.postgresql.values import Integer, Text, Texts, Value
from ledger.storage.store import StoreUnavailable, items_of

ROW = "notification_id, originator_id, originator_version, topic, state"
"""The columns of an event's row, in the order of ledger.storage.store.Row."""

CHUNK = 2_000
"""Events of one stream that are read at a time."""

UPPERMOST = "\U0010ffff"


class PostgreSQLSource:
    """A partition's states and marks as the open transaction sees them (ledger.source.Source)."""

    def __init__(self, connection: Connection, partition: str, where: str) -> None:
        self._db = connection
        self._partition = partition
        self._schema = schema_of(partition)
        self._where = where

    def snapshot(self, stream: Stream, until: int = NEWEST) -> tuple[State, int] | None:
        row = self._first(
            f"SELECT version, shape, state FROM {self._schema}.snapshots"
            " WHERE stream = $1 AND version <= $2 ORDER BY version DESC LIMIT 1",
            Text(stream),
            Integer(until),
        )
        return read_snapshot(stream, *row) if row else None

    def events(self, stream: Stream, after: int, until: int = NEWEST) -> Iterator[tuple[int, Event]]:
        return ((recorded.version, recorded.event) for recorded in self.recorded(stream, after, until))

    def recorded(self, stream: Stream, after: int = 0, until: int = NEWEST) -> Iterator[Recorded]:
        query = (
            f"SELECT {ROW} FROM {self._schema}.events WHERE originator_id = $1 AND originator_version > $2"
            " AND originator_version <= $3 ORDER BY originator_version LIMIT $4"
        )
        more = True
        while more:
            rows = self._read(query, Text(stream), Integer(after), Integer(until), Integer(CHUNK))
            with said_plainly(self._where):
                for row in rows:
                    recorded = decode(self._partition, *row)
                    after = recorded.version
                    yield recorded
            more = len(rows) == CHUNK

    def marks(self, names: tuple[Mark, ...]) -> Mapping[Mark, Stored]:
        query = f"SELECT mark, position, value FROM {self._schema}.marks WHERE mark = ANY($1)"
        return stored(self._read(query, Texts(names)))

    def group(self, beginning: str) -> Mapping[Mark, Stored]:
        query = f"SELECT mark, position, value FROM {self._schema}.marks WHERE mark >= $1 AND mark < $2 ORDER BY mark"
        return stored(self._read(query, Text(beginning), Text(beginning + UPPERMOST)))

    def event_at(self, position: int) -> Recorded | None:
        row = self._first(
            f"SELECT {ROW} FROM {self._schema}.events WHERE notification_id = $1", Integer(position)
        )
        with said_plainly(self._where):
            return decode(self._partition, *row) if row else None

    def listing(self, seal: Seal) -> tuple[str, ...]:
        row = self._first(f"SELECT salt, items FROM {self._schema}.listings WHERE seal = $1", Text(seal))
        if row is None:
            raise StoreUnavailable(f"The list with seal {seal} is missing from {self._where}.")
        return items_of(seal, row[0], row[1], str(self._where))

    def _first(self, query: str, *values: Value) -> Any:
        rows = self._read(query, *values)
        return rows[0] if rows else None

    def _read(self, query: str, *values: Value) -> list[Any]:
        with said_plainly(self._where):
            return self._db.ask(query, *values)


def stored(rows: list[Any]) -> dict[Mark, Stored]:
    """Marks, by name."""
    return {mark: Stored(position, value) for mark, position, value in rows}
