"""Which places an account has, and the entries of each."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.event import Recorded
from ledger.identifiers import AccountId, PlaceId
from projections.as_of import FIRST, Moment
from projections.base import Database, Source, fetch
from projections.days import date_of, day_number
from projections.places.tables import PlaceRow, pockets
from projections.placings import placings_of

AT_ONCE = 500
"""Moves looked for at a time."""


class PlaceEntry(msgspec.Struct, frozen=True):
    """What an event brought to a place of one unit, or took from it, in minor units."""

    entry: int
    """The event's version in the account's stream: with the place, and the unit, it names the entry."""
    unit: str
    amount_minor: int
    lying_minor: int
    """What lay there after it, in the order of recording."""
    effective: date
    recorded_us: int
    position: int
    kind: str
    """Kind of the event."""
    about: str
    """The contribution, disbursement, transfer, exchange or move that it is for."""


def of_account(db: Database, account: AccountId) -> list[PlaceRow]:
    """An account's places, closed ones too, in the order of opening."""
    return fetch(db, PlaceRow, "FROM places WHERE account = ? ORDER BY position", (account,))


def find(db: Database, account: AccountId, place: PlaceId) -> PlaceRow | None:
    """One place; None where the account has no such."""
    found = fetch(db, PlaceRow, "FROM places WHERE account = ? AND id = ?", (account, place))
    return found[0] if found else None


def by_label(db: Database, account: AccountId, label: str) -> PlaceRow | None:
    """The place of this label; None where the account has no such."""
    found = fetch(db, PlaceRow, "FROM places WHERE account = ? AND label = ?", (account, label))
    return found[0] if found else None


def entries_of(
    db: Database,
    source: Source,
    account: AccountId,
    place: PlaceId,
    unit: str | None = None,
    *,
    after: tuple[int, int] = (0, 0),
    limit: int | None = None,
) -> list[tuple[int, PlaceEntry]]:
    """A place's entries in the order of recording, of all units or one, each after the number of its pocket there.

    A page begins after the (entry, number) of the last entry of the page before.
    """
    of_place = pockets(db, account, place)
    numbers = {pocket.number: n for n, pocket in enumerate(of_place, 1)}
    units = {pocket.number: pocket.unit for pocket in of_place if unit is None or pocket.unit == unit}
    if not units:
        return []
    before = [number for number, n in numbers.items() if n <= after[1]]
    query = (
        "SELECT pocket, entry, position, recorded_us, effective, amount_minor, lying_minor FROM place_entries "
        f"WHERE pocket IN ({', '.join('?' * len(units))}) AND (entry, pocket) > (?, ?) ORDER BY entry, pocket"
    )
    values = [*units, after[0], before[-1] if before else -1]
    rows = db.execute(*((query, values) if limit is None else (f"{query} LIMIT ?", [*values, limit])))
    found = rows.fetchall()
    events = {
        recorded.position: recorded
        for recorded in source.events_at(of_place[0].partition, [position for _, _, position, *_ in found])
    }
    return [
        (
            numbers[pocket],
            PlaceEntry(
                entry=entry,
                unit=units[pocket],
                amount_minor=amount_minor,
                lying_minor=lying_minor,
                effective=date_of(effective),
                recorded_us=recorded_us,
                position=position,
                kind=events[position].event.kind(),
                about=_about(events[position], place, units[pocket]),
            ),
        )
        for pocket, entry, position, recorded_us, effective, amount_minor, lying_minor in found
    ]


def _about(recorded: Recorded, place: PlaceId, unit: str) -> str:
    (about,) = (p.about for p in placings_of(recorded.event) if (p.place, p.unit) == (place, unit))
    return about


_MOVES = (
    "SELECT DISTINCT e.recorded_us, e.position FROM place_pockets k JOIN place_entries e ON e.pocket = k.number "
    "WHERE k.account = :account AND e.moved = 1 AND (e.recorded_us, e.position, 1) > (:us, :position, :line) "
    "AND (e.recorded_us, e.position) <= (:known_us, :known_position) AND e.effective <= :day "
    "ORDER BY e.recorded_us, e.position LIMIT :limit"
)


def moves(
    db: Database,
    source: Source,
    account: AccountId,
    known: Moment,
    day: date | None,
    after: Moment = FIRST,
) -> Iterator[Recorded]:
    """The events that moved an account's money between places, as far as they count, in the order of recording."""
    of_account = pockets(db, account)
    if not of_account:
        return
    values = {
        "account": account,
        "known_us": known[0],
        "known_position": known[1],
        "day": 2**62 if day is None else day_number(day),
        "limit": AT_ONCE,
    }
    while found := db.execute(
        _MOVES, values | {"us": after[0], "position": after[1], "line": after[2]}
    ).fetchall():
        yield from source.events_at(of_account[0].partition, [position for _, position in found])
        after = (*found[-1], 1)
