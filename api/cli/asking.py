"""How a question about balances is asked on the command line: of which account, and as of when."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from api.cli.common import give_up
from ledger.context import microseconds
from projections.as_of import AsOf

Effective = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="As of the end of this effective date.", show_default=False),
]
RecordedBy = Annotated[
    str | None,
    typer.Option(
        "--recorded", help="As known at this moment, such as 2026-03-01T12:00:00Z.", show_default=False
    ),
]
Position = Annotated[
    str | None, typer.Option(help="As of a position of the log, as an answer gave it.", show_default=False)
]


def as_of(effective: datetime | None, recorded: str | None, position: str | None) -> AsOf:
    """What was asked; ends the command where it cannot be read."""
    return AsOf(
        effective=None if effective is None else date(effective.year, effective.month, effective.day),
        recorded_us=None if recorded is None else _moment(recorded),
        position=None if position is None else _number(position),
    )


def _moment(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        give_up("--recorded takes a moment such as 2026-03-01T12:00:00Z.", 2)
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _number(position: str) -> int:
    number = position.rpartition(".")[2]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        give_up("--position takes a position as an answer gave it, such as main.120.", 2)
    return int(number)
