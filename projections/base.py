"""What a view is: one file with its tables, its reaction to events, and the queries that read it.

Views are plain tables, of which any database can hold a copy. Nothing in them is known from anywhere but the log, so
that a view may be thrown away and rebuilt on any day. Views do not import each other; what several of them derive from
an event (movements, postings) lies in a module below them.

SQL in views names tables alone and is written for SQLite and PostgreSQL at once: `?` and `:name` stand for values,
truth is 0 or 1, an upsert names its key, a value is compared with a column and never asked whether it is NULL, and a
sum may be larger than a row may hold.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from hashlib import sha256
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec

from ledger.decoders import convert
from ledger.event import Event, Recorded
from ledger.identifiers import Stream

Row = TypeVar("Row", bound=msgspec.Struct)
Values = Sequence[Any] | Mapping[str, Any]
"""What stands for a query's `?`, in order, or for its `:name`s."""


class Source(Protocol):
    """Where events come from (the ledger's store)."""

    def partitions(self) -> tuple[str, ...]:
        """The names of all partitions that have a log."""

    def read(self, partition: str, after: int, limit: int) -> Sequence[Recorded]:
        """The events after a position, in order, at most so many."""

    def events_at(self, partition: str, positions: Sequence[int]) -> Sequence[Recorded]:
        """The events at these positions, in order, each once."""

    def stream(
        self, partition: str, stream: Stream, after: int = 0, at_once: int = ...
    ) -> Iterator[Recorded]:
        """The events of a stream after a version, in order; so many looked up at a time."""

    def version_at(self, partition: str, stream: str, position: int) -> int:
        """The version of a stream's newest event at or before a position; 0 where it has none."""

    def head(self, partition: str) -> int:
        """The last position; 0 where nothing is recorded."""

    def listen(self, on_news: Callable[[str], None]) -> Callable[[], None]:
        """Be told in which partition another program has committed, until what this returns is called."""


class Found(Protocol):
    """What a query found."""

    @property
    def rowcount(self) -> int:
        """Rows that a change touched."""

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """A transaction on the tables of views; whoever opened it ends it (projections.shelf)."""

    @property
    def generation(self) -> str:
        """Which tables these are: they are replaced as a whole."""

    @property
    def log(self) -> Source:
        """The log that the tables are made from, for the rare reaction that needs an event again."""

    def execute(self, query: str, values: Values = ..., /) -> Found:
        """Run one statement."""

    def executemany(self, query: str, rows: Iterable[Values], /) -> Any:
        """Run one statement for each of these."""

    def stream(self, query: str, values: Values = ()) -> Iterator[Any]:
        """The rows of a query one by one, in constant memory."""

    def insert(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add whole rows, in the order of the table's columns."""

    def put(self, table: "Table", rows: Sequence[Sequence[Any]]) -> None:
        """Add whole rows, or put them in the place of those with the same key; no key stands twice among them."""


class Table(msgspec.Struct, frozen=True, dict=True):
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
        """The statements that create it, as SQLite understands them."""
        kind = "" if self.ordinary else " WITHOUT ROWID"
        return (
            f"CREATE TABLE {self.name} ({self.columns}){kind}",
            *(f"CREATE INDEX {name} ON {self.name} ({columns})" for name, columns in self.indexes.items()),
        )

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key, in its order."""
        _, _, key = self.columns.partition("PRIMARY KEY (")
        return tuple(key.partition(")")[0].split(", "))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        columns, _, _ = self.columns.partition(", PRIMARY KEY")
        return tuple(column.split()[0] for column in columns.split(", "))

    @cached_property
    def upsert(self) -> str:
        """The statement behind `Database.put`."""
        others = [f"{name} = excluded.{name}" for name in self.names if name not in self.key]
        return (
            f"INSERT INTO {self.name} VALUES ({', '.join('?' * len(self.names))}) "
            f"ON CONFLICT ({', '.join(self.key)}) DO "
            + (f"UPDATE SET {', '.join(others)}" if others else "NOTHING")
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
    reacts_to: ClassVar[frozenset[type[Event]] | None] = None
    """The kinds of events that may change the tables; None where any may. Others need not be shown to the view."""

    @abstractmethod
    def react(self, recorded: Recorded, db: Database) -> None:
        """Bring one event into the tables."""

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        """Bring events into the tables, in their order; how the log was cut into such parts makes no difference.

        Rows and tracking position move in the same transaction.
        """
        for recorded in events:
            if self.reacts_to is None or type(recorded.event) in self.reacts_to:
                self.react(recorded, db)

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """Every amount and tally that the tables hold, by name and in a fixed order; none where there are none.

        `usf replay` compares these with what the ledger alone makes of the history.
        """
        return iter(())

    def shape(self) -> str:
        """Tells these tables and this reaction from those of another version of the program."""
        ddl = [statement for table in self.tables for statement in table.ddl]
        return sha256("\n".join((str(self.version), *ddl)).encode()).hexdigest()


def bring(views: Iterable[View], events: Sequence[Recorded], db: Database) -> None:
    """Bring events into those of these views that may react to them."""
    kinds = {type(recorded.event) for recorded in events}
    for view in views:
        if view.reacts_to is None or not view.reacts_to.isdisjoint(kinds):
            view.bring(events, db)


def fetch(db: Database, kind: type[Row], rest: str, values: Values = ()) -> list[Row]:
    """Rows as structs: `SELECT <the struct's fields> <rest>`, with dates, flags and enumerations read back.

    A field that is a struct itself is kept as its JSON.
    """
    fields, written = kind.__struct_fields__, _written(kind)
    found = db.execute(f"SELECT {', '.join(fields)} {rest}", values)
    rows = (dict(zip(fields, row, strict=True)) for row in found)
    return [
        convert(row | {name: read(row[name]) for name, read in written.items()}, kind, strict=False)
        for row in rows
    ]


@cache
def _written(kind: type[msgspec.Struct]) -> dict[str, Callable[[str], Any]]:
    """How fields are read that are kept as their JSON."""
    types = ((field.name, field.type) for field in msgspec.structs.fields(kind))
    return {
        name: msgspec.json.Decoder(found).decode
        for name, found in types
        if isinstance(found, type) and issubclass(found, msgspec.Struct)
    }
