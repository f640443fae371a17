"""Comparing a place with its statements and counts.

As of a day, statements count that ended by then, and entries that took effect by then. A match counts where all of it
does; else its parts stand open on that day: a payment that the bank booked two days later, say. Matched sums are equal,
so that closing balance + open entries - open lines is what the books say, on every day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ledger.identifiers import AccountId, PlaceId
from projections.base import Database, Source, fetch
from projections.bookings import Count
from projections.days import date_of, day_number
from projections.places import lying_on, pockets
from projections.placings import placings_of
from projections.reconciliation.rows import LatestCount, OpenEntry, OpenLine, Reconciliation
from projections.statements import StatementRow, of_place

_LAST_DAY = date(9999, 12, 31)

_BEYOND = (
    "SELECT l.match FROM statement_lines l JOIN statements s ON s.account = l.account AND s.id = l.statement "
    "WHERE l.account = :account AND l.place = :place AND l.unit = :unit AND l.match > '' AND s.ends > :ends "
    "UNION SELECT match FROM statements "
    "WHERE account = :account AND place = :place AND unit = :unit AND match > '' AND ends > :ends "
    "UNION SELECT m.match FROM matched_entries m JOIN place_entries e ON e.pocket = :pocket AND e.entry = m.entry "
    "WHERE m.account = :account AND m.place = :place AND m.unit = :unit AND e.effective > :day"
)
"""Matches of which something lies beyond the day."""
_ENTRIES = (
    "SELECT e.entry, e.position, e.recorded_us, e.effective, e.amount_minor FROM place_entries e "
    "LEFT JOIN matched_entries m "
    "ON m.account = :account AND m.place = :place AND m.unit = :unit AND m.entry = e.entry "
    f"WHERE e.pocket = :pocket AND e.effective <= :day AND (m.match IS NULL OR m.match IN ({_BEYOND})) "
    "ORDER BY e.effective, e.entry"
)
_ENTRY_COUNT = "SELECT COUNT(*) FROM place_entries WHERE pocket = :pocket AND effective <= :day"
_LINES = (
    "SELECT l.statement, l.number, l.unit, l.amount_minor, l.booked, l.reference, l.payment, l.text "
    "FROM statement_lines l JOIN statements s ON s.account = l.account AND s.id = l.statement "
    "WHERE l.account = :account AND l.place = :place AND l.unit = :unit AND s.ends <= :ends "
    f"AND l.amount_minor <> 0 AND (l.match IS NULL OR l.match IN ({_BEYOND})) "
    "ORDER BY l.booked, s.ends, s.position, l.number"
)
_BEYOND_ALONE = f"SELECT match FROM ({_BEYOND}) AS beyond"
_UNITS = (
    "SELECT unit FROM place_pockets WHERE account = :account AND place = :place "
    "UNION SELECT unit FROM statements WHERE account = :account AND place = :place "
    "UNION SELECT unit FROM counts WHERE account = :account AND place = :place ORDER BY 1"
)
_COUNT = (
    "FROM counts WHERE account = :account AND place = :place AND unit = :unit AND effective <= :ends "
    "ORDER BY effective DESC, position DESC LIMIT 1"
)


def units_of(db: Database, account: AccountId, place: PlaceId) -> list[str]:
    """The units of which anything is known at a place."""
    return [unit for (unit,) in db.execute(_UNITS, {"account": account, "place": place})]


def reconcile(
    db: Database, account: AccountId, place: PlaceId, unit: str, day: date | None = None
) -> Reconciliation:
    """What agrees, and what is open on either side."""
    values = _values(db, account, place, unit, day)
    row = of_place(db, account, place, unit, day)
    entries, entries_minor, entries_since = 0, 0, None
    for _, _, _, effective, amount_minor in db.stream(_ENTRIES, values):
        entries, entries_minor = entries + 1, entries_minor + amount_minor
        entries_since = entries_since or date_of(effective)
    lines, lines_minor, lines_since = 0, 0, None
    for line in open_lines(db, account, place, unit, day):
        lines, lines_minor = lines + 1, lines_minor + line.amount_minor
        lines_since = min(lines_since or line.booked, line.booked)
    (all_entries,) = db.execute(_ENTRY_COUNT, values).fetchone()
    forward = sum(1 for amount_minor, _ in _brought_forward(row) if amount_minor)
    return Reconciliation(
        place=place,
        unit=unit,
        effective=day,
        book_minor=lying_on(db, account, place, unit, day),
        statement=row[-1] if row else None,
        count=_latest_count(db, account, place, unit, values, day),
        agreed_lines=forward + sum(statement.lines for statement in row) - lines,
        agreed_entries=all_entries - entries,
        open_line_count=lines,
        open_lines_minor=lines_minor,
        open_entry_count=entries,
        open_entries_minor=entries_minor,
        lines_since=lines_since,
        entries_since=entries_since,
    )


def open_lines(
    db: Database, account: AccountId, place: PlaceId, unit: str, day: date | None = None
) -> Iterator[OpenLine]:
    """Lines that no entry explains: what statements bring forward first, then the lines, oldest first."""
    values = _values(db, account, place, unit, day)
    beyond = {match for (match,) in db.execute(_BEYOND_ALONE, values)}
    for amount_minor, statement in _brought_forward(of_place(db, account, place, unit, day)):
        if amount_minor and (statement.match is None or statement.match in beyond):
            yield OpenLine(statement.id, 0, unit, amount_minor, statement.begins)
    for statement, number, own, amount_minor, booked, *said in db.stream(_LINES, values):
        yield OpenLine(statement, number, own, amount_minor, date.fromisoformat(booked), *said)


def open_entries(
    db: Database,
    source: Source,
    account: AccountId,
    place: PlaceId,
    unit: str,
    day: date | None = None,
    limit: int | None = None,
) -> list[OpenEntry]:
    """Entries that no line shows, oldest first."""
    values = _values(db, account, place, unit, day)
    of_place = pockets(db, account, place, unit)
    rows: Sequence[Any] = db.execute(
        *((_ENTRIES, values) if limit is None else (f"{_ENTRIES} LIMIT :limit", {**values, "limit": limit}))
    ).fetchall()
    positions = [position for _, position, *_ in rows]
    events = {
        one.position: one for one in (source.events_at(of_place[0].partition, positions) if rows else ())
    }
    found = []
    for entry, position, recorded_us, effective, amount_minor in rows:
        event = events[position].event
        (about,) = (p.about for p in placings_of(event) if (p.place, p.unit) == (place, unit))
        day_of = date_of(effective)
        found.append(OpenEntry(entry, unit, amount_minor, day_of, recorded_us, position, event.kind(), about))
    return found


def _brought_forward(row: Sequence[StatementRow]) -> Iterator[tuple[int, StatementRow]]:
    """What each statement begins with less what the one before it ended with."""
    before_minor = 0
    for statement in row:
        yield statement.opening_minor - before_minor, statement
        before_minor = statement.closing_minor


def _latest_count(
    db: Database, account: AccountId, place: PlaceId, unit: str, values: dict[str, Any], day: date | None
) -> LatestCount | None:
    found = fetch(db, Count, _COUNT, {name: values[name] for name in ("account", "place", "unit", "ends")})
    if not found:
        return None
    (count,) = found
    then = lying_on(db, account, place, unit, count.effective)
    return LatestCount(
        id=count.id,
        unit=unit,
        effective=count.effective,
        first_counter=count.first_counter,
        second_counter=count.second_counter,
        counted_minor=count.counted_minor,
        booked_minor=then,
        difference_minor=count.counted_minor - then,
        moved_since_minor=lying_on(db, account, place, unit, day) - then,
    )


def _values(db: Database, account: AccountId, place: PlaceId, unit: str, day: date | None) -> dict[str, Any]:
    of_place = pockets(db, account, place, unit)
    return {
        "account": account,
        "place": place,
        "unit": unit,
        "pocket": of_place[0].number if of_place else -1,
        "day": day_number(day or _LAST_DAY),
        "ends": (day or _LAST_DAY).isoformat(),
    }
