"""The journal for beancount: what lies under each code is asserted at every period's end, to the minor unit."""

from collections.abc import Iterator

from api.exports.gathering import Book, Entry, Sums
from api.exports.naming import beancount_account, beancount_commodity, one_line
from ledger.money import to_decimal
from ledger.periods.booking import DAY


def lines(book: Book) -> Iterator[str]:
    """The file, line by line."""
    yield f'option "title" "{one_line(book.name)}"'
    yield ""
    for unit in sorted({unit for _, unit in book.codes}):
        yield f"{book.since} commodity {beancount_commodity(unit)}"
        yield f'  unit: "{unit}"'
    for code in sorted({code for code, _ in book.codes}):
        yield f"{book.since} open {beancount_account(code)}"
        purpose = code.split(":")[1] if code.startswith("funds:") else ""
        if purpose in book.purposes:
            yield f'  purpose: "{one_line(book.purposes[purpose])}"'
    if any(book.opening.values()):
        yield ""
        yield f'{book.since} * "brought-forward"'
        yield from _postings(book.opening)
    for entry in book.entries():
        yield ""
        yield from _transaction(entry)
    for day, sums in book.ends.items():
        yield ""
        for (code, unit), minor in sorted(sums.items()):
            amount = f"{to_decimal(minor, unit)} ~ 0 {beancount_commodity(unit)}"
            yield f"{day + DAY} balance {beancount_account(code)}  {amount}"


def _transaction(entry: Entry) -> Iterator[str]:
    head = entry.head
    yield f'{head.booked} * "{head.kind}"'
    if head.number is not None:
        yield f'  entry: "{head.number}"'
    yield f"  effective: {head.effective}"
    yield f'  position: "{head.position}"'
    for line in entry.lines:
        yield _posting(line.code, line.unit, line.debit_minor - line.credit_minor)


def _postings(sums: Sums) -> Iterator[str]:
    for (code, unit), minor in sorted(sums.items()):
        if minor:
            yield _posting(code, unit, minor)


def _posting(code: str, unit: str, minor: int) -> str:
    return f"  {beancount_account(code)}  {to_decimal(minor, unit)} {beancount_commodity(unit)}"
