"""Chains on the command line: `usf trace` follows a contribution or disbursement forwards or backwards."""

from typing import Annotated, Any

import typer

from api.cli.common import Database, Json, as_json, as_table, give_up, reading, say
from ledger.identifiers import AccountId
from ledger.money import to_decimal
from projections import chains


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("trace")(trace)


def trace(
    account: Annotated[str, typer.Argument(help="Id of the local account.")],
    about: Annotated[str, typer.Argument(help="Id of its contribution or disbursement.")],
    backwards: Annotated[
        bool, typer.Option("--backwards", help="Where it came from, and not what became of it.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Links at most, the nearest first.")] = 100,
    db: Database = None,
    json: Json = False,
) -> None:
    """Follow a contribution or disbursement through every account: first in, first out, and what was passed on."""
    with reading(db) as (_, place), place.reading() as views:
        begins = chains.begins_at(views, AccountId(account), about)
        if begins is None:
            give_up("Nothing came in or went out under this id in this account: check both.", 1)
        found = chains.page(views, begins, back=backwards, limit=limit)
        summary = chains.summary(views, begins)
    if json:
        as_json([_json(link) for link in found])
        return
    rows = [
        (
            str(link.depth),
            link.kind.value,
            to_decimal(link.amount_minor, link.unit),
            link.unit,
            link.about,
            link.account,
        )
        for link in found
    ]
    way = "backwards" if backwards else "forwards"
    as_table(f"{about} {way}", ("passed on", "link", "amount", "unit", "about", "account"), rows, ("amount",))
    if not backwards:
        disbursed = ", ".join(
            f"{to_decimal(one.amount_minor, one.unit)} {one.unit}" for one in summary.disbursed
        )
        more = "" if summary.whole else " There are more links than were followed."
        say(
            f"Passed on in a row: {summary.depth}; gifts: {summary.gifts}; accounts: {summary.accounts}; "
            f"disbursed: {disbursed or 'nothing'}.{more}"
        )


def _json(link: chains.Link) -> dict[str, Any]:
    return {
        "kind": link.kind.value,
        "depth": link.depth,
        "account": link.account,
        "about": link.about,
        "unit": link.unit,
        "amount": to_decimal(link.amount_minor, link.unit),
    }
