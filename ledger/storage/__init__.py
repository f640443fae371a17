"""Where the log, the marks, the people and the papers lie. `open_store` chooses by the address of the database."""

from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Batch, Row, Store, StoreUnavailable

__all__ = ["Batch", "Row", "Store", "StoreUnavailable", "open_store"]


def open_store(database: str, *, create: bool = True) -> Store:
    """The store at a path or a database URL (`sqlite:///` and a path). Raises StoreUnavailable."""
    database = database.removeprefix("sqlite:///")
    if "://" in database:
        raise StoreUnavailable(
            "This version keeps the ledger in an SQLite file: give a path, such as usf.db, instead of an address."
        )
    return SQLiteStore(database, create=create)
