"""camt.053 (statements) and camt.054 (notices of single entries), all versions: ISO 20022's own XML.

Elements are found by their local names, which stayed the same while namespaces and depths changed from version to
version. What a version moved is looked for in both places.
"""

from collections.abc import Iterator
from datetime import date

from api.bank.camt_entries import lines_of, signed
from api.bank.figures import day_of, minor_of, unit_of
from api.bank.refusals import (
    BankElementMissing,
    BankElementUnknown,
    BankFileUnknown,
    BankUnitUnknown,
    DayNotClosed,
    NoStatementInside,
)
from api.bank.statement import BankLine, BankStatement, LeftOut, balanced, spanning, told
from api.bank.tree import Element

MESSAGES = {"BkToCstmrStmt": ("camt.053", "Stmt"), "BkToCstmrDbtCdtNtfctn": ("camt.054", "Ntfctn")}
INTERIM = "BkToCstmrAcctRpt"
"""camt.052 tells of a day that is not closed: what it says may change."""

OPENINGS = ("OPBD", "PRCD", "ITBD")
"""How a statement's opening balance is called: by its day, by the day before, or between the pages of one day."""

CLOSINGS = ("CLBD", "ITBD")

NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})


def statements_of_camt(document: Element) -> tuple[BankStatement, ...]:
    """Every statement or notice in the file. Raises what breaks, with its line."""
    message = next((child for child in document.children if _message(child) in {*MESSAGES, INTERIM}), None)
    if document.name != "Document" or message is None:
        raise BankFileUnknown
    if _message(message) == INTERIM:
        raise DayNotClosed(line=message.line, form="camt.052")
    form, named = MESSAGES[_message(message)]
    found = tuple(_statement(form, one) for one in message.all(named))
    if not found:
        raise NoStatementInside
    return found


def _message(element: Element) -> str:
    """The first version had its number in the name."""
    return element.name.removesuffix("V01")


def _statement(form: str, one: Element) -> BankStatement:
    account, unit = one.needed("Acct", "Id"), _unit(one)
    opening, closing = _balance(one, OPENINGS, unit, last=False), _balance(one, CLOSINGS, unit, last=True)
    fallback = closing[1] if closing is not None else _day(one, "CreDtTm")
    lines: list[BankLine] = []
    left_out: list[LeftOut] = []
    for entry in one.all("Ntry"):
        status = entry.said("Sts", "Cd") or entry.said("Sts", "Prtry") or entry.said("Sts")
        if status in NOT_BOOKED:
            left_out.append(LeftOut(entry.line, status))
        elif status not in {"BOOK", ""}:
            raise BankElementUnknown(line=entry.line, element="Ntry/Sts")
        else:
            lines.extend(lines_of(entry, unit, fallback))
    if form == "camt.053" and opening is None and closing is None:
        raise BankElementMissing(line=one.line, element="Bal/OPBD")
    counted = told(lines, left_out)
    days = spanning(
        _day(one, "FrToDt", "FrDtTm") or (opening and opening[1]),
        _day(one, "FrToDt", "ToDtTm") or (closing and closing[1]),
        counted,
    )
    return balanced(
        BankStatement(
            form=form,
            at=one.line,
            reference=one.said("Id"),
            account=account.said("IBAN") or account.said("Othr", "Id") or account.said("PrtryAcct", "Id"),
            unit=unit,
            opening_minor=opening[0] if opening else None,
            closing_minor=closing[0] if closing else None,
            begins=days[0] if days else None,
            ends=days[1] if days else None,
            lines=counted,
            left_out=tuple(left_out),
            notice=form == "camt.054",
        )
    )


def _unit(one: Element) -> str:
    """The account's currency; where it does not say, that of its balances, then of its entries."""
    stated = one.first("Acct", "Ccy")
    if stated is not None:
        return unit_of(stated.text, stated.line)
    for amount in (*one.all("Bal", "Amt"), *one.all("Ntry", "Amt")):
        return unit_of(amount.attributes.get("Ccy", ""), amount.line)
    raise BankUnitUnknown(line=one.line)


def _balance(one: Element, kinds: tuple[str, ...], unit: str, *, last: bool) -> tuple[int, date] | None:
    """The balance of the first of these kinds that there is: of pages of one day the first opens, the last closes."""
    for kind in kinds:
        found = list(_balances(one, kind, unit))
        if found:
            balance = found[-1 if last else 0]
            amount = balance.needed("Amt")
            minor = minor_of(amount.text, unit, amount.line, "Bal/Amt")
            day = _day(balance, "Dt", "Dt") or _day(balance, "Dt", "DtTm")
            if day is None:
                raise BankElementMissing(line=balance.line, element="Bal/Dt")
            return signed(balance, minor), day
    return None


def _balances(one: Element, kind: str, unit: str) -> Iterator[Element]:
    for balance in one.all("Bal"):
        paths = (("CdOrPrtry", "Cd"), ("CdOrPrtry", "Prtry"), ("Cd",))
        if any(balance.said("Tp", *path) == kind for path in paths):
            amount = balance.needed("Amt")
            if unit_of(amount.attributes.get("Ccy", unit), amount.line) == unit:
                yield balance


def _day(element: Element, *path: str) -> date | None:
    found = element.first(*path)
    return None if found is None else day_of(found.text, found.line, path[-1])
