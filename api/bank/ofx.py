"""OFX 1 (SGML) and OFX 2 (XML): what banks give as Money, Quicken or "OFX" files; one reader of the same elements.

OFX states the balance at the end only. The opening balance is what it must have been; that nothing is missing shows
where it agrees with the closing balance of the statement before.
"""

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
    currency, holder = one.needed("CURDEF"), one.needed(account)
    unit = unit_of(currency.text, currency.line)
    balance = one.needed("LEDGERBAL", "BALAMT")
    closing = minor_of(_pointed(balance.text), unit, balance.line, "LEDGERBAL/BALAMT")
    as_of = one.needed("LEDGERBAL", "DTASOF")
    read = [_line(entry, unit) for entry in one.all("BANKTRANLIST", "STMTTRN")]
    left_out = [LeftOut(entry.line, "PDNG") for entry in one.all("BANKTRANLISTP", "STMTTRNP")]
    lines = told(read, left_out)
    start, end = one.first("BANKTRANLIST", "DTSTART"), one.first("BANKTRANLIST", "DTEND")
    told_on = day_of(as_of.text, as_of.line, "DTASOF")
    # A list of the running month may well end in the future.
    until = (
        told_on if end is None or not end.text.strip() else min(told_on, day_of(end.text, end.line, "DTEND"))
    )
    since = None if start is None or not start.text.strip() else day_of(start.text, start.line, "DTSTART")
    begins, ends = spanning(since, until, lines) or (until, until)
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


def _line(entry: Element, unit: str) -> BankLine:
    if entry.first("CORRECTFITID") is not None:
        raise CorrectionInside(line=entry.line)
    other = entry.first("CURRENCY", "CURSYM")
    if other is not None and other.text.strip().upper() != unit:
        raise BankUnitDiffers(line=other.line, unit=unit_of(other.text, other.line), expected=unit)
    amount, posted = entry.needed("TRNAMT"), entry.needed("DTPOSTED")
    available = entry.first("DTAVAIL")
    return BankLine(
        number=0,
        at=entry.line,
        amount_minor=minor_of(_pointed(amount.text), unit, amount.line, "STMTTRN/TRNAMT"),
        booked=day_of(posted.text, posted.line, "DTPOSTED"),
        valued=None if available is None else day_of(available.text, available.line, "DTAVAIL"),
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
