"""OFX 1 (SGML) and OFX 2 (XML): what banks give as Money, Quicken or "OFX" files; one reader of the same elements.

OFX states the balance at the end, if any. The opening balance is what it must have been; that nothing is missing shows
where it agrees with the closing balance of the statement before.
"""

from datetime import date

from api.bank.figures import day_of, minor_of, one_line, unit_of
from api.bank.refusals import BankFileUnknown, BankUnitDiffers, CorrectionInside, NoStatementInside
from api.bank.statement import BankLine, BankStatement, LeftOut, spanning, told
from api.bank.tree import Element

_STATEMENTS = (
    ("BANKMSGSRSV1", "STMTTRNRS", "STMTRS", "BANKACCTFROM"),
    ("CREDITCARDMSGSRSV1", "CCSTMTTRNRS", "CCSTMTRS", "CCACCTFROM"),
)


def statements_of_ofx(root: Element) -> tuple[BankStatement, ...]:
    """Every statement in the file. Raises what breaks, with its line."""
    if root.name != "OFX":
        raise BankFileUnknown
    found = tuple(_statement(one, account) for *path, account in _STATEMENTS for one in root.all(*path))
    if not found:
        raise NoStatementInside
    return found


def _statement(one: Element, account: str) -> BankStatement:
    holder, unit = one.needed(account), _unit(one)
    read = [_line(entry, unit) for entry in one.all("BANKTRANLIST", "STMTTRN")]
    left_out = [LeftOut(entry.line, "PDNG") for entry in one.all("BANKTRANLISTP", "STMTTRNP")]
    lines = told(read, left_out)
    since, until = _day(one, "BANKTRANLIST", "DTSTART"), _day(one, "BANKTRANLIST", "DTEND")
    as_of, balance = _day(one, "LEDGERBAL", "DTASOF"), one.first("LEDGERBAL", "BALAMT")
    closing = None
    if balance is not None and balance.text.strip() and not (as_of and until and as_of > until):
        closing = minor_of(_pointed(balance.text), unit, balance.line, "LEDGERBAL/BALAMT")
    # A list of the running month may well end in the future, and a balance of today is none of a list of last month.
    days = [day for day in (as_of, until) if day is not None]
    span = spanning(since, min(days, default=None), lines)
    begins, ends = span or (None, None)
    return BankStatement(
        form="OFX",
        at=one.line,
        account=holder.said("ACCTID"),
        unit=unit,
        closing_minor=closing,
        begins=begins,
        ends=ends,
        lines=lines,
        left_out=tuple(left_out),
    )


def _unit(one: Element) -> str:
    """The currency of the account; some banks say it at each transaction alone."""
    currency = one.needed("CURDEF")
    own = next(one.all("BANKTRANLIST", "STMTTRN", "CURRENCY", "CURSYM"), currency)
    return unit_of(currency.text or own.text, currency.line)


def _day(element: Element, *path: str) -> date | None:
    found = element.first(*path)
    return None if found is None or not found.text.strip() else day_of(found.text, found.line, path[-1])


def _line(entry: Element, unit: str) -> BankLine:
    if entry.first("CORRECTFITID") is not None:
        raise CorrectionInside(line=entry.line)
    other = entry.first("CURRENCY", "CURSYM")
    if other is not None and other.text.strip().upper() != unit:
        raise BankUnitDiffers(line=other.line, unit=unit_of(other.text, other.line), expected=unit)
    amount, posted = entry.needed("TRNAMT"), entry.needed("DTPOSTED")
    return BankLine(
        number=0,
        at=entry.line,
        amount_minor=minor_of(_pointed(amount.text), unit, amount.line, "STMTTRN/TRNAMT"),
        booked=day_of(posted.text, posted.line, "DTPOSTED"),
        valued=_day(entry, "DTAVAIL"),
        bank_reference=entry.said("FITID"),
        end_to_end=entry.said("REFNUM") or entry.said("CHECKNUM"),
        name=one_line(entry.said("PAYEE", "NAME") or entry.said("NAME")),
        iban=entry.said("BANKACCTTO", "ACCTID") or entry.said("CCACCTTO", "ACCTID"),
        text=one_line(entry.said("MEMO"), entry.said("EXTDNAME")),
        charge=entry.said("TRNTYPE") in {"FEE", "SRVCHG"},
    )


def _pointed(amount: str) -> str:
    """The decimal sign is a point or a comma, as the bank likes; OFX has no sign for thousands."""
    return amount.strip().replace(",", ".")
