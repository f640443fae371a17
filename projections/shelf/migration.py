"""The schemas of views on PostgreSQL, made by the database's owner (`usf migrate`)."""

from collections.abc import Sequence

from psycopg.sql import SQL, Identifier

from ledger.storage.postgresql.connections import Connection
from projections import tracking
from projections.base import View
from projections.shelf.postgresql import REMAKING, in_use, schema_of
from projections.shelf.postgresql_database import PostgreSQLDatabase, ddl_of


def make_schemas(connection: Connection, role: str | None, views: Sequence[View]) -> tuple[str, ...]:
    """Make both schemas, in the caller's transaction, and let the service's role fill and empty them.

    Tables that are in use stay, even if they are those of another version: the other schema is then ready to replace
    them. What was made is named.
    """
    connection.execute("SELECT pg_advisory_xact_lock($1)", (REMAKING,))
    first = connection.execute("SELECT to_regclass('usf.views') IS NULL").fetchone() == (True,)
    if first:
        connection.execute("CREATE TABLE usf.views (in_use bigint NOT NULL)")
        connection.execute("INSERT INTO usf.views VALUES (1)")
    used = in_use(connection)
    made = []
    for generation in (1, 2):
        if first or (generation != used and not _fits(connection, generation, views)):
            _make(connection, generation, views)
            made.append(f"schema {schema_of(generation)}")
    for known in {*_roles(connection), *([] if role is None else [role])}:
        _grant(connection, known)
    return tuple(made)


def _fits(connection: Connection, generation: int, views: Sequence[View]) -> bool:
    found = connection.execute(f"SELECT view, shape FROM {schema_of(generation)}.view_shapes").fetchall()
    return dict(found) == {view.name: view.shape() for view in views}


def _make(connection: Connection, generation: int, views: Sequence[View]) -> None:
    schema = schema_of(generation)
    connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    connection.execute(f"CREATE SCHEMA {schema}")
    for table in (*tracking.TABLES, *(table for view in views for table in view.tables)):
        for statement in ddl_of(table, schema):
            connection.execute(statement, prepare=False)
    connection.execute(f"SET LOCAL search_path TO {schema}")
    tracking.sign(PostgreSQLDatabase(connection, str(generation)), views)


def _roles(connection: Connection) -> list[str]:
    """The roles that were let in before."""
    found = connection.execute(
        "SELECT grantee FROM information_schema.role_table_grants"
        " WHERE table_schema = 'usf' AND table_name = 'views' AND privilege_type = 'UPDATE'"
        " AND grantee <> current_user"
    )
    return [role for (role,) in found]


def _grant(connection: Connection, role: str) -> None:
    to = SQL(" TO ") + Identifier(role)
    connection.execute(SQL("GRANT SELECT, UPDATE ON usf.views") + to)
    for schema in map(schema_of, (1, 2)):
        connection.execute(SQL(f"GRANT USAGE ON SCHEMA {schema}") + to)
        connection.execute(
            SQL(f"GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA {schema}") + to
        )
