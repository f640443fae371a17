"""Databases in which a log in memory keeps its views: a file, or with `USF_TEST_STORE=postgresql` a real server's."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ledger.storage.postgresql.connections import Connection
from projections import tracking
from projections.base import View
from projections.shelf import Log
from projections.shelf.migration import make_schemas
from projections.shelf.postgresql import empty, schema_of
from projections.shelf.postgresql_database import PostgreSQLDatabase
from projections.views import VIEWS
from tests.postgresql import SERVICE, fresh_database, owner_of
from tests.stores import ON_POSTGRESQL

_Key = tuple[str, ...]

_idle: dict[_Key, list[str]] = {}
"""Databases of a server that were used, by the views that they hold: making one takes longer than most tests."""


def lent(path: Path, views: Sequence[View]) -> str:
    """The address of a database in which nothing is recorded."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE IF NOT EXISTS installation (name TEXT PRIMARY KEY, value BLOB)")
        return str(path)
    idle = _idle.setdefault(_key(views), [])
    return idle.pop() if idle else _made(views)


def give_back(address: str, views: Sequence[View]) -> None:
    """Make it as good as new, for the next test."""
    if not ON_POSTGRESQL:
        return
    with closing(Connection.connect(address, autocommit=True)) as connection:
        for generation in (1, 2):
            empty(connection, generation)
            connection.execute(f"SET search_path TO {schema_of(generation)}")
            shapes = [(view.name, view.shape()) for view in views]
            PostgreSQLDatabase(connection, str(generation)).put(tracking.SHAPES, shapes)
        connection.execute("UPDATE usf.views SET in_use = 1")
    _idle[_key(views)].append(address)


def _key(views: Sequence[View]) -> _Key:
    return tuple(view.shape() for view in views)


def _made(views: Sequence[View]) -> str:
    address = fresh_database()
    if tuple(views) != VIEWS:
        with closing(Connection.connect(owner_of(address), autocommit=True)) as owner, owner.transaction():
            owner.execute("DROP TABLE usf.views")
            make_schemas(owner, SERVICE, views)
    return address


def migrated(log: Log, views: Sequence[View]) -> None:
    """What the owner of a server's database does for another version of the program: `usf migrate`."""
    if ON_POSTGRESQL:
        with (
            closing(Connection.connect(owner_of(log.address), autocommit=True)) as owner,
            owner.transaction(),
        ):
            make_schemas(owner, None, views)
