"""Going through entries in the order of recording: where they stand, what their events say, and what they change."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ledger.event import Recorded
from projections.as_of import Moment
from projections.base import Database, Source
from projections.days import day_number
from projections.entries.funds import Fund
from projections.entries.sums import Asked, Sums
from projections.movements import Movement, movements_of

PAGE = 500
"""Entries looked for at a time, where all are asked for."""

_AFTER = (
    "AND (recorded_us, position, line) > (:us, :position, :line) "
    "AND (recorded_us, position, line) <= (:until_us, :until_position, :until_line)"
)
_ORDER = "ORDER BY recorded_us, position, line"
_ENTRIES = (
    f"SELECT recorded_us, position, line FROM entries WHERE fund = :fund {_AFTER} {_ORDER} LIMIT :limit"
)
_LATE = (
    "SELECT recorded_us, position, line FROM late_entries "
    f"WHERE fund = :fund {_AFTER} AND effective <= :day {_ORDER} LIMIT :limit"
)


class Told(NamedTuple):
    """An entry with its event."""

    recorded: Recorded
    line: int
    movement: Movement


def entries_of(
    db: Database, source: Source, funds: Sequence[Fund], of: Asked, after: Moment, limit: int | None = None
) -> Iterator[Told]:
    """The entries of one account's funds that count, after a moment, in the order of recording."""
    page = limit or PAGE
    moments = _moments(db, funds, of, after, page)
    while some := list(islice(moments, page)):
        found = source.events_at(funds[0].partition, [position for _, position, _ in some])
        events = {recorded.position: (recorded, movements_of(recorded)) for recorded in found}
        for _, position, line in some:
            recorded, movements = events[position]
            movement = movements[line - 1]
            if of.day is None or (movement.effective is not None and movement.effective <= of.day):
                yield Told(recorded, line, movement)


def _moments(db: Database, funds: Sequence[Fund], of: Asked, after: Moment, page: int) -> Iterator[Moment]:
    """Where entries stand that may count: all up to a point, and beyond it those that were late."""
    yield from _merged(db, _ENTRIES, funds, of, after, of.until, page)
    if of.until < of.known:
        yield from _merged(db, _LATE, funds, of, max(after, of.until), of.known, page)


def _merged(
    db: Database, query: str, funds: Sequence[Fund], of: Asked, after: Moment, until: Moment, page: int
) -> Iterator[Moment]:
    values = {
        "limit": page,
        "until_us": until[0],
        "until_position": until[1],
        "until_line": until[2],
        "day": None if of.day is None else day_number(of.day),
    }
    while True:
        since = {"us": after[0], "position": after[1], "line": after[2]}
        found = sorted(
            tuple(moment)
            for fund in funds
            for moment in db.execute(query, {**values, **since, "fund": fund.number}).fetchall()
        )[:page]
        yield from found
        if len(found) < page:
            return
        after = found[-1]


class Change(NamedTuple):
    """What an entry changes, without its event."""

    position: int
    line: int
    by: Sums


_CHANGES = (
    "SELECT recorded_us, position, line, received_minor, reserved_minor, paid_minor FROM entries "
    f"WHERE fund = ? AND (recorded_us, position, line) <= (?, ?, ?) {_ORDER}"
)
_LATE_CHANGES = (
    "SELECT recorded_us, position, line, effective, received_minor, paid_minor FROM late_entries "
    f"WHERE fund = ? AND (recorded_us, position, line) <= (?, ?, ?) {_ORDER}"
)


def changes(db: Database, fund: Fund, of: Asked) -> Iterator[Change]:
    """What each entry of a fund that counts changes, without a look at its event."""
    not_yet: set[Moment] = set()
    came_later: list[Change] = []
    if of.day is not None:
        for moment, effective, by in late_changes(db, fund, of.known):
            if moment <= of.until and effective > day_number(of.day):
                not_yet.add(moment)
            elif moment > of.until and effective <= day_number(of.day):
                came_later.append(Change(*moment[1:], by))
    before = Sums()
    for recorded_us, position, line, *after in db.stream(_CHANGES, (fund.number, *of.until)):
        by = Sums(*(new - old for new, old in zip(after, before, strict=True)))
        before = Sums(*after)
        if (recorded_us, position, line) not in not_yet:
            yield Change(position, line, by)
    yield from came_later


def late_changes(db: Database, fund: Fund, known: Moment) -> Iterator[tuple[Moment, int, Sums]]:
    """Late entries: where they stand, the day on which they took effect, and what they change."""
    before = before_paid = 0
    for *moment, effective, received, paid in db.stream(_LATE_CHANGES, (fund.number, *known)):
        by = Sums(int(received) - before, 0, int(paid) - before_paid)
        before, before_paid = int(received), int(paid)
        yield (moment[0], moment[1], moment[2]), effective, by


def by_event(db: Database, funds: Sequence[Fund], of: Asked) -> Iterator[tuple[int, list[tuple[Fund, Sums]]]]:
    """What each event changed in one account's funds, by position: fund by fund, then events with several entries."""
    several = _of_several(db, funds)
    together: defaultdict[int, list[tuple[Fund, Sums]]] = defaultdict(list)
    for fund in funds:
        for change in changes(db, fund, of):
            if change.position in several:
                together[change.position].append((fund, change.by))
            else:
                yield change.position, [(fund, change.by)]
    yield from together.items()


def _of_several(db: Database, funds: Sequence[Fund]) -> set[int]:
    """Positions of the events that have several entries."""
    if not funds:
        return set()
    query = f"SELECT position FROM entries WHERE line > 1 AND fund IN ({', '.join('?' * len(funds))})"
    return {position for (position,) in db.execute(query, [fund.number for fund in funds])}
