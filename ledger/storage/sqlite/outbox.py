"""Messages that were sent and not taken in yet, in an SQLite file."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from ledger.identifiers import InstallationId
from ledger.message import MessageId, Posted
from ledger.storage.trouble import said_plainly

_ID = "partition = ? AND position = ? AND number = ?"
_AFTER = "(partition, position, number) > (?, ?, ?) ORDER BY partition, position, number LIMIT ?"
TAKE = f"DELETE FROM outbox WHERE {_ID}"


class SQLiteOutbox:
    """Messages on their way (ledger.storage.store.Outbox)."""

    def __init__(self, connection: Callable[[], sqlite3.Connection], path: str) -> None:
        self._connection = connection
        self._path = path

    def due(self, after: MessageId, limit: int) -> list[Posted]:
        return self._found("installation IS NULL AND refusal IS NULL AND", *after, limit)

    def waiting_for(self, installation: InstallationId, after: MessageId, limit: int) -> list[Posted]:
        return self._found("installation = ? AND refusal IS NULL AND", installation, *after, limit)

    def everything(self, after: MessageId, limit: int) -> list[Posted]:
        return self._found("", *after, limit)

    def refused(self, refusals: Collection[str], after: MessageId, limit: int) -> list[Posted]:
        which = f"refusal IN ({', '.join('?' * len(refusals))}) AND"
        return self._found(which, *refusals, *after, limit)

    def put_off(self, messages: Sequence[MessageId], installation: InstallationId) -> None:
        with self._at_once() as db:
            db.executemany(
                f"UPDATE outbox SET installation = ? WHERE {_ID}", [(installation, *m) for m in messages]
            )

    def park(self, message: MessageId, refusal: str) -> None:
        with self._at_once() as db:
            db.execute(f"UPDATE outbox SET refusal = ? WHERE {_ID}", (refusal, *message))

    def try_again(self, message: MessageId) -> bool:
        # Where its account lies is looked up anew.
        with self._at_once() as db:
            done = db.execute(
                f"UPDATE outbox SET refusal = NULL, installation = NULL WHERE {_ID} AND refusal IS NOT NULL",
                message,
            )
            return done.rowcount > 0

    def release(self, messages: Sequence[MessageId]) -> None:
        with self._at_once() as db:
            query = f"UPDATE outbox SET refusal = NULL, installation = NULL WHERE {_ID}"
            db.executemany(query, messages)

    def put(self, posted: Sequence[Posted]) -> None:
        with self._at_once() as db:
            db.executemany("INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, ?, ?)", posted)

    def take(self, messages: Sequence[MessageId]) -> None:
        with self._at_once() as db:
            db.executemany(TAKE, messages)

    @contextmanager
    def _at_once(self) -> Iterator[sqlite3.Connection]:
        """One transaction: one commit for many messages."""
        db = self._connection()
        with said_plainly(self._path):
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    def _found(self, which: str, *values: str | int) -> list[Posted]:
        with said_plainly(self._path):
            query = (
                "SELECT partition, position, number, receiver, installation, refusal FROM outbox"
                f" WHERE {which} {_AFTER}"
            )
            return [Posted(*row) for row in self._connection().execute(query, values)]
