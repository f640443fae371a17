"""CSV files of banks as statements, read with the map of that bank. Every row becomes a line, or says why not."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from api.bank.figures import minor_of, one_line, unit_of
from api.bank.maps import BankMap, Column
from api.bank.refusals import (
    BankAmountUnreadable,
    BankDayUnreadable,
    BankFileBroken,
    BankMapDoesNotFit,
    BankMapMalformed,
    BankSideUnclear,
    NoStatementInside,
    StatementSumsDiffer,
)
from api.bank.statement import BankLine, BankStatement, LeftOut, balanced, spanning, told
from api.bank.text import plain, text_of
from ledger.money import to_decimal

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


@dataclass(slots=True)
class _Found:
    """What belongs to one currency."""

    lines: list[BankLine] = field(default_factory=list)
    balances: list[int | None] = field(default_factory=list)


def statements_of_table(raw: bytes, bank: BankMap) -> tuple[BankStatement, ...]:
    """One statement for each currency in the file. Raises what breaks, with its line."""
    rows = list(_rows(raw, bank))
    table, outside = _table(rows, bank)
    found: dict[str, _Found] = {}
    left_out: list[LeftOut] = []
    for row in table:
        status = row.said(bank.columns.status)
        if bank.columns.status is not None and status not in bank.booked_statuses:
            left_out.append(LeftOut(row.line, status))
            continue
        unit = unit_of(row.said(bank.columns.currency) or bank.currency, row.line)
        here = found.setdefault(unit, _Found())
        here.lines.append(_line(row, unit, bank))
        here.balances.append(_minor(row, bank.columns.balance, unit, bank))
    if bank.currency and not found:
        found[unit_of(bank.currency, 1)] = _Found()
    if not found:
        raise NoStatementInside
    at = table[0].line if table else 1
    return tuple(
        _statement(unit, here, left_out if nth == 0 else [], _stated(outside, unit, bank, found), at, bank)
        for nth, (unit, here) in enumerate(found.items())
    )


def _rows(raw: bytes, bank: BankMap) -> Iterator[Row]:
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


def _table(rows: list[Row], bank: BankMap) -> tuple[list[Row], list[Row]]:
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


def _line(row: Row, unit: str, bank: BankMap) -> BankLine:
    columns = bank.columns
    minor = _amount(row, unit, bank)
    valued = row.said(columns.valued)
    return BankLine(
        number=0,
        at=row.line,
        amount_minor=-minor if bank.owed else minor,
        booked=_day(row, columns.booked, bank),
        valued=_day(row, columns.valued, bank) if valued and columns.valued is not None else None,
        bank_reference=row.said(columns.reference),
        end_to_end=row.said(columns.end_to_end),
        name=one_line(row.said(columns.name)),
        iban=row.said(columns.iban).replace(" ", ""),
        text=one_line(*(row.said(column) for column in columns.text)),
    )


def _amount(row: Row, unit: str, bank: BankMap) -> int:
    """The amount with its sign: its own, that of its side, or that of its column.

    Raises BankAmountUnreadable, BankAmountTooFine or BankSideUnclear.
    """
    columns = bank.columns
    if columns.amount is None:
        credit = _minor(row, columns.credit, unit, bank) or 0
        debit = _minor(row, columns.debit, unit, bank) or 0
        wrong = debit > 0 if bank.signed_debits else debit < 0
        if wrong or (credit and debit):
            raise BankSideUnclear(line=row.line, element=str(columns.debit or columns.credit))

        return credit + (debit if bank.signed_debits else -debit)
    minor = _minor(row, columns.amount, unit, bank)
    if minor is None:
        raise BankAmountUnreadable(line=row.line, element=str(columns.amount))
    if bank.sides is None:
        return minor
    side = row.said(columns.side)
    if minor < 0 or side not in {*bank.sides.out, *bank.sides.in_}:
        raise BankSideUnclear(line=row.line, element=str(columns.amount))
    return -minor if side in bank.sides.out else minor


def _minor(row: Row, column: Column | None, unit: str, bank: BankMap) -> int | None:
    """The amount in a cell, or None where it is empty."""
    text = row.said(column)
    return minor_of(_pointed(text, unit, bank), unit, row.line, str(column)) if text else None


def _pointed(text: str, unit: str, bank: BankMap) -> str:
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


def _day(row: Row, column: Column, bank: BankMap) -> date:
    day = bank.day(row.said(column))
    if day is None:
        raise BankDayUnreadable(line=row.line, element=str(column))
    return day


def _stated(
    outside: list[Row], unit: str, bank: BankMap, found: Mapping[str, _Found]
) -> tuple[int | None, int | None]:
    """The opening and closing balance from rows outside the table; a file of several currencies has none there."""
    if outside and len(found) > 1:
        raise BankMapMalformed(what="a file of several currencies has its balances in a column, not in rows")

    def stated(label: str) -> int | None:
        for row in outside if label else ():
            if row.beginning.startswith(label):
                last = next((value for value in reversed(row.values) if value), "")
                return minor_of(_pointed(last, unit, bank), unit, row.line, label)
        return None

    return stated(bank.balances.opening), stated(bank.balances.closing)


def _statement(
    unit: str,
    found: _Found,
    left_out: list[LeftOut],
    stated: tuple[int | None, int | None],
    at: int,
    bank: BankMap,
) -> BankStatement:
    opening, closing = stated
    for line, before, after in zip(found.lines, [None, *found.balances], found.balances, strict=False):
        if before is not None and after is not None and before + line.amount_minor != after:
            raise StatementSumsDiffer(
                line=line.at,
                element=str(bank.columns.balance),
                stated=to_decimal(after, unit),
                found=to_decimal(before + line.amount_minor, unit),
            )
    if found.balances and found.balances[0] is not None and opening is None:
        opening = found.balances[0] - found.lines[0].amount_minor
    if found.balances and found.balances[-1] is not None and closing is None:
        closing = found.balances[-1]
    lines = told(found.lines, left_out)
    days = spanning(None, None, lines)
    return balanced(
        BankStatement(
            form="CSV",
            at=at,
            account=bank.account,
            unit=unit,
            opening_minor=opening,
            closing_minor=closing,
            begins=days[0] if days else None,
            ends=days[1] if days else None,
            lines=lines,
            left_out=tuple(left_out),
        )
    )
