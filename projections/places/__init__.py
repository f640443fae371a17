"""Where the tables of views lie. `open_place` chooses by the log's address."""

from projections.places.place import Fresh, Log, Place, ViewsLost
from projections.places.sqlite import SQLitePlace

__all__ = ["Fresh", "Log", "Place", "ViewsLost", "open_place"]


def open_place(log: Log) -> Place:
    """The place of the views beside a log; whoever opens it closes it. Raises StoreUnavailable."""
    return SQLitePlace(log)
