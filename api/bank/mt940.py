"""MT940: SWIFT's statements of account, in fields that begin with a tag between colons.

This module makes statements of fields, and holds the sums against each other. `api.bank.mt940_blocks` finds the fields
and their lines; single fields are read by `api.bank.mt940_fields`.
"""

from collections.abc import Iterator, Sequence

from api.bank.figures import minor_of, one_line, unit_of
from api.bank.mt940_blocks import Field, blocks_of
from api.bank.mt940_details import details_of
from api.bank.mt940_fields import FieldBroken, ReadBalance, balance_of, entry_of, sum_of
from api.bank.refusals import (
    BankElementMissing,
    BankElementUnknown,
    BankUnitDiffers,
    DayNotClosed,
    NoStatementInside,
    StatementSumsDiffer,
)
from api.bank.statement import BankLine, BankStatement, LeftOut, balanced, spanning, told
from ledger.money import to_decimal


def statements_of_mt940(text: str) -> tuple[BankStatement, ...]:
    """Every statement in the file. Raises what breaks, with its line."""
    found = tuple(_statement(block) for block in blocks_of(text))
    if not found:
        raise NoStatementInside
    return found


def _statement(fields: list[Field]) -> BankStatement:
    at = fields[0].line
    interim = next((one for one in fields if one.tag in {"34F", "13D", "13"}), None)
    if interim is not None and not any(one.tag.startswith("62") for one in fields):
        raise DayNotClosed(line=interim.line, form="MT942")
    first, opening = _balance(fields, at, "60")
    last, closing = _balance(fields, at, "62")
    unit = unit_of(opening.unit, first.line)
    if closing.unit != opening.unit:
        raise BankUnitDiffers(line=last.line, unit=closing.unit, expected=unit)
    left_out: list[LeftOut] = []
    lines = told(list(_lines(fields, unit)), left_out)
    _check_sums(fields, unit, lines)
    begins, ends = spanning(opening.day, closing.day, lines) or (opening.day, closing.day)
    return balanced(
        BankStatement(
            form="MT940",
            at=at,
            reference="/".join(
                said for one in fields if one.tag in {"20", "28", "28C"} if (said := one_line(one.text))
            ),
            account=one_line(next((one.text for one in fields if one.tag in {"25", "25P"}), "")),
            unit=unit,
            opening_minor=minor_of(opening.amount, unit, first.line, _named(first)),
            closing_minor=minor_of(closing.amount, unit, last.line, _named(last)),
            begins=begins,
            ends=ends,
            lines=lines,
            left_out=tuple(left_out),
        )
    )


def _balance(fields: Sequence[Field], at: int, tag: str) -> tuple[Field, ReadBalance]:
    """The opening (60) or closing (62) balance. Raises BankElementMissing or BankElementUnknown."""
    found = [one for one in fields if one.tag.startswith(tag)]
    if not found:
        raise BankElementMissing(line=at, element=f"field {tag}F")
    if len(found) > 1:
        raise _unreadable(found[1])
    try:
        return found[0], balance_of(found[0].tag, found[0].text)
    except FieldBroken:
        raise _unreadable(found[0]) from None


def _lines(fields: list[Field], unit: str) -> Iterator[BankLine]:
    for place, one in enumerate(fields):
        if one.tag != "61":
            continue
        first, *rest = one.text.split("\n")
        try:
            read = entry_of("\n".join((first, " ".join(rest))).strip(), _details(fields, place))
        except FieldBroken:
            raise _unreadable(one) from None
        said = details_of(read)
        yield BankLine(
            number=0,
            at=one.line,
            amount_minor=minor_of(read.amount, unit, one.line, _named(one)),
            booked=read.booked,
            valued=read.valued,
            bank_reference=read.bank_reference,
            end_to_end=said.end_to_end,
            order=said.order,
            name=said.name,
            iban=said.iban,
            text=said.text,
            reversal=read.reversal,
            return_reason=said.return_reason,
        )


def _details(fields: list[Field], place: int) -> str:
    """The fields 86 that follow an entry; one that follows the closing balance is about the statement."""
    found: list[str] = []
    for at in range(place + 1, len(fields)):
        if fields[at].tag not in {"86", "NS"}:
            break
        if fields[at].tag == "86":
            found.append(fields[at].text)
    return "\n".join(found)


def _check_sums(fields: list[Field], unit: str, lines: tuple[BankLine, ...]) -> None:
    """Fields 90D and 90C say how many debits and credits there are, and what they make."""
    for one in fields:
        if one.tag not in {"90D", "90C"}:
            continue
        try:
            count, of_unit, amount = sum_of(one.tag, one.text)
        except FieldBroken:
            raise _unreadable(one) from None
        sign = -1 if one.tag == "90D" else 1
        found = [line.amount_minor * sign for line in lines if line.amount_minor * sign > 0]
        stated = abs(minor_of(amount, unit_of(of_unit, one.line), one.line, _named(one)))
        if (count, stated) != (len(found), sum(found)):
            raise StatementSumsDiffer(
                line=one.line,
                element=_named(one),
                stated=f"{count} × {to_decimal(stated, unit)}",
                found=f"{len(found)} × {to_decimal(sum(found), unit)}",
            )


def _unreadable(one: Field) -> BankElementUnknown:
    return BankElementUnknown(line=one.line, element=_named(one))


def _named(one: Field) -> str:
    return f"field {one.tag}"
