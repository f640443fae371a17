"""The journal for hledger: accounts and commodities are declared, and what lies under each code is asserted."""

from collections.abc import Iterator

from api.exports.gathering import Book, Entry
from api.exports.naming import hledger_account, hledger_commodity, hledger_style, one_line
from ledger.money import to_decimal


def lines(book: Book) -> Iterator[str]:
    """The file, line by line."""
    yield f"; {one_line(book.name)}"
    yield "decimal-mark ."
    for unit in sorted({unit for _, unit in book.codes}):
        yield f"commodity {hledger_style(unit)}"
    for code in sorted({code for code, _ in book.codes}):
        purpose = code.split(":")[1] if code.startswith("funds:") else ""
        name = f"  ; {one_line(book.purposes[purpose])}" if purpose in book.purposes else ""
        yield f"account {hledger_account(code)}{name}"
    if any(book.opening.values()):
        yield ""
        yield f"{book.since} * brought-forward"
        for (code, unit), minor in sorted(book.opening.items()):
            if minor:
                yield _posting(code, unit, minor)
    for entry in book.entries():
        yield ""
        yield from _transaction(entry)
    for day, sums in book.ends.items():
        if sums:
            yield ""
            yield f"{day} * closing-balances"
        for (code, unit), minor in sorted(sums.items()):
            yield f"{_posting(code, unit, 0)} = {to_decimal(minor, unit)} {hledger_commodity(unit)}"


def _transaction(entry: Entry) -> Iterator[str]:
    head = entry.head
    number = f"({head.number}) " if head.number else ""
    yield f"{head.booked} * {number}{head.kind}  ; effective:{head.effective}, position:{head.position}"
    for line in entry.lines:
        yield _posting(line.code, line.unit, line.debit_minor - line.credit_minor)


def _posting(code: str, unit: str, minor: int) -> str:
    return f"    {hledger_account(code)}  {to_decimal(minor, unit)} {hledger_commodity(unit)}"
