"""Whether what lies at a place agrees with its statement or its count, by the figures that a page prints.

Once a period is closed its figures stay, and what took effect in it and was booked later is none of them: a fee that
the bank told in January does not make December's statement disagree with December's page.
"""

from api.exports.gathering import Book
from projections import periods, reconciliation
from projections.reconciliation import OpenEntry, Reconciliation


def agrees(book: Book, compared: Reconciliation, amount_minor: int) -> bool | None:
    """Whether all of this amount at a place agrees; None where nobody compared it yet."""
    if compared.statement is None and compared.count is None:
        return None
    if not book.closed:
        return compared.agrees
    late = _booked_later(book, compared)
    return _counted(compared, late) and _stated(compared, late, amount_minor)


def _counted(compared: Reconciliation, late: list[OpenEntry]) -> bool:
    count = compared.count
    if count is None:
        return True
    later = sum(entry.amount_minor for entry in late if entry.effective <= count.effective)
    return count.difference_minor + later == 0


def _stated(compared: Reconciliation, late: list[OpenEntry], amount_minor: int) -> bool:
    """Nothing else is open, and no line of the statement is what was booked too late for the page."""
    if compared.statement is None:
        return True
    alone = not compared.open_line_count and compared.open_entry_count == len(late)
    return alone and compared.closing_minor == amount_minor


def _booked_later(book: Book, compared: Reconciliation) -> list[OpenEntry]:
    """Open entries of the period's days that were booked after it was closed."""
    closed_at = next(
        one.position for one in periods.periods(book.db, book.account) if one.until == book.until
    )
    entries = reconciliation.open_entries(
        book.db, book.ledger.store, book.account, compared.place, compared.unit, book.until
    )
    return [entry for entry in entries if entry.position > closed_at]
