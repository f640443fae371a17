"""`usf migrate`: what a PostgreSQL database needs before the ledger can be kept in it, made by its owner."""

from typing import Annotated

import typer

from api.cli.common import Database, Json, answered, as_json, database, say, shown
from ledger.storage import is_server
from ledger.storage.store import StoreUnavailable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("migrate")(prepare)


def prepare(
    db: Database = None,
    partitions: Annotated[
        int,
        typer.Option(
            help="How many partitions there shall be for accounts that get one of their own.", min=0
        ),
    ] = 0,
    role: Annotated[
        str | None,
        typer.Option(
            help="The role as which the service runs; it is let in.", envvar="USF_ROLE", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Prepare a PostgreSQL database, as its owner; run again, it changes nothing. An SQLite file needs no such step."""
    # The libraries take longer to load than most commands take to run.
    from api.migration import migrate  # noqa: PLC0415

    address = database(db)
    with answered():
        if not is_server(address):
            raise StoreUnavailable(f"{shown(db)} is an SQLite file, which every command prepares by itself.")
        made = migrate(address, partitions=partitions, role=role)
    if json:
        as_json({"made": made})
    else:
        say(f"Made: {', '.join(made)}." if made else "Everything was there already.")
