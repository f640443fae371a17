"""The tables of places: the places themselves, which of them is whose unit's main one, and every entry of each.

A pocket is what lies at one place of one unit. It has a small number, which stands in each of its entries.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from ledger.identifiers import AccountId, MemberToken, PlaceId, Seal
from ledger.places.state import PlaceKind
from projections.as_of import Moment
from projections.base import Database, Table
from projections.days import day_number
from projections.numbers import numbered

PLACES = Table(
    "places",
    "account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, holder TEXT, "
    "description TEXT, opened TEXT NOT NULL, closed TEXT, position INTEGER NOT NULL, PRIMARY KEY (account, id)",
)
MAIN_PLACES = Table(
    "main_places",
    "account TEXT NOT NULL, unit TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (account, unit)",
)
POCKETS = numbered("place_pockets", "account", "place", "unit")
ENTRIES = Table(
    "place_entries",
    "pocket INTEGER NOT NULL, entry INTEGER NOT NULL, position INTEGER NOT NULL, recorded_us INTEGER NOT NULL, "
    "effective INTEGER NOT NULL, amount_minor INTEGER NOT NULL, lying_minor INTEGER NOT NULL, "
    "moved INTEGER NOT NULL, PRIMARY KEY (pocket, entry)",
)
"""One row per event, place and unit: `entry` is the event's version in its account's stream, `lying_minor` what lies
there after it, in the order of recording; `moved` is 1 where it changed no balance.
"""


class PlaceRow(msgspec.Struct, frozen=True):
    """A place of money."""

    account: AccountId
    id: PlaceId
    kind: PlaceKind
    label: str
    holder: MemberToken | None
    """Who has the advance."""
    description: Seal | None
    opened: date
    closed: date | None
    position: int


class Pocket(NamedTuple):
    """One unit at one place of an account."""

    number: int
    place: PlaceId
    unit: str
    partition: str


def pockets(
    db: Database, account: AccountId, place: PlaceId | None = None, unit: str | None = None
) -> list[Pocket]:
    """An account's pockets, or those of one place or unit, in the order in which they were first used."""
    query = "SELECT number, place, unit, partition FROM place_pockets WHERE account = :account"
    values = {"account": str(account)}
    for column, value in (("place", place), ("unit", unit)):
        if value is not None:
            query, values[column] = f"{query} AND {column} = :{column}", value
    rows = db.execute(f"{query} ORDER BY number", values)
    return [Pocket(number, PlaceId(of), unit, partition) for number, of, unit, partition in rows]


class Amount(NamedTuple):
    """What an entry brought to its pocket, or took from it, in minor units."""

    entry: int
    amount_minor: int
    moved: bool


_AMOUNTS = (
    "SELECT entry, amount_minor, moved FROM place_entries WHERE pocket = :pocket "
    "AND (recorded_us, position) <= (:us, :position) AND effective <= :day ORDER BY entry"
)
_ANY_DAY = 2**62


def amounts(db: Database, pocket: Pocket, known: Moment, day: date | None) -> Iterator[Amount]:
    """What a pocket's entries come to that count as of a moment, a day, or both."""
    values = {
        "pocket": pocket.number,
        "us": known[0],
        "position": known[1],
        "day": _ANY_DAY if day is None else day_number(day),
    }
    for entry, amount_minor, moved in db.stream(_AMOUNTS, values):
        yield Amount(entry, amount_minor, bool(moved))
