"""`usf demo`: the demonstration's two villages, their twin and the fund."""

from datetime import UTC, datetime

import typer

from api.cli.common import Database, Json, as_json, database, reading, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(db: Database = None, json: Json = False) -> None:
    """Fill an empty database with the demonstration: two villages of Cape Verde, their twin in France, and the fund."""
    # Only here: other commands need no season, and begin sooner without it.
    from api.demonstration import fill  # noqa: PLC0415

    filled = fill(database(db), datetime.now(UTC))
    with reading(db):
        pass
    if json:
        as_json({"filled": bool(filled), "database": database(db)})
    elif filled:
        say(
            f"The demonstration is in {database(db)}: Águas das Caldeiras and Ribeirão Galinha, "
            "Valbrune, their twin, and the fund, a season each."
        )
    else:
        say(f"{database(db)} already holds a ledger; it was left as it is.")
