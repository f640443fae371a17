"""`usf report`: the page of a period for the notice board."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import Database, give_up, reading
from api.cli.exporting import NO_SUCH
from api.cli.names import chosen
from api.exports import gather
from api.reports import page
from ledger.identifiers import AccountId
from projections.sentences.language import Language


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    account: Annotated[str, typer.Option("--account", help="Id of the local account.")],
    period: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"], help="Last day of a closed period, or of the open one as if it ended then."
        ),
    ],
    language: Annotated[Language, typer.Option("--language", help="Of the page.")] = Language.EN,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; else standard output.", show_default=False)
    ] = None,
    db: Database = None,
) -> None:
    """Write the report of a period as one page to print: what came, what went, what is left, and where it lies."""
    until = date(period.year, period.month, period.day)
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        (one,) = chosen(views, account)
        book = gather(ledger, views, AccountId(one.account), until)
        if book is None:
            give_up(NO_SUCH)
        text = page(book, language).encode()
    if out is None:
        sys.stdout.buffer.write(text)
        return
    try:
        out.write_bytes(text)
    except OSError as error:
        give_up(f"{out} cannot be written: {error.strerror}.")
