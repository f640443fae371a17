"""`usf bank in` and `usf bank map`: what the bank says, taken in from its file."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.bank.foretelling import Foretold, Happens, foretold
from api.bank.joining import detailed
from api.bank.maps import BankMap, example, read_map
from api.bank.reading import LARGEST_BYTES, read_bank_file
from api.bank.refusals import BankFileTooLarge
from api.bank.statement import NOTHING, BankStatement
from api.bank.taking import Chosen, chosen
from api.cli.common import AccountOption, Database, Json, as_json, as_table, caught_up, give_up, reading, say
from api.cli.keys import OPERATOR
from api.cli.places import PlaceLabel, place_labelled
from api.payments.making import known_number
from ledger.ledger import Answer, Ledger
from ledger.money import to_decimal
from ledger.papers.media import examined
from projections.base import Database as Views

Files = Annotated[
    list[Path],
    typer.Argument(
        help="The bank's file: camt.053, MT940, OFX or CSV. Notices (camt.054) after it tell who stands behind its "
        "entries.",
        show_default=False,
    ),
]
MapFile = Annotated[
    Path | None,
    typer.Option("--map", help="What the columns of a CSV mean; see `usf bank map`.", show_default=False),
]
Number = Annotated[
    str | None,
    typer.Option(
        "--number", help="The bank account's number, where the file has several.", show_default=False
    ),
]
SENTENCES = {
    Happens.KNOWN: "taken before",
    Happens.AGREES: "agrees with entry {entries}",
    Happens.TO_BE_BOOKED: "to be booked",
    Happens.FOR_PEOPLE: "for people: entry {entries}?",
}


def register(bank: typer.Typer) -> None:
    """Add the commands."""
    bank.command("in")(take_in)
    bank.command("map")(show_map)


def show_map() -> None:
    """Show a whole map of a bank's CSV, with every key explained."""
    sys.stdout.write(example())


def take_in(
    files: Files,
    place: PlaceLabel,
    bank_map: MapFile = None,
    number: Number = None,
    account: AccountOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would become of each line, and record nothing.")
    ] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Take in the bank's statement, once: the same file again changes nothing."""
    with reading(db) as (ledger, shelf):
        with shelf.reading() as views:
            owner, where = place_labelled(ledger, views, place, account)
            own = number or known_number(ledger, views, owner, where)
            raw = _read(files[0])
            known = _map(bank_map)
            statements = read_bank_file(raw, known)
            notices = [one for more in files[1:] for one in read_bank_file(_read(more), known)]
            found = chosen(
                detailed(statements, notices) if notices else statements, owner, where, examined(raw), own
            )
            told = [_foretold(ledger, views, one) for one in found]
        answers = [None if dry_run else ledger.handle(one.command, by=OPERATOR) for one in found]
        caught_up(shelf)
    if json:
        as_json([_json(*one) for one in zip(found, told, answers, strict=True)])
        return
    for one, lines, answer in zip(found, told, answers, strict=True):
        _show(one, lines, answer, place)


def _foretold(ledger: Ledger, views: Views, one: Chosen) -> tuple[Foretold, ...]:
    answer = ledger.handle(one.command, by=OPERATOR, dry_run=True)
    return foretold(ledger, views, one, answer)


def _show(one: Chosen, lines: tuple[Foretold, ...], answer: Answer | None, label: str) -> None:
    statement = one.statement
    if lines:
        as_table(
            f"{statement.form}, {statement.begins} to {statement.ends}, {statement.unit}",
            ("line", "booked", "amount", "who", "about", "what it is"),
            [_row(statement, line) for line in lines],
            numbers=("line", "amount"),
        )
    for left in statement.left_out:
        why = "it moves nothing" if left.status == NOTHING else f"it is not booked ({left.status})"
        say(f"Line {left.at} of the file is left out: {why}.")
    if all(line.happens is Happens.KNOWN for line in lines) and (answer is None or not answer.kinds):
        say("All of this was taken before: nothing changes.")
    elif answer is not None:
        say(f"Taken: {answer.created}. `usf reconcile {label}` shows what agrees and what is open.")


def _row(statement: BankStatement, told: Foretold) -> tuple[str, ...]:
    line = told.line
    entries = ", ".join(str(entry) for entry in told.entries)
    return (
        str(line.at),
        line.booked.isoformat(),
        to_decimal(line.amount_minor, statement.unit),
        line.name,
        line.text,
        SENTENCES[told.happens].format(entries=entries),
    )


def _json(one: Chosen, lines: tuple[Foretold, ...], answer: Answer | None) -> dict[str, Any]:
    statement, command = one.statement, one.command
    return {
        "statement": None if answer is None else answer.created,
        "position": None if answer is None else answer.position,
        "recorded": bool(answer is not None and answer.kinds),
        "form": statement.form,
        "unit": statement.unit,
        "begins": command.begins,
        "ends": command.ends,
        "opening": _amount(command.opening_minor, statement.unit),
        "closing": _amount(command.closing_minor, statement.unit),
        "lines": [
            {
                "number": told.line.number,
                "line": told.line.at,
                "booked": told.line.booked,
                "amount": to_decimal(told.line.amount_minor, statement.unit),
                "happens": told.happens,
                "entries": told.entries,
            }
            for told in lines
        ],
        "left_out": [{"line": left.at, "status": left.status} for left in statement.left_out],
    }


def _amount(amount_minor: int | None, unit: str) -> str | None:
    return None if amount_minor is None else to_decimal(amount_minor, unit)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise BankFileTooLarge(largest_bytes=LARGEST_BYTES)
        return file.read_bytes()
    except OSError as error:
        give_up(f"{file} cannot be read: {error.strerror}.")


def _map(file: Path | None) -> BankMap | None:
    return None if file is None else read_map(_read(file))
