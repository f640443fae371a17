"""What a view is: one file with its tables, its reaction to events, and the queries that read it.

Views are plain SQLite tables in the file that holds the log. Nothing in them is known from anywhere but the log, so
that a view may be thrown away and rebuilt on any day. Views do not import each other; what several of them derive from
an event (movements, postings) lies in a module below them.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec

from ledger.event import Recorded

Row = TypeVar("Row", bound=msgspec.Struct)


class Source(Protocol):
    """Where events come from, and the file in which views are kept (the ledger's store)."""

    def partitions(self) -> tuple[str, ...]:
        """The names of all partitions that have a log."""

    def read(self, partition: str, after: int, limit: int) -> Sequence[Recorded]:
        """The events after a position, in order, at most so many."""

    def head(self, partition: str) -> int:
        """The last position; 0 where nothing is recorded."""

    def connect(self) -> sqlite3.Connection:
        """A new connection in autocommit mode, for the calling thread alone; the caller closes it."""


class Table(msgspec.Struct, frozen=True):
    """A table of a view. It has a primary key, by which rebuilt rows are compared with live ones."""

    name: str
    columns: str
    """Columns and constraints, as they stand between the brackets of CREATE TABLE."""
    indexes: Mapping[str, str] = {}
    """Name of an index → its columns."""
    ordinary: bool = False
    """Whether rows keep SQLite's own row numbers; without them a row is stored once, in the order of its key."""

    @property
    def ddl(self) -> tuple[str, ...]:
        """The statements that create it."""
        kind = "" if self.ordinary else " WITHOUT ROWID"
        return (
            f"CREATE TABLE {self.name} ({self.columns}){kind}",
            *(f"CREATE INDEX {name} ON {self.name} ({columns})" for name, columns in self.indexes.items()),
        )


class View(ABC):
    """Tables and the reaction that fills them.

    A view stores no finished sentence, free text, name or outside reference, and of a ballot neither choices nor
    tallies before counting.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    """Raised when the reaction changes while the tables do not, so that the view is rebuilt."""
    tables: ClassVar[tuple[Table, ...]]

    @abstractmethod
    def react(self, recorded: Recorded, db: sqlite3.Connection) -> None:
        """Bring one event into the tables. Rows and tracking position move in the same transaction."""

    def figures(self, db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
        """Every amount and tally that the tables hold, by name and in a fixed order; none where there are none.

        `usf replay` compares these with what the ledger alone makes of the history.
        """
        return iter(())

    def shape(self) -> str:
        """Tells these tables and this reaction from those of another version of the program."""
        ddl = [statement for table in self.tables for statement in table.ddl]
        return sha256("\n".join((str(self.version), *ddl)).encode()).hexdigest()

    def create(self, db: sqlite3.Connection) -> None:
        """Create the tables, empty; what stood under their names is dropped."""
        for table in self.tables:
            db.execute(f"DROP TABLE IF EXISTS main.{table.name}")
            for statement in table.ddl:
                db.execute(statement)


def fetch(
    db: sqlite3.Connection, kind: type[Row], rest: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> list[Row]:
    """Rows as structs: `SELECT <the struct's fields> <rest>`, with dates, flags and enumerations read back."""
    fields = kind.__struct_fields__
    found = db.execute(f"SELECT {', '.join(fields)} {rest}", values)
    return [msgspec.convert(dict(zip(fields, row, strict=True)), kind, strict=False) for row in found]


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the write lock from its beginning; undone when anything is raised."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def reading(db: sqlite3.Connection) -> Iterator[None]:
    """One snapshot for several queries, so that rows and the position that they reflect belong together."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
