"""`usf replay` and `usf rebuild`: the history folded anew, and the views made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.cli.common import (
    Bar,
    Database,
    Json,
    as_json,
    as_table,
    caught_up,
    give_up,
    opened,
    reading,
    say,
    storing,
)
from api.cli.names import DESTINATIONS
from ledger.money import to_decimal
from ledger.replay import Held, HistoryFault, Replay, Tell, balances, difference
from ledger.storage import Store
from projections import tracking
from projections.base import Database as Views
from projections.rebuild import differences, rebuild
from projections.shelf import Shelf
from projections.views import VIEWS

TRIES = 10
"""How often to look for a moment at which no view is behind another."""

AMOUNTS = ("received", "reserved", "paid", "available")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("replay")(replay)
    app.command("rebuild")(rebuild_views)


def replay(
    only_balances: Annotated[
        bool, typer.Option("--balances", help="Print what the log alone says that every account holds.")
    ] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Fold the whole history with the ledger alone and compare it with the views: identical, or exit code 1."""
    if only_balances:
        _print_balances(db, json)
        return
    with reading(db) as (ledger, shelf):
        with Bar() as bar:
            check = _Check(ledger.store, shelf, bar)
            found = check.figure() or check.row()
        if json:
            as_json(
                {
                    "identical": found is None,
                    "events": check.events,
                    "figures": check.figures,
                    "first_difference": found,
                }
            )
        if found is not None:
            give_up(f"Not identical. First difference: {found}")
        if not json:
            say(f"Identical: {check.events} events, {check.figures} figures, every row of every view.")


class _Check:
    """One comparison of the history with the views."""

    def __init__(self, store: Store, shelf: Shelf, bar: Bar) -> None:
        self.events = 0
        self.figures = 0
        """How many the views show."""
        self._store = store
        self._shelf = shelf
        self._bar = bar

    def figure(self) -> str | None:
        """What contradicts itself in the log, or the first figure of which a view shows something else."""
        try:
            return difference(self._tell)
        except HistoryFault as fault:
            return str(fault)

    def _tell(self, history: Tell, views: Tell) -> None:
        """The figures that the views show, and those of the history up to where they stand."""
        self.figures = 0
        with _level(self._store, self._shelf) as (db, stand):
            for view in VIEWS:
                for name, amount in view.figures(db):
                    self.figures += 1
                    views(name, amount)
        events = sum(stand.values())
        found = Replay(self._store, lambda done: self._bar("replaying events", done, events), stand)
        try:
            found.tell(history)
        finally:
            self.events = found.events

    def row(self) -> str | None:
        """For what is no figure: the first row that differs from one made anew."""
        found = differences(VIEWS, self._shelf, lambda done, of: self._bar("comparing rows", done, of))
        row = next(found, None)
        return None if row is None else str(row)


@contextmanager
def _level(store: Store, shelf: Shelf) -> Iterator[tuple[Views, dict[str, int]]]:
    """The views at a moment when none is behind another, and where they stand in each partition."""
    for _ in range(TRIES):
        caught_up(shelf)
        with shelf.reading() as db:
            stand = {
                partition: set(tracking.positions(db, VIEWS, partition).values())
                for partition in store.partitions()
            }
            if all(len(positions) == 1 for positions in stand.values()):
                yield db, {partition: position for partition, (position,) in stand.items()}
                return
    give_up("Some views are behind others: run `usf replay` again, or `usf rebuild`.")


def _print_balances(db: str | None, json: bool) -> None:
    """What the log alone says; no view is opened."""
    with storing(db) as store:
        found = balances(store)
    if json:
        as_json([_json(held) for held in found])
    elif found:
        as_table(
            "What every account holds, by the log alone",
            ("account", "unit", "purpose", "destination", *AMOUNTS),
            [
                (
                    held.account,
                    held.unit,
                    held.purpose,
                    DESTINATIONS[held.destination],
                    *_amounts(held).values(),
                )
                for held in found
            ],
            numbers=AMOUNTS,
        )
    else:
        say("Nothing was received yet.")


def _amounts(held: Held) -> dict[str, str]:
    return {name: to_decimal(getattr(held.totals, name), held.unit) for name in AMOUNTS}


def _json(held: Held) -> dict[str, str]:
    where = {"account": held.account, "unit": held.unit, "purpose": held.purpose}
    return where | {"destination": held.destination} | _amounts(held)


def rebuild_views(db: Database = None, json: Json = False) -> None:
    """Make every view again from the first event; safe while a server runs on the same database."""
    with opened(db, create=False) as (_, shelf):
        with Bar() as bar:
            rebuild(VIEWS, shelf, lambda done, of: bar("rebuilding views", done, of))
        names = [view.name for view in VIEWS]
        if json:
            as_json({"rebuilt": names})
        else:
            say(f"Rebuilt: {', '.join(names)}.")
