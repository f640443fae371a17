"""Rebuilding: views are made again from the first event, in tables that nobody sees, which then take over.

Whoever reads meanwhile sees the old tables, then the new ones, and nothing in between. The views' lock is held only
while the last few events are brought in.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from projections import tracking
from projections.base import Database, Source, Table, View, bring
from projections.shelf import Fresh, Shelf, ViewsLost

BATCH = 10_000
"""Events in one transaction of tables for which nobody waits."""

Progress = Callable[[int, int], None]
"""Told how many events were brought in, and how many there are."""


def _silent(done: int, of: int) -> None:
    """Tell nobody."""


def prepare(views: Sequence[View], shelf: Shelf, progress: Progress = _silent) -> tuple[str, ...]:
    """Make the tables ready for these views; called once at the start of every program, before anything is recorded.

    Where they are missing, damaged, of another version of the program, or ahead of the log (whose file was restored
    from a copy), all views are made anew. The names of the views that needed it are returned. Raises StoreUnavailable.
    """
    unfit = _unfit(views, shelf)
    if unfit:
        with shelf.fresh(views) as fresh:
            # Another process may have been faster.
            if _unfit(views, shelf):
                _remake(views, shelf.log, fresh, progress)
    return tuple(view.name for view in unfit)


def _unfit(views: Sequence[View], shelf: Shelf) -> Sequence[View]:
    try:
        with shelf.reading() as db:
            reached = tracking.everything(db)
            strange = tracking.strange(db, views)
    except ViewsLost:
        return views
    known = shelf.log.partitions()
    ahead = any(
        partition not in known or max(at.values()) > shelf.log.head(partition)
        for partition, at in reached.items()
    )
    return views if ahead else strange


def rebuild(views: Sequence[View], shelf: Shelf, progress: Progress = _silent) -> None:
    """Make all views again from the first event, also while others serve and record. Raises StoreUnavailable."""
    with shelf.fresh(views) as fresh:
        _remake(views, shelf.log, fresh, progress)


def _remake(views: Sequence[View], log: Source, fresh: Fresh, progress: Progress) -> None:
    project(views, log, fresh, progress=progress)
    with fresh.taking_over() as db:
        for partition in log.partitions():
            after, end = tracking.position(db, views[0].name, partition), log.head(partition)
            while after < end:
                after = _bring(views, log, db, partition, after, end)


def project(
    views: Sequence[View],
    log: Source,
    fresh: Fresh,
    *,
    until: Callable[[View, str], int] | None = None,
    progress: Progress = _silent,
) -> None:
    """Fill empty tables up to the heads of now, or up to given positions."""
    heads = {partition: log.head(partition) for partition in log.partitions()}
    done = 0
    for partition, head in heads.items():
        groups: dict[int, list[View]] = {}
        for view in views:
            groups.setdefault(until(view, partition) if until else head, []).append(view)
        for end, group in groups.items():
            after = 0
            while after < end:
                with fresh.writing() as db:
                    after = _bring(group, log, db, partition, after, end)
                done += BATCH
                progress(min(done, sum(heads.values())), sum(heads.values()))


def _bring(views: Sequence[View], log: Source, db: Database, partition: str, after: int, end: int) -> int:
    """Bring the next events up to a position into views that stand at the same one; the position that they reach."""
    events = [recorded for recorded in log.read(partition, after, BATCH) if recorded.position <= end]
    bring(views, events, db)
    reached = events[-1].position if events else end
    tracking.put(db, partition, {view.name: reached for view in views})
    return reached


class Difference(msgspec.Struct, frozen=True):
    """A row that the live table and the rebuilt one do not have in common; None where it is missing."""

    view: str
    table: str
    live: tuple[Any, ...] | None
    rebuilt: tuple[Any, ...] | None

    def __str__(self) -> str:
        return f"{self.view}: table {self.table} has {self.live}, and from the log follows {self.rebuilt}"


def differences(views: Sequence[View], shelf: Shelf, progress: Progress = _silent) -> Iterator[Difference]:
    """Compare live tables, row by row, with a copy made from the log at the very same positions (L8).

    Raises StoreUnavailable.
    """
    with shelf.reading(patiently=True) as db, shelf.fresh(views) as fresh:
        strange = tracking.strange(db, views)
        assert not strange, f"prepared before they are compared: {[view.name for view in strange]}"
        project(
            views,
            shelf.log,
            fresh,
            until=lambda view, partition: tracking.position(db, view.name, partition),
            progress=progress,
        )
        with fresh.reading() as rebuilt:
            for view in views:
                for table in view.tables:
                    yield from _compare(view, table, db, rebuilt)


def _compare(view: View, table: Table, db: Database, aside: Database) -> Iterator[Difference]:
    query = (
        f"SELECT {', '.join((*table.key, *table.names))} FROM {table.name} ORDER BY {', '.join(table.key)}"
    )
    live, rebuilt = db.stream(query), aside.stream(query)
    mine, other = next(live, None), next(rebuilt, None)
    width = len(table.key)
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
