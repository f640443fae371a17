"""The campaign's table, and `latest.json` beside it."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from tests.chaos.campaign import Row

LATEST = Path(__file__).parent / "latest.json"

NUMBERS = ("faults", "acknowledged", "lost", "duplicated", "unbalanced", "view_differences")


def write(rows: Sequence[Row]) -> None:
    """The rows, for programs and for the record."""
    LATEST.write_bytes(msgspec.json.format(msgspec.json.encode({"rows": rows}), indent=2) + b"\n")


def show(rows: Sequence[Row]) -> None:
    """The rows as a table, and below it what was found."""
    table = Table("store", "fault")
    for column in (*NUMBERS, "seconds", "holds"):
        table.add_column(column.replace("_", " "), justify="right")
    for row in rows:
        numbers = (str(getattr(row, name)) for name in NUMBERS)
        table.add_row(row.store, row.fault, *numbers, f"{row.seconds:.0f}", "yes" if row.holds else "NO")
    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 150)
    console.print(table)
    for row in rows:
        for finding in row.findings:
            console.print(f"{row.store}, {row.fault}: {finding}")
