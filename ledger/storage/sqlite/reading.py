"""A whole partition as it stood at one moment."""

from collections.abc import Iterator

from ledger.identifiers import Mark, Stream
from ledger.storage.sqlite.batch import SQLiteSource
from ledger.storage.store import RawRow


class SQLiteReading(SQLiteSource):
    """A partition as the open transaction sees it (ledger.storage.store.Reading).

    Whoever opened the transaction says plainly what goes wrong while rows are fetched (SQLiteStore.source).
    """

    def head(self) -> int:
        (head,) = self._first(f"SELECT max(rowid) FROM {self._partition}_events", ())
        return head or 0

    def rows(self, after: int = 0) -> Iterator[RawRow]:
        return self._db.execute(
            "SELECT rowid, originator_id, originator_version, topic, state"
            f" FROM {self._partition}_events WHERE rowid > ? ORDER BY rowid",
            (after,),
        )

    def marks_by_position(self) -> Iterator[tuple[int, Mark, bytes]]:
        return self._db.execute(
            f"SELECT position, mark, value FROM {self._partition}_marks ORDER BY position"
        )

    def snapshots(self) -> Iterator[tuple[Stream, int]]:
        return self._db.execute(f"SELECT stream, version FROM {self._partition}_snapshots")
