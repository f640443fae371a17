"""How much is learned, by territory and by twinning, in every direction alike (E1), and with no price (E2)."""

from datetime import date

import msgspec

from ledger.identifiers import AccountId, TerritoryId, TwinningId
from ledger.learning.state import LearningDirection
from projections.base import Database


class ByDirection(msgspec.Struct, frozen=True):
    """What the two sides of a twinning learned from each other within some time: by direction, the events of each.

    Each counts as one, whoever taught, however many came and however long it lasted (E1, W8).
    """

    exchanges: dict[LearningDirection, tuple[int, ...]]
    adoptions: dict[LearningDirection, tuple[int, ...]]
    """From us: practices of ours that they adopted; an adoption goes one way."""


class OfTerritory(msgspec.Struct, frozen=True):
    """What a territory shared, taught, learned and adopted, by all that is known here."""

    experiences: int
    exchanges_taught: int
    exchanges_learned: int
    exchanges_mutual: int
    participants: int
    minutes: int
    adoptions: int
    """Practices of others that are done here."""
    adopted_elsewhere: int
    """Practices of here that others adopted."""


def by_direction(
    db: Database, account: AccountId, twinning: TwinningId, after: date, until: date
) -> ByDirection:
    """Exchanges that both sides confirm, and adoptions, that took effect after a day and until another."""
    rows = db.execute(
        "SELECT kind, direction, told, position FROM learned WHERE account = ? AND twinning = ? "
        "AND (status = 'confirmed' OR status = 'adopted') AND effective > ? AND effective <= ? ORDER BY position",
        (account, twinning, after.isoformat(), until.isoformat()),
    )
    exchanges: dict[LearningDirection, list[int]] = {way: [] for way in LearningDirection}
    adoptions: dict[LearningDirection, list[int]] = {way: [] for way in LearningDirection}
    for kind, direction, told, position in rows:
        if kind == "exchange":
            exchanges[LearningDirection(direction)].append(position)
        else:
            # What another told us that it adopted is ours.
            adoptions[LearningDirection.FROM_US if told else LearningDirection.FROM_THEM].append(position)
    return ByDirection(
        exchanges={way: tuple(found) for way, found in exchanges.items()},
        adoptions={
            way: tuple(found) for way, found in adoptions.items() if way is not LearningDirection.MUTUAL
        },
    )


_ONCE = "NOT (l.told = 1 AND EXISTS (SELECT 1 FROM learned o WHERE o.account = l.other AND o.id = l.id))"
"""What both sides of it hold here counts once, as its recorder tells it."""


def of_territory(db: Database, territory: TerritoryId) -> OfTerritory:
    """A territory's figures, over all accounts that tell of it."""
    (experiences,) = db.execute(
        "SELECT COUNT(*) FROM learned WHERE kind = 'experience' AND status = 'shared' AND territory = ?",
        (territory,),
    ).fetchone()
    taught: dict[str, tuple[int, int, int]] = {}
    for here, ours, theirs in (
        ("territory", "from-us", "from-them"),
        ("other_territory", "from-them", "from-us"),
    ):
        query = (
            "SELECT l.direction, COUNT(*), SUM(l.participants), SUM(l.minutes) FROM learned l "
            "JOIN learning_places p ON p.account = l.account AND p.twinning = l.twinning "
            f"WHERE l.kind = 'exchange' AND l.status = 'confirmed' AND p.{here} = ? AND {_ONCE} "
            "GROUP BY l.direction"
        )
        names = {ours: "taught", theirs: "learned", "mutual": "mutual"}
        for direction, *row in db.execute(query, (territory,)):
            before = taught.get(names[direction], (0, 0, 0))
            count, participants, minutes = (a + int(b) for a, b in zip(before, row, strict=True))
            taught[names[direction]] = count, participants, minutes
    (adoptions,) = db.execute(
        f"SELECT COUNT(*) FROM learned l WHERE l.kind = 'adoption' AND l.territory = ? AND {_ONCE}",
        (territory,),
    ).fetchone()
    (elsewhere,) = db.execute(
        "SELECT COUNT(*) FROM learned l "
        "JOIN learned e ON e.account = CASE l.told WHEN 1 THEN l.account ELSE l.other END AND e.id = l.experience "
        f"WHERE l.kind = 'adoption' AND e.territory = ? AND {_ONCE}",
        (territory,),
    ).fetchone()
    return OfTerritory(
        experiences=experiences,
        exchanges_taught=_count(taught, "taught"),
        exchanges_learned=_count(taught, "learned"),
        exchanges_mutual=_count(taught, "mutual"),
        participants=sum(row[1] for row in taught.values()),
        minutes=sum(row[2] for row in taught.values()),
        adoptions=adoptions,
        adopted_elsewhere=elsewhere,
    )


def _count(rows: dict[str, tuple[int, int, int]], name: str) -> int:
    return int(rows[name][0]) if name in rows else 0
