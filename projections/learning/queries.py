"""Learning: its rows and queries."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from ledger.decoders import convert
from ledger.identifiers import (
    AccountId,
    ExperienceId,
    Seal,
    TerritoryId,
    TwinningId,
)
from ledger.learning.state import LearningDirection, Theme
from projections.base import Database, fetch


class Kind(StrEnum):
    """What the network's feed is made of."""

    EXPERIENCE = "experience"
    EXCHANGE = "exchange"
    ADOPTION = "adoption"


class Status(StrEnum):
    """How far it has come."""

    SHARED = "shared"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    """An exchange that the twin has not confirmed yet."""
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    ADOPTED = "adopted"


class Learned(msgspec.Struct, frozen=True):
    """A sheet, an exchange or an adoption, as one account holds it; what does not belong to its kind is empty."""

    account: AccountId
    id: str
    kind: Kind
    status: Status
    told: bool
    """The other account recorded it, and told this one."""
    version: int
    """Of a sheet's text."""
    territory: TerritoryId | None
    """Where it is practised; of an exchange, this side's."""
    other: AccountId | None
    """The twin; of an adoption the origin, or the adopter where it was told."""
    other_territory: TerritoryId | None
    """The twin's; of an adoption the origin's, where that is known here."""
    twinning: TwinningId | None
    direction: LearningDirection | None
    experience: ExperienceId | None
    """What was adopted."""
    text: Seal | None
    """Of a sheet, or of how a practice is adopted: a paper."""
    participants: int | None
    minutes: int | None
    effective: date | None
    recorded_us: int
    partition: str
    """In whose log it stands."""
    position: int
    themes: tuple[Theme, ...] = ()


class Version(msgspec.Struct, frozen=True):
    """One version of a sheet."""

    version: int
    theme: Theme
    text: Seal
    recorded_us: int


_FIELDS = (
    "l.account, l.id, l.kind, l.status, l.told, l.version, "
    "COALESCE(l.territory, p.territory) AS territory, l.other, "
    "COALESCE(p.other_territory, e.territory) AS other_territory, l.twinning, l.direction, l.experience, l.text, "
    "l.participants, l.minutes, l.effective, l.recorded_us, l.partition, l.position"
)
_FROM = (
    "FROM learned l "
    "LEFT JOIN learning_places p ON p.account = l.account AND p.twinning = l.twinning AND l.kind = 'exchange' "
    "LEFT JOIN learned e ON e.account = CASE l.told WHEN 1 THEN l.account ELSE l.other END "
    "AND e.id = l.experience"
)
"""An exchange is told with the territories of its twinning, an adoption with that of the sheet it comes from."""


def find(db: Database, account: AccountId, own: str) -> Learned | None:
    """One sheet, exchange or adoption; None where the account holds no such."""
    found = _fetched(
        db, f"{_FROM} WHERE l.account = :account AND l.id = :id", {"account": account, "id": own}
    )
    return found[0] if found else None


def own(
    db: Database, account: AccountId, *, kind: Kind | None = None, after: int = 0, limit: int = 100
) -> list[Learned]:
    """What one account holds, declined and withdrawn too, in order, after the position of the page before."""
    wanted = "" if kind is None else "AND l.kind = :kind "
    rest = (
        f"{_FROM} WHERE l.account = :account AND l.position > :after {wanted}ORDER BY l.position LIMIT :limit"
    )
    return _fetched(db, rest, {"account": account, "after": after, "kind": kind, "limit": limit})


def feed(
    db: Database,
    *,
    kind: Kind | None = None,
    theme: Theme | None = None,
    territory: TerritoryId | None = None,
    before: tuple[int, str] | None = None,
    limit: int = 100,
) -> list[Learned]:
    """What the whole network learned, newest first; each thing once, as told by who recorded it if that is here.

    Sheets that were withdrawn and exchanges that were declined are left out. `before` is the recorded time and id of
    the last of the page before.
    """
    wanted = [
        "l.status <> 'withdrawn'",
        "l.status <> 'declined'",
        "NOT (l.told = 1 AND EXISTS (SELECT 1 FROM learned o WHERE o.account = l.other AND o.id = l.id))",
    ]
    if kind is not None:
        wanted.append("l.kind = :kind")
    if theme is not None:
        wanted.append(
            "EXISTS (SELECT 1 FROM learned_themes t WHERE t.account = l.account AND t.id = l.id AND t.theme = :theme)"
        )
    if territory is not None:
        wanted.append(
            "(l.territory = :territory OR e.territory = :territory "
            "OR p.territory = :territory OR p.other_territory = :territory)"
        )
    if before is not None:
        wanted.append("(l.recorded_us < :us OR (l.recorded_us = :us AND l.id < :id))")
    us, own = before or (0, "")
    rest = f"{_FROM} WHERE {' AND '.join(wanted)} ORDER BY l.recorded_us DESC, l.id DESC LIMIT :limit"
    values = {"kind": kind, "theme": theme, "territory": territory, "us": us, "id": own, "limit": limit}
    return _fetched(db, rest, values)


def versions(db: Database, account: AccountId, experience: ExperienceId) -> list[Version]:
    """All versions of a sheet, the first one first."""
    rest = "FROM experience_versions WHERE account = ? AND experience = ? ORDER BY version"
    return fetch(db, Version, rest, (account, experience))


def _fetched(db: Database, rest: str, values: Mapping[str, object]) -> list[Learned]:
    fields = [name for name in Learned.__struct_fields__ if name != "themes"]
    rows = [dict(zip(fields, row, strict=True)) for row in db.execute(f"SELECT {_FIELDS} {rest}", values)]
    for row in rows:
        query = "SELECT theme FROM learned_themes WHERE account = ? AND id = ? ORDER BY place"
        row["themes"] = [theme for (theme,) in db.execute(query, (row["account"], row["id"]))]
    return [convert(row, Learned, strict=False) for row in rows]
