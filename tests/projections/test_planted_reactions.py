"""An error of one cent, or of one vote, in any view's reaction to any kind of event is found by the replay."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import msgspec
import pytest

from ledger.event import Recorded
from ledger.replay import Replay, first_difference
from ledger.storage import Store
from projections.base import Database, Table, View
from projections.rebuild import project
from projections.shelf import Shelf, open_shelf
from projections.views import VIEWS
from tests.season import Season
from tests.tour import tour

INFLATED = ("amount_minor", "counted_minor", "votes", "ballots_counted", "electorate")


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

    def react(self, recorded: Recorded, db: Database) -> None:
        self.bring((recorded,), db)

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        self.view.bring(
            [
                msgspec.structs.replace(recorded, event=inflated(recorded.event))
                if recorded.event.kind() == self.kind
                else recorded
                for recorded in events
            ],
            db,
        )

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        return self.view.figures(db)


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Shelf]]:
    """The log and the views of a ledger in which every kind of event happened."""
    season = Season.open(str(tmp_path_factory.mktemp("planted") / "usf.db"))
    tour(season)
    with closing(open_shelf(season.ledger.store)) as shelf:
        yield season.ledger.store, shelf
    season.ledger.close()


def rows(shelf: Shelf, views: tuple[View, ...]) -> tuple[list[Any], list[tuple[str, int]]]:
    """What the tables hold after every event, and the figures that they show."""
    with shelf.fresh(views) as fresh:
        project(views, shelf.log, fresh)
        with fresh.reading() as db:
            tables: list[Table] = [table for view in views for table in view.tables]
            held = [
                db.execute(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}").fetchall()
                for table in tables
            ]
            return held, [figure for view in views for figure in view.figures(db)]


def test_one_too_much_in_any_reaction_to_any_kind_of_event_is_found(toured: tuple[Store, Shelf]) -> None:
    """L8, L11"""
    log, shelf = toured
    expected = Replay(log).run()
    kinds = sorted({r.event.kind() for p in log.partitions() for r in log.read(p, 0, 10_000)})
    found: set[tuple[str, str]] = set()
    right = {view.name: rows(shelf, (view,)) for view in VIEWS}
    assert first_difference(expected, (figure for _, shown in right.values() for figure in shown)) is None
    for view in VIEWS:
        others = [figure for name, (_, shown) in right.items() if name != view.name for figure in shown]
        for kind in kinds:
            held, figures = rows(shelf, (Mistaken(view, kind),))
            if held == right[view.name][0]:
                continue
            found.add((view.name, kind))
            assert first_difference(expected, iter([*others, *figures])) is not None, (view.name, kind)
    assert len({view for view, _ in found}) >= 6, "most views hold amounts"
    assert len({kind for _, kind in found}) >= 15, "most kinds of events with amounts reach a view"
