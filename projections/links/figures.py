"""How diverse the links of a twinning are, on each side, and how mutual: each figure with the events behind it.

A link is counted on a day if it was active within the twelve months up to that day: after the same day of the year
before, or on the day itself. Links are compared, never amounts (W8).
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from ledger.identifiers import AccountId, TwinningId
from ledger.links.state import ActorKind, Direction, LinkKind
from ledger.twinnings.state import Side
from projections.base import Database


class Figure(msgspec.Struct, frozen=True):
    """How many links, and the positions of the events by which each began."""

    count: int
    events: tuple[int, ...]


class OfSide(msgspec.Struct, frozen=True):
    """Who carries a twinning on one side."""

    actors: dict[ActorKind, Figure]
    """Links by the kinds of this side's actors in them; a link with several kinds counts for each."""
    administrative_only: bool
    """No civil-society or company actor of this side is in a link active within twelve months (W3)."""


class Diversity(msgspec.Struct, frozen=True):
    """The links of a twinning by kind, and the two sides."""

    on: date
    kinds: dict[LinkKind, Figure]
    own: OfSide
    twin: OfSide


class Reciprocity(msgspec.Struct, frozen=True):
    """The links of a twinning by direction (W8)."""

    on: date
    directions: dict[Direction, Figure]


def diversity(db: Database, account: AccountId, twinning: TwinningId, on: date) -> Diversity:
    """As it is known now, for the twelve months up to a day."""
    links = _active(db, account, twinning, on)
    query = (
        "SELECT a.side, a.kind, l.begun_position FROM link_actors a "
        "JOIN links l ON l.account = a.account AND l.link = a.link "
        "WHERE l.account = ? AND l.twinning = ? ORDER BY l.begun_position"
    )
    active = {position for _, _, position in links}
    carried = [
        (Side(side), ActorKind(kind), position)
        for side, kind, position in db.execute(query, (account, twinning))
        if position in active
    ]
    own, twin = (_side(carried, side) for side in (Side.OWN, Side.TWIN))
    kinds = {kind: _figure(p for k, _, p in links if k is kind) for kind in LinkKind}
    return Diversity(on=on, kinds=kinds, own=own, twin=twin)


def reciprocity(db: Database, account: AccountId, twinning: TwinningId, on: date) -> Reciprocity:
    """As it is known now, for the twelve months up to a day."""
    links = _active(db, account, twinning, on)
    directions = {way: _figure(p for _, d, p in links if d is way) for way in Direction}
    return Reciprocity(on=on, directions=directions)


def _side(carried: list[tuple[Side, ActorKind, int]], side: Side) -> OfSide:
    actors = {kind: _figure(p for s, k, p in carried if (s, k) == (side, kind)) for kind in ActorKind}
    society = actors[ActorKind.CIVIL_SOCIETY].count + actors[ActorKind.COMPANY].count
    return OfSide(actors=actors, administrative_only=not society)


def _active(
    db: Database, account: AccountId, twinning: TwinningId, on: date
) -> list[tuple[LinkKind, Direction, int]]:
    """Kind, direction and event of each link that was active within the twelve months up to a day."""
    query = (
        "SELECT kind, direction, begun_position FROM links WHERE account = ? AND twinning = ? "
        "AND since <= ? AND COALESCE(until, '9999-12-31') > ? ORDER BY begun_position"
    )
    values = (account, twinning, on.isoformat(), year_before(on).isoformat())
    return [(LinkKind(kind), Direction(way), position) for kind, way, position in db.execute(query, values)]


def year_before(day: date) -> date:
    """The same day of the year before; of a 29 February, the 28th."""
    try:
        return day.replace(year=max(day.year - 1, 1))
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _figure(positions: Iterable[int]) -> Figure:
    events = tuple(sorted(set(positions)))
    return Figure(count=len(events), events=events)
