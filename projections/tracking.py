"""How far each view has followed each partition, and with which shape of tables; it lies with the views' own tables.

The tracking table has the layout of the `eventsourcing` library, so that its own recorders can read it.
"""

from collections.abc import Mapping, Sequence

from projections.base import Database, Table, View

TRACKING = Table("tracking", "application_name TEXT, notification_id INTEGER, PRIMARY KEY (application_name)")
SHAPES = Table("view_shapes", "view TEXT NOT NULL, shape TEXT NOT NULL, PRIMARY KEY (view)")
TABLES = (TRACKING, SHAPES)

MIGRATION = ("__migration__", 1)
"""Without this row the library takes the table for one of an older layout, and would move it aside."""


def application_name(view: str, partition: str) -> str:
    """The name under which a view's position in a partition is kept."""
    return f"{view}@{partition}"


def position(db: Database, view: str, partition: str) -> int:
    """The last position whose event the view's tables hold."""
    query = "SELECT notification_id FROM tracking WHERE application_name = ?"
    row = db.execute(query, (application_name(view, partition),)).fetchone()
    return row[0] if row else 0


def positions(db: Database, views: Sequence[View], partition: str) -> dict[str, int]:
    """The position of each view, by its name."""
    names = [application_name(view.name, partition) for view in views]
    known: dict[str, int] = dict(
        db.execute(
            "SELECT application_name, notification_id FROM tracking "
            f"WHERE application_name IN ({', '.join('?' * len(names))})",
            names,
        ).fetchall()
    )
    return {view.name: known.get(name, 0) for view, name in zip(views, names, strict=True)}


def put(db: Database, partition: str, reached: Mapping[str, int]) -> None:
    """Keep views' positions; called in the transaction that brings the rows."""
    rows = [(application_name(view, partition), position) for view, position in reached.items()]
    db.put(TRACKING, rows)


def everything(db: Database) -> dict[str, dict[str, int]]:
    """By partition, the position of each view by its name."""
    found: dict[str, dict[str, int]] = {}
    for name, position in db.execute("SELECT application_name, notification_id FROM tracking"):
        view, _, partition = name.partition("@")
        if partition:
            found.setdefault(partition, {})[view] = position
    return found


def shapes(db: Database) -> dict[str, str]:
    """The shape with which each view's tables were made."""
    return dict(db.execute("SELECT view, shape FROM view_shapes").fetchall())


def strange(db: Database, views: Sequence[View]) -> list[View]:
    """Those views whose tables are missing, or are not those that this program's reaction fills."""
    known = shapes(db)
    return [view for view in views if known.get(view.name) != view.shape()]


def sign(db: Database, views: Sequence[View]) -> None:
    """Say whose tables these are; called where they were just made, empty."""
    db.insert(TRACKING.name, [MIGRATION])
    db.insert(SHAPES.name, [(view.name, view.shape()) for view in views])
