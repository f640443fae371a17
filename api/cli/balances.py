"""`usf balance` and `usf journal`: what an account holds, and the double entry behind it."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from api.cli.asking import Effective, Position, RecordedBy, as_of
from api.cli.common import AccountOption, Database, Json, as_json, as_table, give_up, reading, say
from api.cli.names import DESTINATIONS, association_name, chosen, figure, purpose_names
from ledger.context import moment_of
from ledger.identifiers import AccountId, PurposeId
from ledger.ledger import Ledger
from ledger.money import to_decimal
from projections import entries, journal
from projections.accounts import LocalAccount
from projections.as_of import AsOf
from projections.base import Database as Views

AMOUNTS = ("received", "reserved", "paid", "available")
EXPLAINED = ("received", "reserved", "paid", "held after", "available after")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("balance")(balance)
    app.command("journal")(show_journal)


def balance(
    account: AccountOption = None,
    effective: Effective = None,
    recorded: RecordedBy = None,
    position: Position = None,
    explain: Annotated[bool, typer.Option("--explain", help="The entries behind each balance.")] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Show balances by unit, purpose and destination; units are never added."""
    asked = as_of(effective, recorded, position)
    if position is not None and account is None:
        give_up("A position belongs to one log: say which account with --account.", 2)
    with reading(db) as (ledger, place), place.reading() as views:
        found = [
            (one, entries.balances(views, ledger.store, one.account, asked)) for one in chosen(views, account)
        ]
        if json:
            as_json([_json(one, row) for one, rows in found for row in rows])
            return
        if not found:
            say("There is no local account in this database yet.")
        for one, rows in found:
            _balances(ledger, views, one, rows)
            if explain:
                _explain(ledger, views, one.account, rows, asked)


def _json(one: LocalAccount, row: entries.BalanceThen) -> dict[str, Any]:
    amounts = {name: _amount(row, name) or None for name in AMOUNTS}
    where = {"account": one.account, "unit": row.unit, "purpose": row.purpose, "destination": row.destination}
    return where | amounts


def _amount(row: entries.BalanceThen, name: str, write: Callable[[int, str], str] = to_decimal) -> str:
    minor: int | None = getattr(row, f"{name}_minor")
    return "" if minor is None else write(minor, row.unit)


def _balances(ledger: Ledger, db: Views, one: LocalAccount, rows: list[entries.BalanceThen]) -> None:
    title = f"{association_name(ledger, db, one)} ({one.account})"
    if not rows:
        say(f"{title}: nothing was received yet.")
        return
    names = purpose_names(ledger, db, one.account)
    as_table(
        title,
        ("unit", "purpose", "destination", *AMOUNTS),
        [
            (
                row.unit,
                names.get(row.purpose, row.purpose),
                DESTINATIONS[row.destination],
                *(_amount(row, name, figure) for name in AMOUNTS),
            )
            for row in rows
        ],
        numbers=AMOUNTS,
    )
    for unit, purpose in dict.fromkeys((row.unit, row.purpose) for row in rows):
        available = sum(r.available_minor or 0 for r in rows if (r.unit, r.purpose) == (unit, purpose))
        if available < 0:
            short = figure(-available, unit)
            say(
                f"Shortfall of {short} {unit} in {names.get(purpose, purpose)}: nothing can be spent from it now."
            )


def _explain(
    ledger: Ledger, db: Views, account: AccountId, rows: list[entries.BalanceThen], asked: AsOf
) -> None:
    names = purpose_names(ledger, db, account)
    for row in rows:
        lines = entries.explain(
            db, ledger.store, account, row.unit, row.purpose, row.destination, as_of=asked
        )
        as_table(
            f"Behind {row.unit}, {names.get(row.purpose, row.purpose)}, {DESTINATIONS[row.destination]}",
            ("position", "recorded", "effective", "event", *EXPLAINED),
            [_explained(row.unit, line) for line in lines],
            numbers=("position", *EXPLAINED),
        )


