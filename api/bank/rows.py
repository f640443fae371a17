"""Rows of CSV files of banks, and what their cells say: amounts with their signs, and days, as the map has them."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from api.bank.figures import minor_of
from api.bank.maps import BankMap, Column
from api.bank.refusals import (
    BankAmountUnreadable,
    BankDayUnreadable,
    BankFileBroken,
    BankMapDoesNotFit,
    BankSideUnclear,
)
from api.bank.text import plain, text_of

_SPACES = " \u00a0\u202f\t"


@dataclass(slots=True)
class Row:
    """One row of the file and the line where it begins; `cells` go by heading or number."""

    line: int
    values: list[str]
    cells: Mapping[Column, str] = field(default_factory=dict)

    def said(self, column: Column | None) -> str:
        return "" if column is None else self.cells.get(column, "")

    @property
    def beginning(self) -> str:
        return next((value for value in self.values if value), "")


def rows_of(raw: bytes, bank: BankMap) -> Iterator[Row]:
    try:
        text = plain(raw.decode(bank.encoding)) if bank.encoding else text_of(raw)
    except UnicodeDecodeError as problem:
        raise BankFileBroken(line=raw.count(b"\n", 0, problem.start) + 1) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=bank.delimiter)
    line = 1
    try:
        for values in reader:
            yield Row(line, [value.strip(_SPACES) for value in values])
            line = reader.line_num + 1
    except csv.Error:
        raise BankFileBroken(line=line) from None


def table_of(rows: list[Row], bank: BankMap) -> tuple[list[Row], list[Row]]:
    """The rows of the table, with their cells, oldest first; and the rows that hold balances, wherever they stand.

    Raises BankMapDoesNotFit.
    """
    labels = tuple(label for label in (bank.balances.opening, bank.balances.closing) if label)
    outside = [row for row in rows if labels and row.beginning.startswith(labels)]
    passed_over = {row.line for row in outside}
    names: list[Column] | None = None
    if not bank.headings:
        names = list(range(1, max((len(row.values) for row in rows), default=0) + 1))
    table: list[Row] = []
    for row in rows:
        if not row.beginning or row.line in passed_over:
            continue
        if names is None:
            if set(bank.columns.named()) <= set(row.values):
                names = list(row.values)
        elif not (bank.ignored and row.beginning.startswith(bank.ignored)):
            row.cells = dict(zip(names, row.values, strict=False))
            table.append(row)
    if names is None:
        raise _does_not_fit(rows, bank)
    if bank.order == "newest-first":
        table.reverse()
    return table, outside


def _does_not_fit(rows: list[Row], bank: BankMap) -> BankMapDoesNotFit:
    """It names a column that the row most like the headings does not have."""
    wanted = bank.columns.named()
    nearest = max((set(row.values) for row in rows), key=lambda row: len(row & set(wanted)), default=set())
    return BankMapDoesNotFit(column=next(column for column in wanted if column not in nearest))


def amount_of(row: Row, unit: str, bank: BankMap) -> int:
    """The amount with its sign: its own, that of its side, or that of its column.

    Raises BankAmountUnreadable, BankAmountTooFine or BankSideUnclear.
    """
    columns = bank.columns
    if columns.amount is None:
        credit = minor_in(row, columns.credit, unit, bank) or 0
        debit = minor_in(row, columns.debit, unit, bank) or 0
        wrong = debit > 0 if bank.signed_debits else debit < 0
        if wrong or (credit and debit):
            raise BankSideUnclear(line=row.line, element=str(columns.debit or columns.credit))

        return credit + (debit if bank.signed_debits else -debit)
    minor = minor_in(row, columns.amount, unit, bank)
    if minor is None:
        raise BankAmountUnreadable(line=row.line, element=str(columns.amount))
    if bank.sides is None:
        return minor
    side = row.said(columns.side)
    if minor < 0 or side not in {*bank.sides.out, *bank.sides.in_}:
        raise BankSideUnclear(line=row.line, element=str(columns.amount))
    return -minor if side in bank.sides.out else minor


def minor_in(row: Row, column: Column | None, unit: str, bank: BankMap) -> int | None:
    """The amount in a cell, or None where it is empty."""
    text = row.said(column)
    return minor_of(pointed(text, unit, bank), unit, row.line, str(column)) if text else None


def pointed(text: str, unit: str, bank: BankMap) -> str:
    """The amount as written, with a point before its cents and nothing else between its digits."""
    text = text.replace("−", "-").removesuffix(unit).removeprefix(unit).strip(_SPACES + "€")
    for mark in _SPACES if bank.thousands == " " else bank.thousands:
        text = text.replace(mark, "")
    if bank.decimal == ",":
        # A point that is no mark of thousands would make cents of euros.
        text = text.replace(".", "?").replace(",", ".")
    if text.endswith("-"):
        text = "-" + text[:-1]
    return text


def day_in(row: Row, column: Column, bank: BankMap) -> date:
    day = bank.day(row.said(column))
    if day is None:
        raise BankDayUnreadable(line=row.line, element=str(column))
    return day
