"""A whole partition as it stood at one moment."""

from collections.abc import Iterator
from typing import Any

from psycopg.types.numeric import Int8

from ledger.identifiers import Mark, Stream
from ledger.storage.postgresql.source import ROW, PostgreSQLSource, Rows
from ledger.storage.postgresql.trouble import said_plainly
from ledger.storage.store import RawRow

MANY = 5_000
"""Rows that are read at a time, where all are read."""


class PostgreSQLReading(PostgreSQLSource):
    """A partition as one transaction sees it, which begins with the first look (ledger.storage.store.Reading)."""

    _begun = False
    _streams = 0
    """How many were opened: several may be read at the same time, each under a name of its own."""

    def head(self) -> int:
        (head,) = self._first(f"SELECT max(notification_id) FROM {self._schema}.events")
        return head or 0

    def rows(self, after: int = 0) -> Iterator[RawRow]:
        return self._stream(
            f"SELECT {ROW} FROM {self._schema}.events WHERE notification_id > $1 ORDER BY notification_id",
            Int8(after),
        )

    def marks_by_position(self) -> Iterator[tuple[int, Mark, bytes]]:
        return self._stream(f"SELECT position, mark, value FROM {self._schema}.marks ORDER BY position")

    def snapshots(self) -> Iterator[tuple[Stream, int]]:
        return self._stream(f"SELECT stream, version FROM {self._schema}.snapshots")

    def _stream(self, query: str, *values: Any) -> Iterator[Any]:
        """Rows by the thousand, however long it takes."""
        with said_plainly(self._where):
            self._execute("SELECT set_config('statement_timeout', '0', true)", ())
            self._db.patience_seconds = None
            self._streams += 1
            with self._db.cursor(name=f"stream_{self._streams}") as cursor:
                cursor.execute(query, values, binary=True)
                while rows := cursor.fetchmany(MANY):
                    yield from rows

    def _execute(self, query: str, values: tuple[Any, ...]) -> Rows:
        if self._begun:
            return super()._execute(query, values)
        self._begun = True
        with self._db.pipeline():
            self._db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return super()._execute(query, values)
