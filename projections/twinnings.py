"""Twinnings: how each stands on the side of every account that takes part in it."""

from datetime import date

import msgspec

from ledger.event import Recorded
from ledger.identifiers import AccountId, Seal, TerritoryId, TwinningId, account_of, part_of
from ledger.twinnings.events import (
    TwinningAccepted,
    TwinningDeclined,
    TwinningEnded,
    TwinningOffered,
    TwinningProposed,
    TwinningResumed,
    TwinningSuspended,
    TwinningWithdrawn,
)
from ledger.twinnings.state import Side, TwinningStatus
from projections.base import Database, Table, View, fetch

TWINNINGS = Table(
    "twinnings",
    "account TEXT NOT NULL, twinning TEXT NOT NULL, status TEXT NOT NULL, proposer TEXT NOT NULL, "
    "other TEXT NOT NULL, territory TEXT, other_territory TEXT, agreement TEXT, proposed TEXT, since TEXT, "
    "until TEXT, suspended_by_own INTEGER NOT NULL, suspended_by_twin INTEGER NOT NULL, position INTEGER NOT NULL, "
    "PRIMARY KEY (account, twinning)",
    indexes={"twinnings_by_position": "account, position"},
)
_OVER = f"('{TwinningStatus.ENDED}', '{TwinningStatus.DECLINED}', '{TwinningStatus.WITHDRAWN}')"
_STAND = (
    "UPDATE twinnings SET status = CASE WHEN suspended_by_own + suspended_by_twin > 0 "
    f"THEN '{TwinningStatus.SUSPENDED}' ELSE '{TwinningStatus.ACTIVE}' END "
    f"WHERE account = ? AND twinning = ? AND since > '' AND status NOT IN {_OVER}"
)
"""The status that follows from acceptance and suspensions, as `Twinning.stand` finds it."""


class Twinnings(View):
    """One row per twinning and side."""

    name = "twinnings"
    tables = (TWINNINGS,)
    reacts_to = frozenset(
        {
            TwinningProposed,
            TwinningOffered,
            TwinningAccepted,
            TwinningDeclined,
            TwinningWithdrawn,
            TwinningSuspended,
            TwinningResumed,
            TwinningEnded,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        where = account_of(recorded.stream), TwinningId(part_of(recorded.stream))
        match event:
            case TwinningProposed():
                day = event.effective.isoformat()
                begun = TwinningStatus.PROPOSED, Side.OWN, event.other
                _begin(recorded, db, (*begun, event.territory, None, event.agreement, day))
            case TwinningOffered():
                day = event.effective.isoformat()
                begun = TwinningStatus.OFFERED, Side.TWIN, event.other
                _begin(recorded, db, (*begun, None, event.other_territory, event.agreement, day))
            case TwinningAccepted():
                column = "territory" if event.side is Side.OWN else "other_territory"
                query = f"UPDATE twinnings SET {column} = ?, since = ? WHERE account = ? AND twinning = ?"
                db.execute(query, (event.territory, event.effective.isoformat(), *where))
                db.execute(_STAND, where)
            case TwinningDeclined():
                self._over(db, where, TwinningStatus.DECLINED, None)
            case TwinningWithdrawn():
                if not self._over(db, where, TwinningStatus.WITHDRAWN, None):
                    # It overtook its proposal, of which nothing more will be known.
                    withdrawn = TwinningStatus.WITHDRAWN, event.side, event.other
                    _begin(recorded, db, (*withdrawn, None, None, None, None))
            case TwinningSuspended() | TwinningResumed():
                column = "suspended_by_own" if event.side is Side.OWN else "suspended_by_twin"
                query = f"UPDATE twinnings SET {column} = ? WHERE account = ? AND twinning = ?"
                db.execute(query, (int(isinstance(event, TwinningSuspended)), *where))
                db.execute(_STAND, where)
            case TwinningEnded():
                self._over(db, where, TwinningStatus.ENDED, event.effective)
            case _:
                pass

    def _over(
        self, db: Database, where: tuple[AccountId, TwinningId], status: TwinningStatus, until: date | None
    ) -> int:
        query = "UPDATE twinnings SET status = ?, until = ? WHERE account = ? AND twinning = ?"
        return db.execute(query, (status, until and until.isoformat(), *where)).rowcount


def _begin(recorded: Recorded, db: Database, told: tuple[str | None, ...]) -> None:
    """A row with what its first event tells, from the status to the day of the proposal."""
    where = account_of(recorded.stream), part_of(recorded.stream)
    db.put(TWINNINGS, [(*where, *told, None, None, 0, 0, recorded.position)])


class Twinning(msgspec.Struct, frozen=True):
    """A twinning, as one side holds it."""

    account: AccountId
    twinning: TwinningId
    status: TwinningStatus
    proposer: Side
    other: AccountId
    """The twin's local account."""
    territory: TerritoryId | None
    other_territory: TerritoryId | None
    agreement: Seal | None
    """The same on both sides (W2); none where a withdrawal overtook its proposal."""
    proposed: date | None
    since: date | None
    """From when both have accepted."""
    until: date | None
    suspended_by_own: bool
    suspended_by_twin: bool
    position: int


def find(db: Database, account: AccountId, twinning: TwinningId) -> Twinning | None:
    """One twinning on one side; None where the account has no such."""
    found = fetch(db, Twinning, "FROM twinnings WHERE account = ? AND twinning = ?", (account, twinning))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    status: TwinningStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Twinning]:
    """An account's twinnings in the order in which it came to know of them."""
    wanted = "" if status is None else "AND status = :status"
    rest = f"FROM twinnings WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    return fetch(db, Twinning, rest, {"account": account, "status": status, "after": after, "limit": limit})
