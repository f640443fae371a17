"""Statements of one file that follow each other, as one; and notices that tell what a statement only sums up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from api.bank.refusals import NoticeAlone
from api.bank.statement import BankLine, BankStatement


def joined(statements: Iterable[BankStatement]) -> tuple[BankStatement, ...]:
    """Statements of one account and currency, each of which begins with what the one before it ended with, made one.

    Many banks write one for each day, on most of which nothing happens. Raises NoticeAlone.
    """
    found: list[BankStatement] = []
    for one in statements:
        if one.notice:
            raise NoticeAlone(line=one.at, form=one.form)
        last = found[-1] if found else None
        if last is not None and _follows(last, one):
            found[-1] = _together(last, one)
        else:
            found.append(one)
    return tuple(found)


def _follows(last: BankStatement, one: BankStatement) -> bool:
    if (last.account, last.unit) != (one.account, one.unit) or last.ends is None or one.ends is None:
        return False
    ended, begins = last.balances, one.balances
    # An opening balance bears the day of its statement or the day before, as the bank likes.
    return ended is not None and begins is not None and ended[1] == begins[0] and last.ends <= one.ends


def _together(last: BankStatement, one: BankStatement) -> BankStatement:
    ended, begins = last.balances, one.balances
    assert ended is not None
    assert begins is not None
    return msgspec.structs.replace(
        last,
        opening_minor=ended[0],
        closing_minor=begins[1],
        ends=one.ends,
        lines=_counted((*last.lines, *one.lines)),
        left_out=last.left_out + one.left_out,
    )


def detailed(
    statements: Iterable[BankStatement], notices: Iterable[BankStatement]
) -> tuple[BankStatement, ...]:
    """The statements, with each entry of many givers split where a notice tells who they are.

    The bank's own reference says which entry a notice speaks of, and its transactions must make the same sum.
    """
    told: dict[tuple[str, str, str], list[BankLine]] = defaultdict(list)
    for notice in notices:
        for line in notice.lines:
            if line.entry_reference:
                told[notice.account, notice.unit, line.entry_reference].append(line)
    return tuple(
        msgspec.structs.replace(one, lines=_counted(_split(one, told)))
        for one in statements
        if not one.notice
    )


def _split(statement: BankStatement, told: dict[tuple[str, str, str], list[BankLine]]) -> Iterator[BankLine]:
    lines_of = Counter(line.entry_reference for line in statement.lines)
    for line in statement.lines:
        parts = told.get((statement.account, statement.unit, line.entry_reference), [])
        whole = lines_of[line.entry_reference] == 1
        if whole and len(parts) > 1 and sum(part.amount_minor for part in parts) == line.amount_minor:
            for part in parts:
                yield msgspec.structs.replace(part, at=line.at, booked=line.booked, valued=line.valued)
        else:
            yield line


def _counted(lines: Iterable[BankLine]) -> tuple[BankLine, ...]:
    return tuple(msgspec.structs.replace(line, number=n) for n, line in enumerate(lines, 1))
