"""`usf advances` and `usf counts`: what members have of the account's money, and what was counted beside the books."""

from typing import Annotated, Any

import typer

from api.cli.common import AccountOption, Database, Json, as_json, as_table, reading, say
from api.cli.names import association_name, chosen, figure
from ledger.identifiers import AccountId
from ledger.ledger import Ledger
from ledger.money import to_decimal
from projections import advances, bookings, places
from projections.advances import Advance
from projections.base import Database as Views
from projections.bookings import Count
from projections.counting import Compared, compared

ADVANCES = ("advance", "holder", "since", "unit", "given", "spent", "returned", "otherwise", "left")
OF_ADVANCES = ADVANCES[4:]
COUNTS = ("counted on", "place", "unit", "counted", "books", "difference", "difference then", "count")
OF_COUNTS = COUNTS[3:7]
AT_ONCE = 1_000
"""Counts read at a time."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("advances")(show_advances)
    app.command("counts")(show_counts)


def show_advances(
    account: AccountOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are settled too.")] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Show who has an advance, since when, what was spent of it, and what is still to come back."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        found = [
            (one, advances.of_account(views, ledger.store, one.account, everything=everything))
            for one in chosen(views, account)
        ]
        if json:
            as_json([_advance(one.account, advance) for one, rows in found for advance in rows])
            return
        if not any(rows for _, rows in found):
            say("Nobody has an advance that is open.")
        for one, rows in found:
            if rows:
                title = f"{association_name(ledger, views, one)} ({one.account})"
                as_table(title, ADVANCES, [_row(ledger, row) for row in rows], numbers=OF_ADVANCES)


def _row(ledger: Ledger, row: Advance) -> tuple[str, ...]:
    person = ledger.people.person(row.holder)
    return (
        row.label,
        (person.name if person else None) or row.holder,
        "" if row.since is None else row.since.isoformat(),
        row.unit,
        *(figure(amount, row.unit) for amount in _amounts(row).values()),
    )


def _amounts(row: Advance) -> dict[str, int]:
    return {
        "given": row.given_minor,
        "spent": row.spent_minor,
        "returned": row.returned_minor,
        "otherwise": row.otherwise_minor,
        "left": row.lying_minor,
    }


def _advance(account: AccountId, row: Advance) -> dict[str, Any]:
    amounts = {name: to_decimal(amount, row.unit) for name, amount in _amounts(row).items()}
    days = {"since": row.since, "opened": row.opened, "closed": row.closed}
    whose = {"account": account, "place": row.place, "label": row.label, "holder": row.holder}
    return {**whose, **days, "unit": row.unit, **amounts}


def show_counts(account: AccountOption = None, db: Database = None, json: Json = False) -> None:
    """Show every count beside what the books say of that place and day, now and when it was recorded."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        found = [(one, _counts(views, one.account)) for one in chosen(views, account)]
        if json:
            as_json([_count(one.account, *row) for one, rows in found for row in rows])
            return
        if not any(rows for _, rows in found):
            say("Nothing was counted yet.")
        for one, rows in found:
            if rows:
                labels = {place.id: place.label for place in places.of_account(views, one.account)}
                title = f"{association_name(ledger, views, one)} ({one.account})"
                lines = [_line(labels[count.place], count, said) for count, said in rows]
                as_table(title, COUNTS, lines, numbers=OF_COUNTS)


def _counts(db: Views, account: AccountId) -> list[tuple[Count, Compared]]:
    found: list[Count] = []
    while more := bookings.counts(db, account, after=found[-1].position if found else 0, limit=AT_ONCE):
        found.extend(more)
    return list(zip(found, compared(db, account, found), strict=True))


def _line(label: str, count: Count, said: Compared) -> tuple[str, ...]:
    amounts = count.counted_minor, said.booked_minor, said.difference_minor, said.difference_then_minor
    return (
        count.effective.isoformat(),
        label,
        count.unit,
        *(figure(amount, count.unit) for amount in amounts),
        count.id,
    )


def _count(account: AccountId, count: Count, said: Compared) -> dict[str, Any]:
    amounts = {
        "counted": count.counted_minor,
        "booked": said.booked_minor,
        "difference": said.difference_minor,
        "booked_then": said.booked_then_minor,
        "difference_then": said.difference_then_minor,
    }
    told = {"count": count.id, "place": count.place, "effective": count.effective, "unit": count.unit}
    decimals = {name: to_decimal(amount, count.unit) for name, amount in amounts.items()}
    return {"account": account, **told, **decimals, "booking": count.booking}
