"""`usf round export`: a counted round as an election file that others can count."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import AccountOption, Database, give_up, reading
from api.elections.exporting import election_file
from ledger.identifiers import AccountId, RoundId, stream_of
from ledger.ledger import Ledger
from ledger.rounds.events import RoundDrafted

UNKNOWN = "There is no such round in this database: `usf audit` shows the ids of all rounds."


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Decision rounds.", no_args_is_help=True)
    group.command("export")(export)
    app.add_typer(group, name="round")


def export(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="Id of a round.", show_default=False)],
    account: AccountOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File to write; else standard output.", show_default=False),
    ] = None,
    db: Database = None,
) -> None:
    """Write a counted round as a .pb file (Pabulib), with ballots and result, and nothing of who voted."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        where = account_of_round(ledger, RoundId(round_id), account)
        file = election_file(ledger, views, where, RoundId(round_id)).encode()
        if out is None:
            sys.stdout.buffer.write(file)
            return
        try:
            out.write_bytes(file)
        except OSError as error:
            give_up(f"{out} cannot be written: {error.strerror}.")


def account_of_round(ledger: Ledger, round_id: RoundId, account: str | None) -> AccountId:
    """The account whose round it is; ends the command where there is none."""
    asked = ledger.accounts() if account is None else [AccountId(account)]
    held = (
        one
        for one in asked
        if isinstance(ledger.log_of(one).event(stream_of(one, round_id), 1), RoundDrafted)
    )
    return next(held, None) or give_up(UNKNOWN)
