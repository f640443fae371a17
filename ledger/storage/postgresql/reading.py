"""A whole partition as it stood at one moment."""

from collections.abc import Iterator
from typing import Any

from ledger.identifiers import Mark, Stream
from ledger.storage.postgresql.source import ROW, PostgreSQLSource
from ledger.storage.postgresql.trouble import said_plainly
from ledger.storage.postgresql.values import Value
from ledger.storage.store import MANY, RawRow

BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgreSQLReading(PostgreSQLSource):
    """A partition as one transaction sees it, which begins with the first look (ledger.storage.store.Reading)."""

    _begun = False
    _streams = 0
    """How many were opened: several may be read at the same time, each under a name of its own."""

    def head(self) -> int:
        (head,) = self._first(f"SELECT max(notification_id) FROM {self._schema}.events")
        return head or 0

    def rows(self, after: int = 0) -> Iterator[RawRow]:
        yield from self._stream(
            f"SELECT {ROW} FROM {self._schema}.events WHERE notification_id > {after:d} ORDER BY notification_id"
        )

    def marks_by_position(self) -> Iterator[tuple[int, Mark, bytes]]:
        yield from self._stream(f"SELECT position, mark, value FROM {self._schema}.marks ORDER BY position")

    def snapshots(self) -> Iterator[tuple[Stream, int]]:
        yield from self._stream(f"SELECT stream, version FROM {self._schema}.snapshots")

    def _stream(self, query: str) -> Iterator[Any]:
        """Rows by the thousand, however long it takes."""
        self._read("SELECT set_config('statement_timeout', '0', true)")
        self._db.patience_seconds = None
        self._streams += 1
        with said_plainly(self._where), self._db.cursor(name=f"stream_{self._streams}") as cursor:
            cursor.execute(query, binary=True)
            while rows := cursor.fetchmany(MANY):
                yield from rows

    def _read(self, query: str, *values: Value) -> list[Any]:
        if self._begun:
            return super()._read(query, *values)
        self._begun = True
        with said_plainly(self._where):
            begun, answer = self._db.together((BEGIN, None), (query, values))
            begun.checked()
            answer.checked()
            return answer.rows()
