"""`usf bank out`, `usf bank answers` and what belongs to them: orders to the bank, and what it answers."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.common import AccountOption, Database, Json, as_json, as_table, give_up, reading, say
from api.cli.keys import OPERATOR
from api.cli.names import chosen
from api.cli.places import PlaceLabel, place_labelled
from api.payments.answers import Became, Taken, take
from api.payments.making import known_numbers, prepared
from api.payments.text import text_of
from ledger.bank_details.commands import NoteBankDetails
from ledger.identifiers import AccountId, DisbursementId, PartyToken, PaymentFileId
from ledger.payment_files.commands import HandInPaymentFile, WithdrawPaymentFile
from ledger.payment_files.refusals import UnknownPaymentFile
from projections import payment_files
from projections.base import Database as Views

File = Annotated[
    str, typer.Argument(help="Id of the payment file, such as payment-file-….", show_default=False)
]
Target = Annotated[Path, typer.Argument(help="File to write.", show_default=False)]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Today unless given.", show_default=False)
]
Named = Annotated[
    list[str] | None,
    typer.Option(
        "--disbursement",
        help="A payment; may be repeated. All that are due unless given.",
        show_default=False,
    ),
]


def register(bank: typer.Typer) -> None:
    """Add the commands."""
    bank.command("details")(details)
    bank.command("out")(out)
    bank.command("again")(again)
    bank.command("handed-in")(handed_in)
    bank.command("not-handed-in")(not_handed_in)
    bank.command("answers")(answers)


def details(
    holder: Annotated[
        str | None, typer.Option("--payee", help="Token of who is paid.", show_default=False)
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", help="Label of our own bank account.", show_default=False)
    ] = None,
    bic: Annotated[str | None, typer.Option(help="Of the bank.", show_default=False)] = None,
    name: Annotated[
        str | None, typer.Option(help="In whose name it stands, if in another's.", show_default=False)
    ] = None,
    account: AccountOption = None,
    db: Database = None,
    json: Json = False,
) -> None:
    """Note a bank account's number. It is asked for and no argument: a shell remembers its commands."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        if (holder is None) == (place is None):
            give_up("Say whose bank account it is: --payee with a token, or --place with a label.", 2)
        if place is not None:
            owner, whose = place_labelled(ledger, views, place, account)
        elif account is None:
            give_up("Say which account with --account.", 2)
        else:
            owner, whose = AccountId(account), PartyToken(holder or "")  # type: ignore[assignment]
        iban = typer.prompt("IBAN", err=True)
        note = NoteBankDetails(account=owner, holder=whose, iban=iban, bic=bic, name=name)
        answer = ledger.handle(note, by=OPERATOR)
    if json:
        as_json({"details": answer.created, "position": answer.position})
    else:
        say(f"Noted: {answer.created}.")


def out(
    target: Target,
    place: PlaceLabel,
    disbursement: Named = None,
    execution: Day = None,
    account: AccountOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Record and write nothing.")] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Write a payment file (pain.001) of what two have signed off. Hand it in, then say so: `usf bank handed-in`."""
    if target.exists():
        give_up(f"{target} is there already: choose another name, so that no file for the bank is lost.")
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        owner, where = place_labelled(ledger, views, place, account)
        make = prepared(
            ledger,
            views,
            owner,
            where,
            named=[DisbursementId(own) for own in disbursement or ()],
            execution=_day(execution),
        )
        answer = ledger.handle(make, by=OPERATOR, dry_run=dry_run)
    if not dry_run:
        _write(target, make.text)
    ordered = [payment.disbursement for payment in make.payments]
    if json:
        as_json(
            {
                "file": None if dry_run else answer.created,
                "disbursements": ordered,
                "written": None if dry_run else str(target),
            }
        )
    elif dry_run:
        say(f"It would order {len(ordered)} payments: {', '.join(ordered)}.")
    else:
        say(f"{target}: {answer.created}, {len(ordered)} payments. Hand it in at the bank, then say so:")
        say(f"usf bank handed-in {answer.created}")


def again(file: File, target: Target, db: Database = None, json: Json = False) -> None:
    """Write the text of a payment file once more, the same to the letter."""
    if target.exists():
        give_up(f"{target} is there already: choose another name, so that no file for the bank is lost.")
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        own = PaymentFileId(file)
        text = text_of(ledger, views, _owner(views, own), own)
    _write(target, text)
    if json:
        as_json({"file": file, "written": str(target)})
    else:
        say(f"{target}: {file}.")


def handed_in(file: File, on: Day = None, db: Database = None, json: Json = False) -> None:
    """Say that the bank has a payment file: what it orders is sent by that."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        own = PaymentFileId(file)
        command = HandInPaymentFile(account=_owner(views, own), file=own, effective=_day(on))
        answer = ledger.handle(command, by=OPERATOR)
    if json:
        as_json({"file": file, "position": answer.position})
    else:
        say(f"Handed in: {file}. Take in what the bank answers: usf bank answers FILE")


def not_handed_in(
    file: File,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    db: Database = None,
    json: Json = False,
) -> None:
    """Say that the bank never got a payment file: what it orders may stand in another."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        own = PaymentFileId(file)
        command = WithdrawPaymentFile(account=_owner(views, own), file=own, reason=reason)
        answer = ledger.handle(command, by=OPERATOR)
    if json:
        as_json({"file": file, "position": answer.position})
    else:
        say(f"Withdrawn: {file}. Its payments may stand in another file.")


def answers(
    file: Annotated[
        Path, typer.Argument(help="pain.002, camt.053 or camt.054 of the bank.", show_default=False)
    ],
    db: Database = None,
    json: Json = False,
) -> None:
    """Take in what the bank answers to payment files; the same file again changes nothing."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        give_up(f"{file} cannot be read: {error.strerror}.")
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        numbers = known_numbers(ledger, views, [one.account for one in chosen(views, None)])
        taken = take(ledger, raw, numbers=numbers, by=OPERATOR)
    if json:
        as_json([_told(one) for one in taken])
    elif not taken:
        say("Nothing in this file answers a payment file of ours.")
    else:
        as_table(
            f"What {file} says",
            ("payment file", "disbursement", "became", "why not"),
            [_row(one) for one in taken],
        )
    if any(one.became is Became.OPEN for one in taken):
        raise typer.Exit(1)


def _told(one: Taken) -> dict[str, Any]:
    return {
        "account": one.account,
        "file": one.file,
        "disbursement": one.disbursement,
        "became": one.became,
        "refusal": one.refusal and one.refusal.slug,
    }


def _row(one: Taken) -> tuple[str, ...]:
    return one.file, one.disbursement or "", one.became.value, str(one.refusal or "")


def _owner(views: Views, file: PaymentFileId) -> AccountId:
    """Whose file it is. Raises UnknownPaymentFile."""
    found = payment_files.accounts_of(views, file)
    if not found:
        raise UnknownPaymentFile
    return found[0]


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _write(target: Path, text: str) -> None:
    """Readable for its owner alone: names and numbers of bank accounts stand in it."""
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(text)
    except OSError as error:
        give_up(
            f"{target} cannot be written: {error.strerror}. The file is made; `usf bank again` writes it once more."
        )
