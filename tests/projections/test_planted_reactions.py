"""An error of one cent, or of one vote, in any view's reaction to any kind of event is found by the replay."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.event import Recorded
from ledger.ledger import Ledger
from ledger.replay import Replay, first_difference
from projections.base import Table, View
from projections.rebuild import project
from projections.views import VIEWS
from tests.season import Season
from tests.tour import tour

INFLATED = ("amount_minor", "votes", "ballots_counted", "electorate")


def inflated(value: Any) -> Any:
    """The same event with one more in every amount and count that it holds."""
    if isinstance(value, tuple):
        return tuple(map(inflated, value))
    if not isinstance(value, msgspec.Struct):
        return value
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    changes = {name: held + 1 if name in INFLATED else inflated(held) for name, held in fields.items()}
    return msgspec.structs.replace(value, **changes)


class Mistaken(View):
    """A view that reacts to one kind of event with one too much."""

    def __init__(self, view: View, kind: str) -> None:
        self.view, self.kind = view, kind
        self.name, self.tables = view.name, view.tables  # type: ignore[misc]

    def react(self, recorded: Recorded, db: sqlite3.Connection) -> None:
        if recorded.event.kind() == self.kind:
            recorded = msgspec.structs.replace(recorded, event=inflated(recorded.event))
        self.view.react(recorded, db)

    def figures(self, db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
        return self.view.figures(db)


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger in which every kind of event happened."""
    season = Season.open(str(tmp_path_factory.mktemp("planted") / "usf.db"))
    tour(season)
    yield season.ledger
    season.ledger.close()


def rows(ledger: Ledger, views: tuple[View, ...], path: Path) -> tuple[list[Any], list[tuple[str, int]]]:
    """What the tables hold after every event, and the figures that they show."""
    db = sqlite3.connect(path, isolation_level=None)
    project(views, ledger.store, db)
    tables: list[Table] = [table for view in views for table in view.tables]
    held = [db.execute(f"SELECT * FROM {table.name} ORDER BY 1, 2, 3").fetchall() for table in tables]
    figures = [figure for view in views for figure in view.figures(db)]
    db.close()
    return held, figures


def test_one_too_much_in_any_reaction_to_any_kind_of_event_is_found(toured: Ledger, tmp_path: Path) -> None:
    """L8, L11"""
    expected = Replay(toured.store).run()
    partitions = toured.store.partitions()
    kinds = sorted({r.event.kind() for p in partitions for r in toured.store.read(p, 0, 10_000)})
    found: set[tuple[str, str]] = set()
    right = rows(toured, VIEWS, tmp_path / "right.db")
    assert first_difference(expected, iter(right[1])) is None
    for view in VIEWS:
        others = [figure for v in VIEWS if v is not view for figure in rows_of(toured, v, tmp_path)]
        true = rows(toured, (view,), tmp_path / f"true-{view.name}.db")[0]
        for kind in kinds:
            held, figures = rows(toured, (Mistaken(view, kind),), tmp_path / f"{view.name}-{kind}.db")
            if held == true:
                continue
            found.add((view.name, kind))
            assert first_difference(expected, iter([*others, *figures])) is not None, (view.name, kind)
    assert len({view for view, _ in found}) >= 7, "most views hold amounts"
    assert len({kind for _, kind in found}) >= 15, "most kinds of events with amounts reach a view"


def rows_of(ledger: Ledger, view: View, folder: Path) -> list[tuple[str, int]]:
    """The figures of one view, made once."""
    path = folder / f"others-{view.name}.db"
    if not path.exists():
        return rows(ledger, (view,), path)[1]
    with sqlite3.connect(path) as db:
        return list(view.figures(db))
