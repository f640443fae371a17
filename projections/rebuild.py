"""Rebuilding: views are made again from the first event, beside the live file, and change places in one commit.

Whoever reads meanwhile sees the old tables, then the new ones, and nothing in between. The write lock is held only
while rows are copied and the last few events are brought in.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from ledger.storage.trouble import said_plainly
from projections import tracking
from projections.base import Source, Table, View, reading, writing
from projections.follower import file_of

BATCH = 10_000
"""Events in one transaction of the file beside, where nobody waits."""

Progress = Callable[[int, int], None]
"""Told how many events were brought in, and how many there are."""


def _silent(done: int, of: int) -> None:
    """Tell nobody."""


def prepare(views: Sequence[View], source: Source, progress: Progress = _silent) -> tuple[str, ...]:
    """Make the file ready for these views; called once at the start of every program.

    Missing tables are created. Views whose tables another version of the program made are rebuilt; their names are
    returned. Raises StoreUnavailable.
    """
    with closing(source.connect()) as db, said_plainly(file_of(db)):
        tracking.create(db)
        strange = [view for view in views if not tracking.has_shape(db, view)]
        if strange and not any(map(source.head, source.partitions())):
            with writing(db):
                for view in strange:
                    # Another process may have been faster.
                    if not tracking.has_shape(db, view):
                        tracking.start_afresh(db, view)
            return ()
    if strange:
        rebuild(strange, source, progress)
    return tuple(view.name for view in strange)


def rebuild(views: Sequence[View], source: Source, progress: Progress = _silent) -> None:
    """Make these views again from the first event, also while others serve and record. Raises StoreUnavailable."""
    with closing(source.connect()) as db, said_plainly(file_of(db)), _beside(db) as aside:
        tracking.create(db)
        project(views, source, aside, progress=progress)
        db.execute("ATTACH ? AS aside", (file_of(aside),))
        try:
            with writing(db):
                for view in views:
                    tracking.start_afresh(db, view)
                    for table in view.tables:
                        db.execute(f"INSERT INTO main.{table.name} SELECT * FROM aside.{table.name}")
                for partition in source.partitions():
                    for view in views:
                        tracking.put(db, view.name, partition, tracking.position(aside, view.name, partition))
                    # Under the lock nothing new can come: these are the last events.
                    _bring(views, source, db, partition, source.head(partition), lambda _: None)
        finally:
            db.execute("DETACH aside")


def project(
    views: Sequence[View],
    source: Source,
    db: sqlite3.Connection,
    *,
    until: Callable[[View, str], int] | None = None,
    progress: Progress = _silent,
) -> None:
    """Fill empty tables in another database, up to the heads of now or up to given positions."""
    tracking.create(db)
    with writing(db):
        for view in views:
            tracking.start_afresh(db, view)
    heads = {partition: source.head(partition) for partition in source.partitions()}
    done = 0

    def tick(events: int) -> None:
        nonlocal done
        done += events
        progress(min(done, sum(heads.values())), sum(heads.values()))

    for partition, head in heads.items():
        groups: dict[int, list[View]] = {}
        for view in views:
            groups.setdefault(until(view, partition) if until else head, []).append(view)
        for end, group in groups.items():
            with writing(db):
                _bring(group, source, db, partition, end, tick)


def _bring(
    views: Sequence[View],
    source: Source,
    db: sqlite3.Connection,
    partition: str,
    end: int,
    tick: Callable[[int], None],
) -> None:
    """Bring the events up to a position into views that stand at the same position, in the caller's transaction."""
    after = tracking.position(db, views[0].name, partition) if views else end
    while after < end:
        events = [r for r in source.read(partition, after, BATCH) if r.position <= end]
        if not events:
            return
        for view in views:
            for recorded in events:
                view.react(recorded, db)
        after = events[-1].position
        for view in views:
            tracking.put(db, view.name, partition, after)
        tick(len(events))


class Difference(msgspec.Struct, frozen=True):
    """A row that the live table and the rebuilt one do not have in common; None where it is missing."""

    view: str
    table: str
    live: tuple[Any, ...] | None
    rebuilt: tuple[Any, ...] | None

    def __str__(self) -> str:
        return f"{self.view}: table {self.table} has {self.live}, and from the log follows {self.rebuilt}"


def differences(views: Sequence[View], source: Source, progress: Progress = _silent) -> Iterator[Difference]:
    """Compare live tables, row by row, with a copy made from the log at the very same positions (L8).

    Raises StoreUnavailable.
    """
    with closing(source.connect()) as db, said_plainly(file_of(db)), _beside(db) as aside:
        tracking.create(db)
        with reading(db):
            strange = [view for view in views if not tracking.has_shape(db, view)]
            assert not strange, f"prepared before they are compared: {[view.name for view in strange]}"
            project(
                views,
                source,
                aside,
                until=lambda view, partition: tracking.position(db, view.name, partition),
                progress=progress,
            )
            for view in views:
                for table in view.tables:
                    yield from _compare(view, table, db, aside)


def _compare(
    view: View, table: Table, db: sqlite3.Connection, aside: sqlite3.Connection
) -> Iterator[Difference]:
    key = [
        row[1] for row in sorted(db.execute(f"PRAGMA table_info({table.name})"), key=lambda r: r[5]) if row[5]
    ]
    query = f"SELECT {', '.join(key)}, * FROM {table.name} ORDER BY {', '.join(key)}"
    live, rebuilt = db.execute(query), aside.execute(query)
    mine, other = next(live, None), next(rebuilt, None)
    width = len(key)
    while mine is not None or other is not None:
        if mine == other:
            mine, other = next(live, None), next(rebuilt, None)
        elif other is None or (mine is not None and mine[:width] < other[:width]):
            assert mine is not None
            yield Difference(view.name, table.name, tuple(mine[width:]), None)
            mine = next(live, None)
        elif mine is None or other[:width] < mine[:width]:
            yield Difference(view.name, table.name, None, tuple(other[width:]))
            other = next(rebuilt, None)
        else:
            yield Difference(view.name, table.name, tuple(mine[width:]), tuple(other[width:]))
            mine, other = next(live, None), next(rebuilt, None)


@contextmanager
def _beside(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty database in a folder beside the live one, that is gone afterwards."""
    folder = Path(file_of(db)).parent
    with (
        TemporaryDirectory(prefix=".usf-rebuild-", dir=folder) as place,
        closing(sqlite3.connect(Path(place) / "views.db", isolation_level=None)) as aside,
    ):
        # It is thrown away after any crash, so it need not survive one.
        aside.execute("PRAGMA journal_mode=OFF")
        aside.execute("PRAGMA synchronous=OFF")
        yield aside
