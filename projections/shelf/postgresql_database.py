"""One transaction on PostgreSQL, as views know it: their SQL is that of both databases, but for a few signs."""

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.types.numeric import IntDumper
from psycopg.types.string import StrDumper

from ledger.storage.postgresql.connections import Connection
from projections.base import Source, Table, Values

_SIGN = re.compile(r"'[^']*'|\?|:([a-z_]+)")
_TYPES = {"INTEGER": "bigint", "TEXT": 'text COLLATE "C"', "BLOB": "bytea"}
_TYPE = re.compile(r"\b(INTEGER|TEXT|BLOB)\b")

CHUNK = 2_000
"""Rows of a stream that are fetched at a time."""


class PostgreSQLDatabase:
    """A transaction on one schema of views (projections.base.Database)."""

    def __init__(self, connection: Connection, generation: str, log: Source | None = None) -> None:
        self.generation = generation
        self._log = log
        self._connection = connection
        _adapt(connection)

    @property
    def log(self) -> Source:
        assert self._log is not None, "only who makes tables anew has them without their log"
        return self._log

    def execute(self, query: str, values: Values = (), /) -> "psycopg.Cursor[Any]":
        text, names = translated(query)
        return self._connection.execute(text, _ordered(values, names))

    def executemany(self, query: str, rows: Iterable[Values], /) -> None:
        text, names = translated(query)
        with self._connection.cursor() as cursor:
            cursor.executemany(text, [_ordered(row, names) for row in rows])

    def stream(self, query: str, values: Values = ()) -> Iterator[Any]:
        text, names = translated(query)
        with self._connection.cursor(name=f"stream_{id(query)}") as cursor:
            cursor.itersize = CHUNK
            yield from cursor.execute(text, _ordered(values, names))

    def insert(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

    def put(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        self.executemany(table.upsert, rows)


@lru_cache(maxsize=2_048)
def translated(query: str) -> tuple[str, tuple[str, ...] | None]:
    """A query with PostgreSQL's own signs for values; the names behind these, in order, where they have names."""
    names: list[str] = []
    count = 0

    def sign(found: re.Match[str]) -> str:
        nonlocal count
        if found[1] is not None:
            if found[1] not in names:
                names.append(found[1])
            return f"${names.index(found[1]) + 1}"
        if found[0] != "?":
            return found[0]
        count += 1
        return f"${count}"

    text = _SIGN.sub(sign, query)
    assert not (names and count), "a query's values have names, or none has"
    return text, tuple(names) or None


def ddl_of(table: Table, schema: str) -> Iterator[str]:
    """The statements that create a table."""
    columns = _TYPE.sub(lambda found: _TYPES[found[1]], table.columns)
    yield f"CREATE TABLE {schema}.{table.name} ({columns})"
    for name, indexed in table.indexes.items():
        yield f"CREATE INDEX {name} ON {schema}.{table.name} ({indexed})"


def _ordered(values: Values, names: tuple[str, ...] | None) -> Sequence[Any]:
    if isinstance(values, Mapping):
        return [values[name] for name in names or ()]
    return values


class _Truth(IntDumper):
    """Truth is 0 or 1, as in SQLite."""

    def dump(self, obj: Any) -> bytes:
        return b"1" if obj else b"0"


class _Member(StrDumper):
    """A member of an enumeration is its text."""

    def dump(self, obj: Any) -> Buffer | None:
        return super().dump(obj.value)


class _Whole(Loader):
    """A sum of whole numbers is one, however large."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data))


def _adapt(connection: Connection) -> None:
    """Values go and come as SQLite gives and takes them."""
    if (
        connection.adapters.get_loader(psycopg.postgres.types["numeric"].oid, psycopg.pq.Format.TEXT)
        is _Whole
    ):
        return
    connection.adapters.register_dumper(bool, _Truth)
    connection.adapters.register_dumper(enum.StrEnum, _Member)
    connection.adapters.register_loader("numeric", _Whole)
