"""Territories: where they lie, what they are called, and who stated what of their resources (T1, T2)."""

from collections.abc import Iterable
from datetime import date

import msgspec

from ledger.event import Recorded
from ledger.identifiers import PartyToken, Seal, TerritoryId
from ledger.territories.events import (
    ResourcesStated,
    TerritoryMoved,
    TerritoryRegistered,
    TogetherMembershipStated,
)
from ledger.territories.state import Standing, TerritoryKind
from projections.base import Database, Table, View, fetch

TERRITORIES = Table(
    "territories",
    "territory TEXT NOT NULL, kind TEXT NOT NULL, country TEXT NOT NULL, parent TEXT, together INTEGER NOT NULL, "
    "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (territory)",
    indexes={"territories_by_position": "position", "territories_by_parent": "parent"},
)
NAMES = Table(
    "territory_names",
    "territory TEXT NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (territory, language)",
)
STATEMENTS = Table(
    "resource_statements",
    "territory TEXT NOT NULL, position INTEGER NOT NULL, standing TEXT NOT NULL, author TEXT NOT NULL, "
    "grounds TEXT NOT NULL, effective TEXT NOT NULL, PRIMARY KEY (territory, position)",
)


class Territories(View):
    """One row per territory, one per name, one per statement; names and grounds are papers."""

    name = "territories"
    tables = (TERRITORIES, NAMES, STATEMENTS)
    reacts_to = frozenset({TerritoryRegistered, TerritoryMoved, TogetherMembershipStated, ResourcesStated})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, territory = recorded.event, recorded.stream
        match event:
            case TerritoryRegistered():
                row = (
                    territory,
                    event.territory_kind,
                    event.country,
                    event.parent,
                    event.together,
                    recorded.envelope.recorded_us,
                    recorded.position,
                )
                db.put(TERRITORIES, [row])
                db.put(NAMES, [(territory, language, name) for language, name in event.names.items()])
            case TerritoryMoved():
                query = "UPDATE territories SET parent = ? WHERE territory = ?"
                db.execute(query, (event.parent, territory))
            case TogetherMembershipStated():
                query = "UPDATE territories SET together = ? WHERE territory = ?"
                db.execute(query, (int(event.member_of_together), territory))
            case ResourcesStated():
                stated = event.standing, event.author, event.grounds, event.effective.isoformat()
                db.put(STATEMENTS, [(territory, recorded.position, *stated)])
            case _:
                pass


class Territory(msgspec.Struct, frozen=True):
    """A territory, as the register knows it."""

    territory: TerritoryId
    kind: TerritoryKind
    country: str
    parent: TerritoryId | None
    together: bool
    """Whether it is a member of TOGETHER; twinning is open to both."""
    recorded_us: int
    position: int


class ResourceStatement(msgspec.Struct, frozen=True):
    """What somebody stated of a territory's resources, on a day (T2)."""

    standing: Standing
    author: PartyToken
    grounds: Seal
    effective: date
    position: int


def find(db: Database, territory: TerritoryId) -> Territory | None:
    """One territory; None where the register has no such."""
    found = fetch(db, Territory, "FROM territories WHERE territory = ?", (territory,))
    return found[0] if found else None


def page(
    db: Database, *, parent: TerritoryId | None = None, after: int = 0, limit: int = 100
) -> list[Territory]:
    """Territories in the order of registration, all or those that lie directly in one."""
    wanted = "" if parent is None else "AND parent = :parent"
    rest = f"FROM territories WHERE position > :after {wanted} ORDER BY position LIMIT :limit"
    return fetch(db, Territory, rest, {"parent": parent, "after": after, "limit": limit})


def chain(db: Database, territory: TerritoryId) -> list[Territory]:
    """What a territory lies in, from its parent up; the chain has no circle (T1)."""
    found: list[Territory] = []
    below = find(db, territory)
    while below is not None and below.parent is not None:
        below = find(db, below.parent)
        if below is not None:
            found.append(below)
    return found


def names(db: Database, territories: Iterable[TerritoryId]) -> dict[TerritoryId, dict[str, Seal]]:
    """The seals of territories' names by language."""
    found: dict[TerritoryId, dict[str, Seal]] = {}
    for territory in territories:
        query = "SELECT language, name FROM territory_names WHERE territory = ? ORDER BY language"
        found[territory] = {language: Seal(name) for language, name in db.execute(query, (territory,))}
    return found


def statements(db: Database, territory: TerritoryId) -> list[ResourceStatement]:
    """All that was stated of a territory's resources, by day, the newest last."""
    rest = "FROM resource_statements WHERE territory = ? ORDER BY effective, position"
    return fetch(db, ResourceStatement, rest, (territory,))
