"""Where the log, the marks, the people and the papers lie. `open_store` chooses by the address of the database."""

from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Batch, Row, Store, StoreUnavailable

__all__ = ["Batch", "Row", "Store", "StoreUnavailable", "is_server", "open_store"]


SERVERS = ("postgresql://", "postgres://")


def is_server(database: str) -> bool:
    """Whether this is the address of a server, not of a file."""
    return database.startswith(SERVERS)


def open_store(database: str, *, create: bool = True) -> Store:
    """The store at a path or an address (`postgresql://…`, or `sqlite:///` and a path). Raises StoreUnavailable.

    An SQLite file is made where it is missing, if it may be; a PostgreSQL database is made by `usf migrate` alone.
    """
    if is_server(database):
        # Its libraries take longer to load than many a command takes to run.
        from ledger.storage.postgresql import PostgreSQLStore  # noqa: PLC0415

        return PostgreSQLStore(database)
    database = database.removeprefix("sqlite:///")
    if "://" in database:
        raise StoreUnavailable(
            "The ledger is kept in an SQLite file or in PostgreSQL: give a path, such as usf.db, or an address that "
            "begins with postgresql://."
        )
    return SQLiteStore(database, create=create)
