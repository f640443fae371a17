"""`usf replay` and `usf rebuild`: the history folded anew, and the views made anew."""

import typer

from api.cli.common import Bar, Database, Json, as_json, caught_up, give_up, opened, reading, say
from ledger.replay import HistoryFault, Replay, first_difference
from projections.places import Place
from projections.rebuild import differences, rebuild
from projections.views import VIEWS


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("replay")(replay)
    app.command("rebuild")(rebuild_views)


def replay(db: Database = None, json: Json = False) -> None:
    """Fold the whole history with the ledger alone and compare it with the views: identical, or exit code 1."""
    with reading(db) as (ledger, place):
        heads = {partition: ledger.store.head(partition) for partition in ledger.store.partitions()}
        with Bar() as bar:
            found = Replay(ledger.store, lambda done: bar("replaying events", done, sum(heads.values())))
            difference = _fault(found) or _difference(place, found, bar)
        answer = {
            "identical": difference is None,
            "events": found.events,
            "figures": len(found.figures),
            "first_difference": difference,
        }
        if json:
            as_json(answer)
        if difference is not None:
            give_up(f"Not identical. First difference: {difference}")
        if not json:
            say(f"Identical: {found.events} events, {len(found.figures)} figures, every row of every view.")


def _fault(found: Replay) -> str | None:
    try:
        found.run()
    except HistoryFault as fault:
        return str(fault)
    return None


def _difference(place: Place, found: Replay, bar: Bar) -> str | None:
    """The first figure that differs; then, for what is no figure, the first row that differs from a rebuilt one."""
    caught_up(place)
    with place.reading() as db:
        shown = ((name, value) for view in VIEWS for name, value in view.figures(db))
        figure = first_difference(found.figures, shown)
    if figure is not None:
        return figure
    row = next(differences(VIEWS, place, lambda done, of: bar("comparing rows", done, of)), None)
    return None if row is None else str(row)


def rebuild_views(db: Database = None, json: Json = False) -> None:
    """Make every view again from the first event; safe while a server runs on the same database."""
    with opened(db, create=False) as (_, place):
        with Bar() as bar:
            rebuild(VIEWS, place, lambda done, of: bar("rebuilding views", done, of))
        names = [view.name for view in VIEWS]
        if json:
            as_json({"rebuilt": names})
        else:
            say(f"Rebuilt: {', '.join(names)}.")
