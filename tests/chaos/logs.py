"""The log as it lies in the database, read by plain SQL: nothing of the code under test stands between."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import NamedTuple, Protocol

import psycopg
from psycopg import sql


class Stored(NamedTuple):
    """One row of an event table."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes


class Log(Protocol):
    """A database as the campaign reads it."""

    def partitions(self) -> list[str]: ...

    def rows(self, partition: str, after: int = 0) -> Iterator[Stored]:
        """In the order of their positions."""

    def counted(self, partition: str) -> dict[str, int]:
        """How many events there are of each topic."""


class SQLiteLog:
    """One file, opened anew for each question and never written."""

    def __init__(self, path: str) -> None:
        self._address = f"file:{path}?mode=ro"

    def partitions(self) -> list[str]:
        return [name for (name,) in self._ask("SELECT name FROM partitions ORDER BY name")]

    def rows(self, partition: str, after: int = 0) -> Iterator[Stored]:
        columns = "rowid, originator_id, originator_version, topic, state"
        query = f"SELECT {columns} FROM {partition}_events WHERE rowid > {after} ORDER BY rowid"
        return (Stored(*row) for row in self._ask(query))

    def counted(self, partition: str) -> dict[str, int]:
        return dict(self._ask(f"SELECT topic, count(*) FROM {partition}_events GROUP BY topic"))

    def _ask(self, query: str) -> Iterable[tuple]:
        with closing(sqlite3.connect(self._address, uri=True, timeout=10)) as db:
            return db.execute(query).fetchall()


class PostgreSQLLog:
    """One database, read as its owner."""

    def __init__(self, url: str) -> None:
        self._url = url

    def partitions(self) -> list[str]:
        return [
            name for (name,) in self._ask(sql.SQL("SELECT name FROM usf.partitions ORDER BY name").format())
        ]

    def rows(self, partition: str, after: int = 0) -> Iterator[Stored]:
        query = sql.SQL(
            "SELECT notification_id, originator_id, originator_version, topic, state FROM {}"
            " WHERE notification_id > {} ORDER BY notification_id"
        ).format(self._events(partition), after)
        return (Stored(*row) for row in self._ask(query))

    def counted(self, partition: str) -> dict[str, int]:
        query = sql.SQL("SELECT topic, count(*) FROM {} GROUP BY topic").format(self._events(partition))
        return dict(self._ask(query))

    def _events(self, partition: str) -> sql.Identifier:
        return sql.Identifier(f"partition_{partition}", "events")

    def _ask(self, query: sql.Composed) -> Iterable[tuple]:
        with psycopg.connect(self._url, autocommit=True) as db:
            return db.execute(query).fetchall()
