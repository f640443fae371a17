"""Which kind of database the ledgers of tests are kept in: `USF_TEST_STORE=postgresql` keeps them in PostgreSQL."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
import pytest

from ledger.storage.postgresql.batch import PostgreSQLBatch, lock_of
from ledger.storage.sqlite.batch import SQLiteBatch
from tests.postgresql import copy, drop, fresh_database, owner_of

ON_POSTGRESQL = os.environ.get("USF_TEST_STORE") == "postgresql"

about_files = pytest.mark.skipif(ON_POSTGRESQL, reason="It is about SQLite's files.")

StoreBatch: TypeAlias = SQLiteBatch | PostgreSQLBatch
STORE_BATCH: Any = PostgreSQLBatch if ON_POSTGRESQL else SQLiteBatch
"""The batch of the store, for tests that break it."""

_databases: dict[str, str] = {}


def database_at(path: Path | str) -> str:
    """Where the ledger is kept that a test knows by a path: in that file, or in a database that stands for it.

    The address of a database is its own.
    """
    if not ON_POSTGRESQL or "://" in str(path):
        return str(path)
    if str(path) not in _databases:
        _databases[str(path)] = fresh_database()
    return _databases[str(path)]


def copy_database(path: Path, to: Path) -> None:
    """Copy a database that nobody holds open, with all that belongs to it."""
    if ON_POSTGRESQL:
        _databases[str(to)] = copy(database_at(path))
    else:
        copy_with_views(path, to)


def copy_with_views(path: Path, to: Path) -> None:
    """Copy an SQLite database that nobody holds open, and the files of its views."""
    for file in path.parent.iterdir():
        if file.name.startswith(path.name):
            shutil.copy(file, to.with_name(to.name + file.name.removeprefix(path.name)))


@contextlib.contextmanager
def databases_go_with_their_test() -> Iterator[None]:
    """The databases that were made meanwhile are dropped in the end."""
    before = set(_databases)
    yield
    for path in set(_databases) - before:
        drop(_databases.pop(path))


class Door:
    """A way into a database past the ledger, for tests that look at it, hold it up, or tamper with it."""

    def __init__(self, database: str) -> None:
        self._address = database
        self._server = "://" in database
        self._db: Any = (
            psycopg.connect(owner_of(database), autocommit=True)
            if self._server
            else sqlite3.connect(database, isolation_level=None, timeout=30)
        )

    def table(self, partition: str, name: str) -> str:
        """One of a partition's tables."""
        return f"partition_{partition}.{name}" if self._server else f"{partition}_{name}"

    def common(self, name: str) -> str:
        """One of the tables that all partitions share."""
        return f"usf.{name}" if self._server else name

    @property
    def position(self) -> str:
        """The column of an event's position."""
        return "notification_id" if self._server else "rowid"

    def everything(self) -> bytes:
        """All that is stored: every file, or every row of every table."""
        if not self._server:
            path = Path(self._address)
            return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
        return repr(self.contents()).encode()

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, of the views too."""
        if self._server:
            query = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE tableowner = current_user"
            names = [name for (name,) in self.execute(query)]
            return {name: self.execute(f"SELECT * FROM {name}").fetchall() for name in names}
        path, found = Path(self._address), {}
        for file in (path, *path.parent.glob(f"{path.name}-views-????????")):
            with contextlib.closing(sqlite3.connect(file)) as db:
                for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                    found[name] = db.execute(f'SELECT * FROM "{name}"').fetchall()
        return found

    def execute(self, query: str, *values: object) -> Any:
        """Carry out a statement with ? for each value; its cursor."""
        return self._db.execute(
            query.replace("%", "%%").replace("?", "%s") if self._server else query, values
        )

    def hold(self, partition: str) -> None:
        """Take the partition's lock."""
        self.execute("BEGIN" if self._server else "BEGIN IMMEDIATE")
        if self._server:
            self.execute("SELECT pg_advisory_xact_lock(?)", lock_of(partition))

    def let_go(self) -> None:
        """Give the lock back."""
        self.execute("ROLLBACK")

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
