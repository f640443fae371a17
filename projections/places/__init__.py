"""Where the tables of views lie. `open_place` chooses by the log's address."""

from ledger.storage import is_server
from projections.places.place import Fresh, Log, Place, ViewsLost
from projections.places.sqlite import SQLitePlace

__all__ = ["Fresh", "Log", "Place", "ViewsLost", "open_place"]


def open_place(log: Log) -> Place:
    """The place of the views beside a log; whoever opens it closes it. Raises StoreUnavailable."""
    if is_server(log.address):
        # Its libraries take longer to load than many a command takes to run.
        from projections.places.postgresql import PostgreSQLPlace  # noqa: PLC0415

        return PostgreSQLPlace(log)
    return SQLitePlace(log)
