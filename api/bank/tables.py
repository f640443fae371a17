"""CSV files of banks as statements, read with the map of that bank. Every row becomes a line, or says why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.bank.figures import minor_of, one_line, unit_of
from api.bank.maps import BankMap
from api.bank.refusals import BankMapMalformed, NoStatementInside, StatementSumsDiffer
from api.bank.rows import Row, amount_of, day_in, minor_in, pointed, rows_of, table_of
from api.bank.statement import BankLine, BankStatement, LeftOut, balanced, spanning, told
from ledger.money import to_decimal


@dataclass(slots=True)
class _Found:
    """What belongs to one currency."""

    lines: list[BankLine] = field(default_factory=list)
    balances: list[int | None] = field(default_factory=list)


def statements_of_table(raw: bytes, bank: BankMap) -> tuple[BankStatement, ...]:
    """One statement for each currency in the file. Raises what breaks, with its line."""
    rows = list(rows_of(raw, bank))
    table, outside = table_of(rows, bank)
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
        here.balances.append(minor_in(row, bank.columns.balance, unit, bank))
    if bank.currency and not found:
        found[unit_of(bank.currency, 1)] = _Found()
    if not found:
        raise NoStatementInside
    at = table[0].line if table else 1
    return tuple(
        _statement(unit, here, left_out if nth == 0 else [], _stated(outside, unit, bank, found), at, bank)
        for nth, (unit, here) in enumerate(found.items())
    )


def _line(row: Row, unit: str, bank: BankMap) -> BankLine:
    columns = bank.columns
    minor = amount_of(row, unit, bank)
    valued = row.said(columns.valued)
    return BankLine(
        number=0,
        at=row.line,
        amount_minor=-minor if bank.owed else minor,
        booked=day_in(row, columns.booked, bank),
        valued=day_in(row, columns.valued, bank) if valued and columns.valued is not None else None,
        bank_reference=row.said(columns.reference),
        end_to_end=row.said(columns.end_to_end),
        name=one_line(row.said(columns.name)),
        iban=row.said(columns.iban).replace(" ", ""),
        text=one_line(*(row.said(column) for column in columns.text)),
    )


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
                return minor_of(pointed(last, unit, bank), unit, row.line, label)
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
