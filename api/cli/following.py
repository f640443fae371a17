"""`usf follow` and `usf lag`: the views kept up by a process of their own, and how far they are behind."""

import signal
import threading
from typing import Annotated

import typer

from api.cli.common import Database, Json, as_json, give_up, opened, say, shown
from projections.follower import Follower
from projections.rebuild import prepare
from projections.views import VIEWS
from projections.watcher import Watcher


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("follow")(follow)
    app.command("lag")(lag)


def follow(db: Database = None) -> None:
    """Keep the views up with the log, for services that run with --no-follow. Ends with Ctrl-C."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with opened(db, create=False) as (_, place):
        prepare(VIEWS, place)
        follower = Follower(place, VIEWS)
        follower.start()
        say(f"Following {shown(db)}.")
        try:
            ended.wait()
        finally:
            follower.stop()


def lag(
    most: Annotated[int, typer.Option(help="Events behind the log that are in order.", min=0)] = 10_000,
    db: Database = None,
    json: Json = False,
) -> None:
    """Say how far the views are behind the log; exit code 1 when it is too far."""
    with opened(db, create=False) as (_, place):
        watcher = Watcher(place, VIEWS)
        watcher.look()
        behind = watcher.lag().events
    if json:
        as_json({"events": behind})
    if behind > most:
        give_up(f"The views are {behind} events behind the log.")
    if not json:
        say(
            f"The views are {behind} events behind the log."
            if behind
            else "The views are level with the log."
        )
