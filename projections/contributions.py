"""Contributions: what was pledged and received, and what is left of each."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.contributions.events import (
    ContributionPledged,
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
    PledgeWithdrawn,
)
from ledger.contributions.state import ContributionStatus, GiverKind, Motive
from ledger.event import Recorded
from ledger.identifiers import UNRESTRICTED, AccountId, ContributionId, PartyToken, PurposeId, account_of
from projections.base import Database, Table, View, fetch


class Contributions(View):
    """One row per contribution, from its pledge or its receiving on. No reference stands here, not even its hash."""

    name = "contributions"
    tables = (
        Table(
            "contributions",
            "account TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, unit TEXT NOT NULL, "
            "amount_minor INTEGER NOT NULL, left_minor INTEGER NOT NULL, purpose TEXT NOT NULL, "
            "giver TEXT NOT NULL, giver_kind TEXT NOT NULL, anonymous INTEGER NOT NULL, motive TEXT NOT NULL, "
            "effective TEXT NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, id)",
            indexes={"contributions_by_position": "account, position"},
        ),
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        match event:
            case ContributionReceived():
                free = event.earmark == UNRESTRICTED
                status = ContributionStatus.RECEIVED if free else ContributionStatus.AWAITING
                self._put(recorded, db, event, status, event.earmark)
            case ContributionPledged():
                self._put(recorded, db, event, ContributionStatus.PLEDGED, event.purpose)
            case ContributionRefunded():
                db.execute(
                    "UPDATE contributions SET left_minor = left_minor - :amount, "
                    "status = CASE left_minor WHEN :amount THEN :refunded ELSE status END "
                    "WHERE account = :account AND id = :id",
                    {
                        "amount": event.amount_minor,
                        "refunded": ContributionStatus.REFUNDED,
                        "account": account,
                        "id": event.contribution,
                    },
                )
            case ContributionReversed():
                query = "UPDATE contributions SET status = ?, left_minor = 0 WHERE account = ? AND id = ?"
                db.execute(query, (ContributionStatus.REVERSED, account, event.contribution))
            case PledgeWithdrawn():
                query = "UPDATE contributions SET status = ?, left_minor = 0 WHERE account = ? AND id = ?"
                db.execute(query, (ContributionStatus.WITHDRAWN, account, event.contribution))
            case EarmarkAccepted():
                query = "UPDATE contributions SET status = ?, purpose = ? WHERE account = ? AND id = ?"
                db.execute(query, (ContributionStatus.RECEIVED, event.purpose, account, event.contribution))
            case EarmarkLifted():
                query = "UPDATE contributions SET purpose = ? WHERE account = ? AND id = ?"
                db.execute(query, (UNRESTRICTED, account, event.contribution))
            case _:
                pass

    def _put(
        self,
        recorded: Recorded,
        db: Database,
        event: ContributionPledged | ContributionReceived,
        status: ContributionStatus,
        purpose: PurposeId,
    ) -> None:
        """A receiving takes the place of the pledge that it fulfils."""
        db.execute(
            "REPLACE INTO contributions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account_of(recorded.stream),
                event.contribution,
                status,
                event.unit,
                event.amount_minor,
                event.amount_minor,
                purpose,
                event.giver,
                event.giver_kind,
                event.anonymous,
                event.motive,
                event.effective.isoformat(),
                recorded.envelope.recorded_us,
                recorded.position,
            ),
        )

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and id."""
        query = "SELECT account, id, amount_minor, left_minor FROM contributions ORDER BY account, id"
        for account, own, amount, left in db.execute(query):
            yield f"contributions/{account}/{own}/amount", amount
            yield f"contributions/{account}/{own}/left", left


class Contribution(msgspec.Struct, frozen=True):
    """A row."""

    account: AccountId
    id: ContributionId
    status: ContributionStatus
    unit: str
    amount_minor: int
    """Pledged or received."""
    left_minor: int
    """Pledged, or received and neither refunded nor reversed (C9)."""
    purpose: PurposeId
    """Where it lies; while it awaits acceptance, what it is earmarked for."""
    giver: PartyToken
    giver_kind: GiverKind
    anonymous: bool
    """To the public, never to the auditor (C6)."""
    motive: Motive
    effective: date
    recorded_us: int
    position: int
    """Where it was pledged or, if later, received; pages follow it."""


def find(db: Database, account: AccountId, contribution: ContributionId) -> Contribution | None:
    """One contribution; None where the account has no such."""
    found = fetch(
        db, Contribution, "FROM contributions WHERE account = ? AND id = ?", (account, contribution)
    )
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    status: ContributionStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Contribution]:
    """An account's contributions in the order of recording, after the position of the page before."""
    rest = (
        "FROM contributions WHERE account = :account AND position > :after "
        "AND (:status IS NULL OR status = :status) ORDER BY position LIMIT :limit"
    )
    return fetch(
        db, Contribution, rest, {"account": account, "after": after, "status": status, "limit": limit}
    )
