"""`usf reconcile`: a place of money compared with what the bank says, or with what two members counted."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from api.cli.asking import Effective
from api.cli.common import REFUSED, AccountOption, Database, Json, as_json, as_table, caught_up, reading, say
from api.cli.keys import OPERATOR
from api.cli.places import place_labelled
from ledger.identifiers import AccountId, PlaceId
from ledger.ledger import Ledger
from ledger.money import to_decimal
from ledger.statements.commands import MatchLines
from projections import reconciliation
from projections.base import Database as Views
from projections.reconciliation import LatestCount, OpenEntry, OpenLine, Reconciliation
from projections.shelf import Shelf

MOST_SHOWN = 50
"""Of what is open on either side, the oldest; `--json` shows all."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reconcile")(reconcile)


@dataclass(frozen=True)
class _Found:
    """What one unit of a place comes to."""

    compared: Reconciliation
    lines: list[OpenLine]
    entries: list[OpenEntry]


def reconcile(
    place: Annotated[
        str, typer.Argument(help="Label of the place of money, such as bank.", show_default=False)
    ],
    account: AccountOption = None,
    unit: Annotated[
        str | None, typer.Option(help="One currency; all of them unless given.", show_default=False)
    ] = None,
    effective: Effective = None,
    match: Annotated[
        bool, typer.Option("--match", help="First match what is certainly the same money, and record that.")
    ] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Compare a place with its statements and counts: what agrees, what is open on either side, and since when.

    It ends with 0 where all agrees, and with 1 where anything is open.
    """
    day = None if effective is None else effective.date()
    with reading(db) as (ledger, shelf):
        with shelf.reading() as views:
            own = place_labelled(ledger, views, place, account)
        matched = _match(ledger, shelf, own, unit) if match else 0
        with shelf.reading() as views:
            units = reconciliation.units_of(views, *own) if unit is None else [unit]
            found = [_found(ledger, views, own, one, day) for one in units]
        if json:
            as_json([_json(place, own, one) for one in found])
        else:
            if match:
                say(f"Matched for certain, and recorded: {matched}.")
            for one in found:
                _tell(place, one, day)
            if not found:
                say(f"Nothing was ever booked, stated or counted at {place}: zero on both sides.")
        if not all(one.compared.agrees for one in found):
            raise typer.Exit(REFUSED)


def _found(
    ledger: Ledger, views: Views, own: tuple[AccountId, PlaceId], unit: str, day: date | None
) -> _Found:
    return _Found(
        reconciliation.reconcile(views, *own, unit, day),
        list(reconciliation.open_lines(views, *own, unit, day)),
        reconciliation.open_entries(views, ledger.store, *own, unit, day),
    )


def _match(ledger: Ledger, shelf: Shelf, own: tuple[AccountId, PlaceId], unit: str | None) -> int:
    """Match what is certain; how many matches that were."""
    with shelf.reading() as views:
        units = reconciliation.units_of(views, *own) if unit is None else [unit]
        certain = [(one, likely) for one in units for likely in _certain(ledger, views, own, one)]
    for one, likely in certain:
        account, place = own
        command = MatchLines(
            account=account, place=place, unit=one, lines=likely.lines, entries=likely.entries
        )
        ledger.handle(command, by=OPERATOR)
    caught_up(shelf)
    return len(certain)


def _certain(
    ledger: Ledger, views: Views, own: tuple[AccountId, PlaceId], unit: str
) -> tuple[reconciliation.LikelyMatch, ...]:
    lines = list(reconciliation.open_lines(views, *own, unit))
    entries = reconciliation.open_entries(views, ledger.store, *own, unit)
    references = {line.reference for line in lines if line.reference is not None}
    return reconciliation.likely_matches(lines, entries, ledger.booked_under(own[0], references)).certain


def _tell(label: str, found: _Found, day: date | None) -> None:
    one, unit = found.compared, found.compared.unit
    asked = "" if day is None else f", as of {day}"
    rows = [("the last statement", _statement(one), _amount(one.closing_minor, unit))]
    rows += [
        (
            "+ open in the books",
            _since(one.open_entry_count, one.entries_since),
            _amount(one.open_entries_minor, unit),
        ),
        (
            "- open on statements",
            _since(one.open_line_count, one.lines_since),
            _amount(-one.open_lines_minor, unit),
        ),
        (
            "= the books",
            f"agreed: entries {one.agreed_entries}, lines {one.agreed_lines}",
            _amount(one.book_minor, unit),
        ),
    ]
    if one.statement is None:
        rows = [("the books", "no statement was taken", _amount(one.book_minor, unit))]
    as_table(f"{label}, {unit}{asked}", ("what", "which", unit), rows, numbers=(unit,))
    if one.count is not None:
        say(_counted(one.count))
    if one.agrees:
        if one.statement is None and one.count is not None:
            say("The count and the books agree on that day. Difference: zero.")
        else:
            say("All agrees: nothing is open on either side. Difference: zero.")
        return
    if one.statement is not None or one.count is None:
        _open_entries(found)
    _open_lines(found)


def _statement(one: Reconciliation) -> str:
    if one.statement is None:
        return "none"
    derived = ", without balances of the bank's own" if one.statement.derived else ""
    return f"{one.statement.begins} to {one.statement.ends}{derived}"


def _since(count: int, since: date | None) -> str:
    return "none" if since is None else f"{count}, since {since}"


def _counted(count: LatestCount) -> str:
    unit = count.unit
    said = f"Counted by two on {count.effective}: {_amount(count.counted_minor, unit)} {unit}. "
    booked = _amount(count.booked_minor, unit)
    if count.difference_minor:
        more = "too much" if count.difference_minor > 0 else "missing"
        difference = _amount(abs(count.difference_minor), unit)
        said += f"The books say {booked} of that day: {difference} {more}. "
    else:
        said += "The books say the same of that day. "
    return f"{said}Come and gone since, not counted yet: {_amount(count.moved_since_minor, unit)} {unit}."


def _open_entries(found: _Found) -> None:
    if found.entries:
        shown = found.entries[:MOST_SHOWN]
        as_table(
            _title("Open in the books", len(found.entries)),
            ("entry", "effective", "event", "about", "amount"),
            [
                (str(one.entry), str(one.effective), one.kind, one.about, _amount(one.amount_minor, one.unit))
                for one in shown
            ],
            numbers=("entry", "amount"),
        )


def _open_lines(found: _Found) -> None:
    if found.lines:
        shown = found.lines[:MOST_SHOWN]
        as_table(
            _title("Open on statements", len(found.lines)),
            ("statement", "line", "booked", "amount"),
            [
                (
                    one.statement,
                    str(one.number) if one.number else "brought forward",
                    str(one.booked),
                    _amount(one.amount_minor, one.unit),
                )
                for one in shown
            ],
            numbers=("line", "amount"),
        )


def _title(what: str, count: int) -> str:
    return what if count <= MOST_SHOWN else f"{what}: the oldest {MOST_SHOWN} of {count}"


def _amount(minor: int, unit: str) -> str:
    return to_decimal(minor, unit)


def _json(label: str, own: tuple[AccountId, PlaceId], found: _Found) -> dict[str, Any]:
    one, (account, place) = found.compared, own
    unit, count = one.unit, one.count
    return {
        "account": account,
        "place": place,
        "label": label,
        "unit": unit,
        "effective": one.effective,
        "agrees": one.agrees,
        "books": _amount(one.book_minor, unit),
        "statement": None if one.statement is None else one.statement.id,
        "closing": None if one.statement is None else _amount(one.closing_minor, unit),
        "statement_ends": None if one.statement is None else one.statement.ends,
        "counted": None if count is None else _amount(count.counted_minor, unit),
        "counted_on": None if count is None else count.effective,
        "counted_difference": None if count is None else _amount(count.difference_minor, unit),
        "agreed_entries": one.agreed_entries,
        "agreed_lines": one.agreed_lines,
        "open_entries": [
            {
                "entry": entry.entry,
                "amount": _amount(entry.amount_minor, unit),
                "effective": entry.effective,
                "kind": entry.kind,
                "about": entry.about,
            }
            for entry in found.entries
        ],
        "open_lines": [
            {
                "statement": line.statement,
                "number": line.number,
                "amount": _amount(line.amount_minor, unit),
                "booked": line.booked,
            }
            for line in found.lines
        ],
        "unexplained": _amount(one.unexplained_minor, unit),
    }
