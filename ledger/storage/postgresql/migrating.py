"""Preparing a database for the ledger: one explicit step by its owner, however many take it at once.

All of it is one transaction under one lock. Whoever comes second finds it done, and changes nothing.
"""

import os
from collections.abc import Callable, Iterable

from psycopg.sql import SQL, Identifier

from ledger.storage.postgresql.connections import Connection, Connections
from ledger.storage.postgresql.tables import (
    FIRST,
    SCHEMA,
    bring_up_to_date,
    create_common,
    create_partition,
    grant,
    partitions_in,
    require_known,
    require_server,
    schema_version,
)
from ledger.storage.postgresql.trouble import place
from ledger.storage.store import StoreUnavailable

LOCK = 0x55534631
"""Held while a database is prepared: "USF1"."""

Further = Callable[[Connection, str | None], Iterable[str]]
"""More to prepare in the same transaction: given the connection and the service's role; it names what it made."""


def migrate(
    address: str, *, partitions: int = 0, role: str | None = None, further: Further = lambda *_: ()
) -> tuple[str, ...]:
    """Make all tables, with so many empty partitions for accounts, and let a role use them.

    The address is the owner's. What was made is named; nothing where all was there already. Raises StoreUnavailable.
    """
    where = place(address)
    with Connections(address, where).patient() as connection, connection.transaction():
        require_server(connection, where)
        connection.execute("SELECT pg_advisory_xact_lock($1)", (LOCK,))
        version = schema_version(connection, where)
        require_known(version, where)
        made: list[str] = []
        if version == 0:
            create_common(connection, os.urandom(32))
            made.append("the tables that all partitions share")
        elif version < SCHEMA:
            bring_up_to_date(connection, version)
            made.append(f"what version {SCHEMA} of the tables adds")
        there = set(partitions_in(connection))
        for name in (FIRST, *account_partitions(partitions)):
            if name not in there:
                create_partition(connection, name)
                made.append(f"partition {name}")
        if role is not None:
            _require_role(connection, role)
            grant(connection, role, partitions_in(connection))
        made.extend(further(connection, role))
    return tuple(made)


def account_partitions(number: int) -> tuple[str, ...]:
    """The names of so many partitions for accounts."""
    return tuple(f"p{place:04d}" for place in range(1, number + 1))


def _require_role(connection: Connection, role: str) -> None:
    found = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = $1", (role,)).fetchone()
    if found is None:
        wanted = SQL("CREATE ROLE {} LOGIN PASSWORD '…'").format(Identifier(role)).as_string()
        raise StoreUnavailable(
            f"There is no role {role}: make it with {wanted}, then run `usf migrate` again."
        )
