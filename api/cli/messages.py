"""`usf messages`: what waits between accounts and installations, and parcels that are carried by hand."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import Database, Json, as_json, as_table, give_up, opened, say
from ledger.context import moment_of
from ledger.identifiers import InstallationId
from ledger.ledger import Ledger
from ledger.post.again import sent_again
from ledger.post.waiting import WaitingMessage, waiting

MOST = 1_000
"""Messages that are listed."""

Installation = Annotated[str, typer.Argument(help="Id of the other installation.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    messages = typer.Typer(
        help="Messages that wait, and parcels carried by hand.", invoke_without_command=True
    )
    messages.callback()(listing)
    messages.command("out")(out)
    messages.command("in")(take_in)
    messages.command("again")(again)
    app.add_typer(messages, name="messages")


def listing(context: typer.Context, db: Database = None, json: Json = False) -> None:
    """List the messages that were sent and not taken in: where they wait, and since when."""
    if context.invoked_subcommand is not None:
        return
    with opened(db, create=False) as (ledger, _):
        ledger.settled()
        found = waiting(ledger.store, limit=MOST)
        own = ledger.signer.installation
    if json:
        as_json({"installation": own, "messages": found})
        return
    say(f"This installation: {own}")
    if not found:
        say("Nothing waits.")
        return
    columns = ("message", "kind", "from", "to", "sent", "waits for", "refused")
    as_table("Messages that wait", columns, [_row(message) for message in found])


def _row(message: WaitingMessage) -> tuple[str, ...]:
    return (
        message.message,
        message.kind,
        message.sender,
        message.to,
        moment_of(message.sent_us).isoformat(timespec="seconds"),
        message.installation or "",
        message.refusal or "",
    )


def out(
    installation: Installation,
    file: Annotated[Path, typer.Argument(help="File to write.", show_default=False)],
    db: Database = None,
    json: Json = False,
) -> None:
    """Write a parcel with what waits for an installation, to be carried there."""
    with opened(db, create=False) as (ledger, _):
        ledger.settled()
        parcel, messages = ledger.abroad.out(InstallationId(installation))
    _write(file, parcel)
    if json:
        as_json({"file": str(file), "messages": messages})
    else:
        say(f"{file}: {messages} messages for {installation}. Bring back its answer.")


def take_in(
    file: Annotated[Path, typer.Argument(help="Parcel of another installation.", show_default=False)],
    answer: Annotated[
        Path | None,
        typer.Argument(help="File for the answer: receipts, and what waits here for it.", show_default=False),
    ] = None,
    db: Database = None,
    json: Json = False,
) -> None:
    """Take in a parcel, and write the answer to be carried back."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        give_up(f"{file} cannot be read: {error.strerror}.")
    with opened(db, create=False) as (ledger, _):
        ledger.settled()
        came = ledger.abroad.take_in(raw)
        ledger.settled()
    if answer is not None:
        _write(answer, came.answer)
    if json:
        refused = {receipt.id: receipt.refusal for receipt in came.refused}
        as_json(
            {
                "taken_in": came.taken_in,
                "refused": refused,
                "receipted": came.receipted,
                "answer": None if answer is None else str(answer),
                "waiting": came.waiting,
            }
        )
        return
    say(f"Taken in: {came.taken_in}. Refused: {len(came.refused)}. Our own that arrived: {came.receipted}.")
    for receipt in came.refused:
        say(f"Refused ({receipt.refusal}): {receipt.id}")
    if answer is not None:
        say(f"{answer}: the answer, with {came.waiting} messages. Carry it back.")


def again(installation: Installation, db: Database = None, json: Json = False) -> None:
    """Send all again that was ever sent to an installation, after it lost what it had; what it has changes nothing."""
    with opened(db, create=False) as (ledger, _):
        messages = _again(ledger, InstallationId(installation))
    if json:
        as_json({"messages": messages})
    else:
        say(f"{messages} messages wait for {installation} once more.")


def _again(ledger: Ledger, installation: InstallationId) -> int:
    ledger.settled()
    return sent_again(ledger.store, installation, ledger.abroad.installation_of)


def _write(file: Path, parcel: bytes) -> None:
    try:
        file.write_bytes(parcel)
    except OSError as error:
        give_up(f"{file} cannot be written: {error.strerror}.")
