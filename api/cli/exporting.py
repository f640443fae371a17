"""`usf export`: the journal in a form that another program accepts."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import Database, give_up, reading
from api.cli.names import chosen
from api.exports import OF_ALL, ExportFormat, gather, write
from ledger.identifiers import AccountId

NO_SUCH = "No period ends on that day: name the last day of a closed one, or a day of the open one."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="Of which program.")],
    account: Annotated[str, typer.Option("--account", help="Id of the local account.")],
    period: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Last day of a closed period, or of the open one as if it ended then.",
            show_default=False,
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="Everything since the account was opened.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File to write; else standard output.", show_default=False),
    ] = None,
    db: Database = None,
) -> None:
    """Write the journal, in log order and by the days on which entries are booked, with its balances."""
    if whole == (period is not None):
        give_up("Say which entries: either those of one period with --period, or --all.", 2)
    if whole and form not in OF_ALL:
        give_up("The French file of entries is of one period: name its last day with --period.", 2)
    until = None if period is None else date(period.year, period.month, period.day)
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        (one,) = chosen(views, account)
        book = gather(ledger, views, AccountId(one.account), until)
        if book is None:
            give_up(NO_SUCH)
        if out is None:
            write(book, form, sys.stdout.buffer)
            return
        try:
            with out.open("wb") as file:
                write(book, form, file)
        except OSError as error:
            give_up(f"{out} cannot be written: {error.strerror}.")
