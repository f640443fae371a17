"""Sums of the past: on the recorded axis one look into each fund's entries, on the effective axis a few."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from projections.as_of import LAST, AsOf, Moment, end_of, known
from projections.base import Database, Source, Table
from projections.days import day_number
from projections.entries import late
from projections.entries.funds import Fund

ENTRIES = Table(
    "entries",
    "fund INTEGER NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL, "
    "received_minor INTEGER NOT NULL, reserved_minor INTEGER NOT NULL, paid_minor INTEGER NOT NULL, "
    "PRIMARY KEY (fund, recorded_us, position, line)",
)


class Sums(NamedTuple):
    """What entries come to, in minor units. On the effective axis nothing is said of reservations."""

    received: int = 0
    reserved: int = 0
    paid: int = 0

    @property
    def held(self) -> int:
        """Money in hand: received less paid."""
        return self.received - self.paid


class Asked(NamedTuple):
    """As of when: everything up to a moment or, with a day, what of it had taken effect by the end of that day."""

    known: Moment
    day: date | None

    @property
    def until(self) -> Moment:
        """Up to here everything counts that was not late; what was late may count up to `known`."""
        return self.known if self.day is None else min(self.known, end_of(self.day))


def asked(as_of: AsOf, source: Source, funds: Sequence[Fund]) -> Asked:
    """What is asked of these funds, which are of one account."""
    return Asked(known(as_of, source, funds[0].partition) if funds else LAST, as_of.effective)


def _last(column: str, table: str, bound: str = "") -> str:
    """The value in a fund's last row, up to a bound."""
    return (
        f"(SELECT {column} FROM {table} WHERE fund = f.number {bound} "
        "ORDER BY recorded_us DESC, position DESC, line DESC LIMIT 1)"
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


_AMOUNTS = ("received_minor", "reserved_minor", "paid_minor")
_UP_TO = "AND (recorded_us, position, line) <= (?, ?, ?)"
_LAST = ", ".join(_last(column, "entries") for column in _AMOUNTS)
_RECORDED = ", ".join(_last(column, "entries", _UP_TO) for column in _AMOUNTS)
_EFFECTIVE = ", ".join(
    (
        _last("number", "late_entries", _UP_TO),
        *(
            _last(column, table, _UP_TO)
            for table in ("entries", "late_entries")
            for column in ("received_minor", "paid_minor")
        ),
    )
)


_IN_TIME = (
    "SELECT e.received_minor, e.paid_minor, l.number FROM entries e LEFT JOIN late_entries l "
    "ON l.fund = e.fund AND l.recorded_us = e.recorded_us AND l.position = e.position AND l.line = e.line "
    "WHERE e.fund = ? AND (e.recorded_us, e.position, e.line) <= (?, ?, ?) "
    "ORDER BY e.recorded_us, e.position, e.line"
)


def sums(db: Database, funds: Sequence[Fund], of: Asked) -> dict[int, Sums]:
    """The sums of each fund, by number; none of a fund that has no entry that counts."""
    if not funds:
        return {}
    return _recorded(db, funds, of.known) if of.day is None else _effective(db, funds, of, of.day)


def newest(db: Database, accounts: Sequence[str]) -> dict[int, Sums]:
    """The sums of all funds of these accounts, as they are now."""
    query = f"SELECT f.number, {_LAST} FROM entry_funds f WHERE f.account IN ({_marks(accounts)})"
    rows = db.execute(query, accounts)
    return {number: Sums(*found) for number, *found in rows if found[0] is not None}


def _recorded(db: Database, funds: Sequence[Fund], until: Moment) -> dict[int, Sums]:
    query = f"SELECT f.number, {_RECORDED} FROM entry_funds f WHERE f.number IN ({_marks(funds)})"
    rows = db.execute(query, (*until * 3, *_numbers(funds)))
    return {number: Sums(*found) for number, *found in rows if found[0] is not None}


def _effective(db: Database, funds: Sequence[Fund], of: Asked, day: date) -> dict[int, Sums]:
    """What was in time, that is everything recorded by the end of the day but late entries; and these by their day."""
    query = f"SELECT f.number, {_EFFECTIVE} FROM entry_funds f WHERE f.number IN ({_marks(funds)})"
    found = {}
    for number, late_entries, *then in db.execute(
        query, (*of.known, *of.until * 4, *_numbers(funds))
    ).fetchall():
        received, paid, of_late, paid_late = (int(value or 0) for value in then)
        received, paid = received - of_late, paid - paid_late
        effective = late.by_day(db, number, day_number(day), of.known, late_entries) if late_entries else None
        if effective is not None:
            found[number] = Sums(received + effective[0], 0, paid + effective[1])
        elif received or paid or _was_moved(db, number, of.until):
            found[number] = Sums(received, 0, paid)
    return found


def _numbers(funds: Sequence[Fund]) -> list[int]:
    return [fund.number for fund in funds]


def _was_moved(db: Database, fund: int, until: Moment) -> bool:
    """Whether anything but reservations happened in time, although it comes to nothing."""
    before = 0, 0
    for received, paid, late_number in db.stream(_IN_TIME, (fund, *until)):
        if (received, paid) != before and late_number is None:
            return True
        before = received, paid
    return False
