"""`usf serve`: the HTTP API."""

from typing import Annotated

import typer

from api.cli.common import Database, opened, say, shown
from projections.follower import Follower
from projections.rebuild import prepare
from projections.views import VIEWS
from projections.watcher import Watcher


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    db: Database = None,
    host: Annotated[str, typer.Option(help="Address to listen on.", envvar="USF_HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", envvar="PORT", min=0, max=65535)] = 8000,
    follow: Annotated[
        bool,
        typer.Option(
            help="Keep the views up in this process, or leave it to `usf follow`.", envvar="USF_FOLLOW"
        ),
    ] = True,
) -> None:
    """Serve the HTTP API on this database, made where there is none. Ends with Ctrl-C."""
    # The web framework takes longer to load than most other commands take to run.
    from api.http.app import create_app  # noqa: PLC0415
    from api.http.logging import log_as_json  # noqa: PLC0415
    from api.http.serving import run  # noqa: PLC0415

    with opened(db) as (ledger, place):
        prepare(VIEWS, place)
        follower = Follower(place, VIEWS) if follow else Watcher(place, VIEWS)
        ledger.on_commit(follower.wake)
        ledger.carry()
        follower.start()
        log_as_json()
        say(f"Serving {shown(db)} on {host}:{port}: documentation at /docs, state of the service at /readyz.")
        try:
            run(create_app(ledger, place, follower), host, port)
        finally:
            follower.stop()
