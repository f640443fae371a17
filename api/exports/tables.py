"""The journal as a table: CSV with decimal points, and XLSX for who works with sheets."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from api.exports.gathering import Book, Sums
from ledger.context import moment_of
from ledger.money import to_decimal

COLUMNS = ("entry", "booked", "effective", "recorded", "event", "position", "code", "unit", "debit", "credit")
BALANCES = ("until", "code", "unit", "balance")
EXACT_DIGITS = 15
"""What a sheet's numbers hold without rounding; an amount of more digits is written as text."""

Row = tuple[str, ...]


def rows(book: Book) -> Iterator[Row]:
    """A row per line of the journal, after what was brought forward."""
    for (code, unit), minor in sorted(book.opening.items()):
        if minor:
            day = book.since.isoformat()
            yield ("", day, day, "", "brought-forward", "", code, unit, *_sides(minor, unit))
    for entry in book.entries():
        for line in entry.lines:
            yield (
                line.number or "",
                line.booked.isoformat(),
                line.effective.isoformat(),
                moment_of(line.recorded_us).isoformat().replace("+00:00", "Z"),
                line.kind,
                str(line.position),
                line.code,
                line.unit,
                *_sides(line.debit_minor - line.credit_minor, line.unit),
            )


def csv_lines(book: Book) -> Iterator[str]:
    """The table as text, a line at a time."""
    yield _csv(COLUMNS)
    for row in rows(book):
        yield _csv(row)


def write_xlsx(book: Book, out: BinaryIO) -> None:
    """The journal, and what stands under each code at each period's end; only one row at a time is in memory."""
    with Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("Journal")
        _heads(sheet, COLUMNS)
        for number, row in enumerate(rows(book), 1):
            _row(sheet, number, row, amounts=2)
        sheet = workbook.add_worksheet("Balances")
        _heads(sheet, BALANCES)
        for number, row in enumerate(_balances(book), 1):
            _row(sheet, number, row, amounts=1)


def _balances(book: Book) -> Iterator[Row]:
    for day, sums in book.ends.items():
        yield from _of_day(day.isoformat(), sums)


def _of_day(day: str, sums: Sums) -> Iterator[Row]:
    for (code, unit), minor in sorted(sums.items()):
        yield day, code, unit, to_decimal(minor, unit)


def _heads(sheet: Worksheet, heads: Row) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, 16)
    _row(sheet, 0, heads, amounts=0)


def _row(sheet: Worksheet, number: int, row: Row, amounts: int) -> None:
    """The last so many cells hold amounts."""
    for column, text in enumerate(row):
        if text and column >= len(row) - amounts and sum(map(str.isdigit, text)) <= EXACT_DIGITS:
            sheet.write_number(number, column, Decimal(text))
        else:
            sheet.write_string(number, column, text)


def _sides(minor: int, unit: str) -> tuple[str, str]:
    amount = to_decimal(abs(minor), unit)
    return (amount, "") if minor > 0 else ("", amount)


def _csv(row: Row) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    return text.getvalue()
