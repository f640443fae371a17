"""Where the tables of views lie. `open_shelf` chooses by the log's address."""

from ledger.storage import is_server
from projections.shelf.shelf import Fresh, Log, Shelf, ViewsLost
from projections.shelf.sqlite import SQLiteShelf

__all__ = ["Fresh", "Log", "Shelf", "ViewsLost", "open_shelf"]


def open_shelf(log: Log) -> Shelf:
    """The shelf of the views beside a log; whoever opens it closes it. Raises StoreUnavailable."""
    if is_server(log.address):
        # Its libraries take longer to load than many a command takes to run.
        from projections.shelf.postgresql import PostgreSQLShelf  # noqa: PLC0415

        return PostgreSQLShelf(log)
    return SQLiteShelf(log)
