"""`usf report`: the page of a period for the notice board, and statements to a giver and to a funder."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import Database, give_up, reading
from api.cli.exporting import NO_SUCH
from api.cli.names import chosen
from api.exports import gather
from api.reports import funder_statement, giver_statement, page
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
    giver: Annotated[
        str | None,
        typer.Option(
            "--giver", help="Token of a giver: all that was given, with the name.", show_default=False
        ),
    ] = None,
    purpose: Annotated[
        str | None,
        typer.Option("--purpose", help="Id of a purpose: received, spent, left.", show_default=False),
    ] = None,
    db: Database = None,
) -> None:
    """Write the report of a period as one page to print; or a statement, to a giver or of a purpose to its funder."""
    if giver is not None and purpose is not None:
        give_up("A statement is of one giver or of one purpose: name one of them.", 2)
    until = date(period.year, period.month, period.day)
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        (one,) = chosen(views, account)
        book = gather(ledger, views, AccountId(one.account), until)
        if book is None:
            give_up(NO_SUCH)
        if giver is not None:
            told = giver_statement(book, giver, language)
        elif purpose is not None:
            told = funder_statement(book, purpose, language)
        else:
            told = page(book, language)
        if told is None:
            give_up("Nothing came from this giver in the period, or there is no such purpose: check the id.")
        text = told.encode()
    if out is None:
        sys.stdout.buffer.write(text)
        return
    try:
        out.write_bytes(text)
    except OSError as error:
        give_up(f"{out} cannot be written: {error.strerror}.")
