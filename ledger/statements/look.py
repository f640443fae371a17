"""How commands look at lines and entries that are the same money."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from ledger.accounts.events import PaymentBooked
from ledger.command import Log, Seen
from ledger.contributions.state import reference_mark
from ledger.identifiers import AccountId, DisbursementId, KeyedHash, Mark, MatchId, PlaceId, stream_of
from ledger.money import to_decimal
from ledger.places.laying import laid_at
from ledger.statements.refusals import (
    EntryMatched,
    LineMatched,
    MatchedTwice,
    SumsDiffer,
    UnknownPlaceEntry,
    UnknownStatement,
    UnknownStatementLine,
)
from ledger.statements.state import (
    BROUGHT_FORWARD,
    LineName,
    StatementLine,
    StatementRecord,
    Statements,
    matched_entry_mark,
    matched_line_mark,
    statement_mark,
    statements_of,
)


class LineFound(msgspec.Struct, frozen=True):
    """A line as its statement tells it; that never changes, so it is read before the lock."""

    name: LineName
    known: bool
    """Whether there is such a statement of this place and unit."""
    line: StatementLine | None


class EntryFound(msgspec.Struct, frozen=True):
    """An entry as its event tells it, likewise."""

    entry: int
    amount_minor: int
    """What it lays at the place; nothing where there is no such entry."""
    payment: DisbursementId | None
    """The disbursement whose payment it books."""


def lines_found(
    log: Log, account: AccountId, place: PlaceId, unit: str, names: Iterable[LineName]
) -> tuple[LineFound, ...]:
    """The lines with these names."""
    records: dict[str, StatementRecord | None] = {}
    found = []
    for name in names:
        if name.statement not in records:
            record = log.mark(statement_mark(account, name.statement), StatementRecord)
            ours = record is not None and (record.place, record.unit) == (place, unit)
            records[name.statement] = record if ours else None
        record = records[name.statement]
        line = None if record is None else record.line(name.number)
        found.append(LineFound(name, record is not None, line))
    return tuple(found)


def entries_found(
    log: Log, account: AccountId, place: PlaceId, unit: str, entries: Iterable[int]
) -> tuple[EntryFound, ...]:
    """The entries with these numbers."""
    found = []
    for entry in entries:
        event = log.event(stream_of(account), entry)
        payment = event.disbursement if isinstance(event, PaymentBooked) else None
        found.append(EntryFound(entry, laid_at(event, place, unit), payment))
    return tuple(found)


def marks_of_lines(account: AccountId, lines: Iterable[LineFound]) -> tuple[Mark, ...]:
    """What is read to match lines."""
    marks: list[Mark] = []
    for found in lines:
        marks.append(matched_line_mark(account, found.name))
        if found.line is not None and found.line.reference is not None:
            marks.append(reference_mark(found.line.reference))
    return tuple(marks)


def open_line(seen: Seen, account: AccountId, place: PlaceId, unit: str, found: LineFound) -> int:
    """What a line moved, while it is not matched. Raises UnknownStatement, UnknownStatementLine or LineMatched."""
    if not found.known:
        raise UnknownStatement
    match = seen.mark(matched_line_mark(account, found.name), MatchId)
    if match is not None:
        raise LineMatched(number=found.name.number, match=match)
    if found.line is not None:
        return found.line.amount_minor
    statements = seen.find(statements_of(account, place), Statements)
    assert statements is not None, "a known statement stands in its place's row"
    forward = statements.brought_forward(unit, found.name.statement)
    if found.name.number != BROUGHT_FORWARD or not forward:
        raise UnknownStatementLine(number=found.name.number)
    return forward


def open_entry(seen: Seen, account: AccountId, place: PlaceId, unit: str, found: EntryFound) -> int:
    """What an entry laid at the place, while it is not matched. Raises UnknownPlaceEntry or EntryMatched."""
    if not found.amount_minor:
        raise UnknownPlaceEntry(entry=found.entry, unit=unit)
    match = seen.mark(matched_entry_mark(account, place, unit, found.entry), MatchId)
    if match is not None:
        raise EntryMatched(entry=found.entry, match=match)
    return found.amount_minor


def unbooked(seen: Seen, lines: Iterable[LineFound]) -> tuple[KeyedHash, ...]:
    """The lines' references under which nothing is booked yet (C2)."""
    references = [found.line.reference for found in lines if found.line is not None]
    return tuple(one for one in references if one is not None and not seen.holds(reference_mark(one)))


def require_once(names: Iterable[object]) -> None:
    """Raises MatchedTwice."""
    if any(count > 1 for count in Counter(names).values()):
        raise MatchedTwice


def require_equal(lines_minor: int, entries_minor: int, unit: str) -> None:
    """Raises SumsDiffer."""
    if lines_minor != entries_minor:
        raise SumsDiffer(
            lines=to_decimal(lines_minor, unit), entries=to_decimal(entries_minor, unit), unit=unit
        )
