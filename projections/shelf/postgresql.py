"""Views on PostgreSQL: two schemas, of which one is in use while the other can be filled.

The schemas are made by `usf migrate`, as the database's owner; at work the service's role needs no right to make
anything. Which one is in use is said by the one row of `usf.views`. Whoever reads locks a table of that schema before
the snapshot is taken, so that the schema cannot be emptied meanwhile.

Commits do not wait for the disk (`synchronous_commit=off`): what a crash takes away, the log still holds, and rows are
lost together with the positions that they reflect.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import psycopg

from ledger.storage.postgresql.connections import Connection, Connections
from ledger.storage.postgresql.trouble import place
from ledger.storage.store import StoreUnavailable
from projections import tracking
from projections.base import Database, View
from projections.shelf.postgresql_database import PostgreSQLDatabase
from projections.shelf.shelf import Log

LOCK = 0x55534632
"""Held by whoever moves the tables in use: "USF2"."""
REMAKING = 0x55534633
"""Held by whoever fills the other tables: "USF3"."""

WAITING_SECONDS = 5
"""How long to wait for another process that fills the same tables, or for one of its statements."""

READING = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
    "LOCK TABLE views_{generation}.tracking IN ACCESS SHARE MODE;"
    "SET LOCAL search_path TO views_{generation};"
    "SELECT in_use FROM usf.views"
)
WRITING = (
    "BEGIN; SET LOCAL lock_timeout TO '{waiting}s'; SET LOCAL statement_timeout TO '{waiting}s';"
    "SET LOCAL synchronous_commit TO off;"
    f"SELECT pg_advisory_xact_lock({LOCK});"
    "SET LOCAL search_path TO views_{generation};"
    "SELECT in_use FROM usf.views"
)


class PostgreSQLShelf:
    """The two schemas in one database (projections.shelf.Shelf)."""

    at_once = False

    def __init__(self, log: Log) -> None:
        self.log = log
        self._where = place(log.address)
        self._connections = Connections(log.address, self._where, prepares=True)
        self._connections.open()
        self._generation = 1
        """The schema that was last seen in use."""

    # The tables in use

    @contextmanager
    def reading(self, *, patiently: bool = False) -> Iterator[PostgreSQLDatabase]:
        lend = self._connections.patient if patiently else self._connections.lent
        with lend() as connection:
            yield self._begun(connection, READING)
            connection.roll_back()

    @contextmanager
    def writing(self) -> Iterator[PostgreSQLDatabase]:
        with self._connections.lent() as connection:
            patience, connection.patience_seconds = connection.patience_seconds, WAITING_SECONDS + 1
            try:
                yield self._begun(connection, WRITING)
                connection.execute("COMMIT")
            finally:
                connection.patience_seconds = patience

    def _begun(self, connection: Connection, begin: str) -> PostgreSQLDatabase:
        """A transaction on the schema that is in use when its snapshot is taken; one round trip, most often."""
        while True:
            generation = self._generation
            found = connection.execute(
                begin.format(generation=generation, waiting=WAITING_SECONDS), prepare=False
            )
            while found.nextset():
                pass
            (self._generation,) = found.fetchone() or (1,)
            if self._generation == generation:
                return PostgreSQLDatabase(connection, str(generation), self.log)
            connection.roll_back()

    def close(self) -> None:
        self._connections.close()

    def is_in_trouble(self, error: Exception) -> bool:
        return isinstance(error, psycopg.OperationalError | psycopg.InternalError | psycopg.InterfaceError)

    # Tables that nobody sees

    @contextmanager
    def fresh(self, views: Sequence[View]) -> Iterator["PostgreSQLFresh"]:
        with self._connections.patient() as connection:
            connection.execute("SELECT pg_advisory_lock($1)", (REMAKING,))
            made = PostgreSQLFresh(self, connection, other_than(in_use(connection)))
            made.require(views, self._where)
            empty(connection, made.generation)
            try:
                yield made
            finally:
                if not connection.closed:
                    connection.roll_back()
                    connection.execute("SET lock_timeout TO '100ms'", prepare=False)
                    # Whoever still reads what was replaced may keep it; then the next one empties it.
                    with suppress(psycopg.errors.LockNotAvailable):
                        empty(connection, other_than(in_use(connection)))

    @contextmanager
    def replaced_by(self, generation: int) -> Iterator[None]:
        """Nobody moves the tables in use; at the end, these are."""
        with self.writing() as db:
            yield
            db.execute("UPDATE usf.views SET in_use = ?", (generation,))


class PostgreSQLFresh:
    """The schema that is not in use (projections.shelf.Fresh)."""

    def __init__(self, shelf: PostgreSQLShelf, connection: Connection, generation: int) -> None:
        self.generation = generation
        self._shelf = shelf
        self._connection = connection
        self._db = PostgreSQLDatabase(connection, str(generation), shelf.log)
        connection.execute(f"SET search_path TO {schema_of(generation)}", prepare=False)
        connection.execute("SET synchronous_commit TO off", prepare=False)

    def require(self, views: Sequence[View], where: str) -> None:
        """Raises StoreUnavailable where these tables cannot hold these views."""
        if tracking.strange(self._db, views):
            raise StoreUnavailable(
                f"{where} has tables for the views of another version: let its owner run `usf migrate`."
            )

    @contextmanager
    def writing(self) -> Iterator[Database]:
        with self._connection.transaction():
            yield self._db

    @contextmanager
    def reading(self) -> Iterator[Database]:
        with self._connection.transaction():
            yield self._db

    @contextmanager
    def taking_over(self) -> Iterator[Database]:
        with self._shelf.replaced_by(self.generation), self.writing() as db:
            yield db


def schema_of(generation: int) -> str:
    """The schema of a generation."""
    return f"views_{generation}"


def other_than(generation: int) -> int:
    """There are two."""
    return 3 - generation


def in_use(connection: Connection) -> int:
    """The generation in use."""
    row = connection.execute("SELECT in_use FROM usf.views").fetchone()
    assert row is not None, "`usf migrate` made the row with its table"
    return int(row[0])


def empty(connection: Connection, generation: int) -> None:
    """Take all rows away, once nobody reads them any more; the tables stay those that they are."""
    schema = schema_of(generation)
    found = connection.execute(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname <> $2 AND pg_relation_size(c.oid) > 0",
        (schema, tracking.SHAPES.name),
    )
    names = [name for (name,) in found]
    with connection.transaction():
        if names:
            connection.execute(f"TRUNCATE {', '.join(names)}", prepare=False)
        connection.execute(
            f"INSERT INTO {schema}.tracking VALUES ($1, $2) ON CONFLICT DO NOTHING", tracking.MIGRATION
        )
