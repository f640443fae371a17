"""How far each view has followed each partition, and with which shape of tables.

The tracking table has the layout of the `eventsourcing` library, so that its own recorders can read it.
"""

import sqlite3
from collections.abc import Iterable

from projections.base import View, writing

TABLES = (
    "CREATE TABLE IF NOT EXISTS tracking "
    "(application_name TEXT, notification_id INTEGER, PRIMARY KEY (application_name)) WITHOUT ROWID",
    # Without this row the library takes the table for one of an older layout, and would move it aside.
    "INSERT OR IGNORE INTO tracking VALUES ('__migration__', 1)",
    "CREATE TABLE IF NOT EXISTS view_shapes (view TEXT PRIMARY KEY, shape TEXT NOT NULL) WITHOUT ROWID",
)


def application_name(view: str, partition: str) -> str:
    """The name under which a view's position in a partition is kept."""
    return f"{view}@{partition}"


def position(db: sqlite3.Connection, view: str, partition: str) -> int:
    """The last position whose event the view's tables hold."""
    query = "SELECT notification_id FROM tracking WHERE application_name = ?"
    row = db.execute(query, (application_name(view, partition),)).fetchone()
    return row[0] if row else 0


def positions(db: sqlite3.Connection, views: Iterable[View], partition: str) -> dict[str, int]:
    """The position of each view, by its name."""
    return {view.name: position(db, view.name, partition) for view in views}


def put(db: sqlite3.Connection, view: str, partition: str, position: int) -> None:
    """Keep a view's position; called in the transaction that brings the rows."""
    db.execute("REPLACE INTO tracking VALUES (?, ?)", (application_name(view, partition), position))


def shape(db: sqlite3.Connection, view: View) -> str | None:
    """The shape with which the view's tables were created; None where they are not there."""
    row = db.execute("SELECT shape FROM view_shapes WHERE view = ?", (view.name,)).fetchone()
    return row[0] if row else None


def has_shape(db: sqlite3.Connection, view: View) -> bool:
    """Whether the tables are those that this program's reaction fills."""
    return shape(db, view) == view.shape()


def start_afresh(db: sqlite3.Connection, view: View) -> None:
    """Empty tables of this program's shape, followed from the beginning."""
    view.create(db)
    db.execute("REPLACE INTO view_shapes VALUES (?, ?)", (view.name, view.shape()))
    db.execute(
        "DELETE FROM tracking WHERE substr(application_name, 1, ?) = ?", (len(view.name) + 1, f"{view.name}@")
    )


def create(db: sqlite3.Connection) -> None:
    """Create the tables of this module where they are missing."""
    with writing(db):
        for statement in TABLES:
            db.execute(statement)
