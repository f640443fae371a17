"""Looking at the tables of views, and planting errors in them, on any store."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ledger.storage import open_store
from projections.base import Database, Table, Values
from projections.shelf import Shelf, open_shelf
from tests.stores import database_at


class AtOnce:
    """Each statement by itself, on the tables in use at that moment (projections.base.Database)."""

    generation = ""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.log = shelf.log

    def execute(self, query: str, values: Values = (), /) -> "Told":
        """Run one statement; what it changes stays changed."""
        looks = query.lstrip().upper().startswith(("SELECT", "WITH"))
        with self._shelf.reading() if looks else self._shelf.writing() as db:
            found = db.execute(query, values)
            return Told(found.rowcount, found.fetchall() if looks else [])

    def executemany(self, query: str, rows: Iterable[Values], /) -> None:
        """Run one statement for each of these."""
        with self._shelf.writing() as db:
            db.executemany(query, rows)

    def stream(self, query: str, values: Values = ()) -> Iterator[Any]:
        """The rows of a query."""
        return iter(self.execute(query, values))

    def insert(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows."""
        with self._shelf.writing() as db:
            db.insert(table, rows)

    def put(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Add or replace rows."""
        with self._shelf.writing() as db:
            db.put(table, rows)


class Told:
    """What a statement found."""

    def __init__(self, rowcount: int, rows: list[Any]) -> None:
        self.rowcount = rowcount
        self._rows = iter(rows)

    def fetchone(self) -> Any:
        """The next row."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """All other rows."""
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


@contextmanager
def changing(address: str | Path) -> Iterator[Database]:
    """The tables of the views beside a database that nobody holds open; changes stay."""
    with (
        closing(open_store(database_at(address), create=False)) as store,
        closing(open_shelf(store)) as shelf,
        shelf.writing() as db,
    ):
        yield db


def generation(database: Path) -> Path:
    """The one file with tables of views beside an SQLite database."""
    (file,) = database.parent.glob(f"{database.name}-views-????????")
    return file