def _explained(unit: str, line: entries.Explained) -> tuple[str, ...]:
    entry = line.entry
    changes = (entry.received_minor, entry.reserved_minor, entry.paid_minor)
    return (
        str(entry.position),
        f"{moment_of(entry.recorded_us):%Y-%m-%d %H:%M}",
        entry.effective.isoformat() if entry.effective else "",
        entry.kind,
        *("" if change == 0 else figure(change, unit) for change in changes),
        figure(line.held_minor, unit),
        "" if line.available_minor is None else figure(line.available_minor, unit),
    )


def show_journal(
    account: AccountOption = None,
    effective: Effective = None,
    recorded: RecordedBy = None,
    position: Position = None,
    trial: Annotated[
        bool, typer.Option("--trial", help="The trial balance instead of every posting.")
    ] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Show the double-entry journal, or its trial balance."""
    asked = as_of(effective, recorded, position)
    if position is not None and account is None:
        give_up("A position belongs to one log: say which account with --account.", 2)
    with reading(db) as (ledger, place), place.reading() as views:
        accounts = chosen(views, account)
        if json:
            shown = journal.trial_balance if trial else journal.postings
            as_json(
                [
                    _posting(one, line)
                    for one in accounts
                    for line in shown(views, ledger.store, one.account, asked)
                ]
            )
            return
        for one in accounts:
            title = f"{association_name(ledger, views, one)} ({one.account})"
            names = purpose_names(ledger, views, one.account)
            (_trial if trial else _postings)(ledger, views, one.account, asked, title, names)


def _posting(one: LocalAccount, line: journal.JournalLine | journal.TrialLine) -> dict[str, Any]:
    amounts = {
        name.removesuffix("_minor"): to_decimal(getattr(line, name), line.unit)
        for name in line.__struct_fields__
        if name.endswith("_minor")
    }
    rest = {
        name: getattr(line, name) for name in line.__struct_fields__ if not name.endswith(("_minor", "_us"))
    }
    if isinstance(line, journal.JournalLine):
        rest["recorded"] = moment_of(line.recorded_us)
    return {"account": one.account} | rest | amounts


def _postings(
    ledger: Ledger, db: Views, account: AccountId, asked: AsOf, title: str, names: dict[PurposeId, str]
) -> None:
    as_table(
        title,
        ("position", "entry", "effective", "booked", "event", "code", "unit", "debit", "credit"),
        [
            (
                str(line.position),
                line.number or "",
                line.effective.isoformat(),
                line.booked.isoformat(),
                line.kind,
                _named(line.code, names),
                line.unit,
                *_sides(line.debit_minor, line.credit_minor, line.unit),
            )
            for line in journal.postings(db, ledger.store, account, asked)
        ],
        numbers=("position", "debit", "credit"),
    )


def _trial(
    ledger: Ledger, db: Views, account: AccountId, asked: AsOf, title: str, names: dict[PurposeId, str]
) -> None:
    lines = journal.trial_balance(db, ledger.store, account, asked)
    rows: list[tuple[str, ...]] = [
        (
            line.unit,
            _named(line.code, names),
            *_sides(line.debit_minor, line.credit_minor, line.unit),
            figure(line.balance_minor, line.unit),
        )
        for line in lines
    ]
    for unit in sorted({line.unit for line in lines}):
        of_unit = [line for line in lines if line.unit == unit]
        sums = (
            sum(getattr(line, f"{name}_minor") for line in of_unit) for name in ("debit", "credit", "balance")
        )
        rows.append((unit, "total", *(figure(amount, unit) for amount in sums)))
    as_table(
        title, ("unit", "code", "debit", "credit", "balance"), rows, numbers=("debit", "credit", "balance")
    )


def _sides(debit_minor: int, credit_minor: int, unit: str) -> tuple[str, str]:
    return (
        figure(debit_minor, unit) if debit_minor else "",
        figure(credit_minor, unit) if credit_minor else "",
    )


def _named(code: str, names: dict[PurposeId, str]) -> str:
    kind, _, rest = code.partition(":")
    if kind != "funds":
        return code
    purpose, _, destination = rest.rpartition(":")
    return f"funds: {names.get(PurposeId(purpose), purpose)}, {DESTINATIONS[destination]}"
