"""How much is learned, by territory and by twinning: counts and hours, in every direction alike (E1), no money (E2)."""

import msgspec

from ledger.identifiers import AccountId, TerritoryId, TwinningId
from ledger.learning.state import LearningDirection
from projections.base import Database


class OfTwinning(msgspec.Struct, frozen=True):
    """What one side of a twinning knows of what the two learned from each other; each counts as one (E1)."""

    exchanges_from_us: int
    exchanges_from_them: int
    exchanges_mutual: int
    exchanges_unconfirmed: int
    """Recorded by one side, and neither confirmed nor declined by the other: counted nowhere else."""
    participants: int
    minutes: int
    adoptions_from_us: int
    """Practices of ours that they adopted."""
    adoptions_from_them: int


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


def of_twinning(db: Database, account: AccountId, twinning: TwinningId) -> OfTwinning:
    """One side's figures of a twinning."""
    where = account, twinning
    exchanges = {
        (direction, status): (count, participants, minutes)
        for direction, status, count, participants, minutes in db.execute(
            "SELECT direction, status, COUNT(*), SUM(participants), SUM(minutes) FROM learned "
            "WHERE account = ? AND twinning = ? AND kind = 'exchange' GROUP BY direction, status",
            where,
        )
    }
    confirmed = {direction: row for (direction, status), row in exchanges.items() if status == "confirmed"}
    adoptions = dict(
        db.execute(
            "SELECT told, COUNT(*) FROM learned WHERE account = ? AND twinning = ? AND kind = 'adoption' "
            "GROUP BY told",
            where,
        ).fetchall()
    )
    return OfTwinning(
        exchanges_from_us=_count(confirmed, LearningDirection.FROM_US),
        exchanges_from_them=_count(confirmed, LearningDirection.FROM_THEM),
        exchanges_mutual=_count(confirmed, LearningDirection.MUTUAL),
        exchanges_unconfirmed=sum(row[0] for (_, status), row in exchanges.items() if status == "held"),
        participants=sum(int(row[1]) for row in confirmed.values()),
        minutes=sum(int(row[2]) for row in confirmed.values()),
        adoptions_from_us=adoptions.get(1, 0),
        adoptions_from_them=adoptions.get(0, 0),
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
