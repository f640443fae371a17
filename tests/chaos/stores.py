"""The databases that faults happen to: files, and real PostgreSQL servers, each database made for one site."""

from pathlib import Path
from typing import NamedTuple, Protocol

from ledger.ledger import Ledger
from tests.chaos.logs import Log, SQLiteLog
from tests.chaos.world import issue_registrars_key


class Database(NamedTuple):
    """Where a site's ledger lies."""

    address: str
    """As `usf --db` takes it."""
    log: Log
    folder: Path
    """Of this database alone."""


class Store(Protocol):
    """One kind of database."""

    name: str

    def fresh(self, folder: Path) -> Database:
        """A database with the one key that lets everything else be set up over HTTP."""


class SQLite:
    """A file in a folder of its own."""

    name = "sqlite"

    def fresh(self, folder: Path) -> Database:
        path = str(folder / "usf.db")
        with Ledger.open(path) as ledger:
            issue_registrars_key(ledger)
        return Database(path, SQLiteLog(path), folder)
