"""The databases that faults happen to: files, and real PostgreSQL servers, each database made for one site."""

from pathlib import Path
from typing import NamedTuple, Protocol

import psycopg

from api.migration import migrate
from ledger.ledger import Ledger
from tests import postgresql
from tests.chaos.logs import Log, PostgreSQLLog, SQLiteLog
from tests.chaos.processes import until
from tests.chaos.world import issue_registrars_key

PARTITIONS = 8
"""For the accounts of one site, and more."""


class Database(NamedTuple):
    """Where a site's ledger lies."""

    address: str
    """As `usf --db` takes it."""
    log: Log
    folder: Path
    """Of this site alone."""


class Store(Protocol):
    """One kind of database."""

    name: str

    def fresh(self, folder: Path) -> Database:
        """A database with the one key that lets everything else be set up over HTTP; the folder is the site's."""

    def close(self) -> None:
        """End what was started."""


class SQLite:
    """A file in the site's folder."""

    name = "sqlite"

    def fresh(self, folder: Path) -> Database:
        path = str(folder / "usf.db")
        with Ledger.open(path) as ledger:
            issue_registrars_key(ledger)
        return Database(path, SQLiteLog(path), folder)

    def close(self) -> None:
        """A file needs no end."""


class PostgreSQL:
    """Databases on one server, which waits for the disk as a server does that keeps what it was told."""

    name = "postgresql"

    def __init__(self) -> None:
        self._server: postgresql.Server | None = None

    @property
    def server(self) -> postgresql.Server:
        """The server of the databases made last."""
        assert self._server is not None, "a database is made first"
        return self._server

    def use(self, server: postgresql.Server) -> None:
        """Make databases on this server from now on, which runs already; the one before is gone."""
        self.close()
        self._server = server

    def start_again(self) -> None:
        """Start a server that ended by itself; one that is about to is waited for."""
        server = self.server
        until(
            lambda: not server.runs or _answers(server), "the database's server neither ended nor came back"
        )
        if not server.runs:
            server.start()

    def fresh(self, folder: Path) -> Database:
        self._serve(folder)
        return self._with_key(postgresql.fresh_database(self.server.url(), partitions=PARTITIONS), folder)

    def empty(self, folder: Path) -> str:
        """The address, for its owner, of a database that was never prepared."""
        self._serve(folder)
        return postgresql.empty_database(self.server.url())

    def prepared(self, owners: str, folder: Path) -> Database:
        """A database that its owner prepares now. Raises StoreUnavailable."""
        migrate(owners, partitions=PARTITIONS, role=postgresql.SERVICE)
        return self._with_key(postgresql.service_of(owners), folder)

    def _serve(self, folder: Path) -> None:
        if self._server is None:
            self.use(postgresql.Server(folder.parent / "postgresql", passing=True).start())

    def _with_key(self, address: str, folder: Path) -> Database:
        with Ledger.open(address) as ledger:
            issue_registrars_key(ledger)
        return Database(address, PostgreSQLLog(postgresql.owner_of(address)), folder)

    def close(self) -> None:
        if self._server is not None:
            self._server.remove()
            self._server = None


def _answers(server: postgresql.Server) -> bool:
    try:
        psycopg.connect(server.url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
