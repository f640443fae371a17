"""`usf places`: where an account's money lies."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import typer

from api.cli.common import AccountOption, Database, Json, as_json, as_table, reading, say
from api.cli.names import association_name, chosen, figure
from ledger.identifiers import AccountId, PlaceId
from ledger.money import to_decimal
from projections import places
from projections.base import Database as Views
from projections.unplaced import unplaced

COLUMNS = ("place", "kind", "unit", "amount")


class Line(NamedTuple):
    """So much of one unit at a place, or at no named one."""

    place: PlaceId | None
    label: str | None
    kind: str | None
    unit: str | None
    amount_minor: int


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("places")(show_places)


def show_places(account: AccountOption = None, db: Database = None, json: Json = False) -> None:
    """Show where money lies, place by place, and what lies at no named place; units are never added."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        found = [(one, list(_lines(views, one.account))) for one in chosen(views, account)]
        if json:
            as_json([_json(one.account, line) for one, lines in found for line in lines])
            return
        if not found:
            say("There is no local account in this database yet.")
        for one, lines in found:
            title = f"{association_name(ledger, views, one)} ({one.account})"
            if not lines:
                say(f"{title}: no place was opened and nothing was received yet.")
                continue
            as_table(title, COLUMNS, [_row(line) for line in lines], numbers=("amount",))


def _lines(db: Views, account: AccountId) -> Iterator[Line]:
    """Open places with what lies there, even if that is nothing; then what lies at none."""
    there = places.lying(db, account)
    for row in places.of_account(db, account):
        amounts = [(one.unit, one.amount_minor) for one in there if one.place == row.id and one.amount_minor]
        for unit, minor in amounts:
            yield Line(row.id, row.label, row.kind, unit, minor)
        if not amounts and row.closed is None:
            yield Line(row.id, row.label, row.kind, None, 0)
    for unit, minor in unplaced(db, account).items():
        yield Line(None, None, None, unit, minor)


def _row(line: Line) -> tuple[str, ...]:
    amount = "nothing" if line.unit is None else figure(line.amount_minor, line.unit)
    return line.label or "(no named place)", line.kind or "", line.unit or "", amount


def _json(account: AccountId, line: Line) -> dict[str, Any]:
    amount = None if line.unit is None else to_decimal(line.amount_minor, line.unit)
    shown = {"place": line.place, "label": line.label, "kind": line.kind, "unit": line.unit, "amount": amount}
    return {"account": account, **shown}
