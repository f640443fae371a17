"""Contributions: their table and reaction."""

from collections.abc import Iterator, Sequence
from typing import cast

import msgspec

from ledger.contributions.collections import CollectionReceived
from ledger.contributions.events import (
    ContributionPledged,
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
    PledgeWithdrawn,
)
from ledger.contributions.state import ContributionStatus
from ledger.event import Recorded
from ledger.goods.events import GoodsAccepted, GoodsDelivered, GoodsRefused
from ledger.identifiers import UNRESTRICTED, ContributionId, is_numbered, number_in
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded, WorkDayRefused
from projections.base import Database, Table, View

TABLE = Table(
    "contributions",
    "account TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL, "
    "gone_minor INTEGER NOT NULL, purpose TEXT NOT NULL, PRIMARY KEY (account, id)",
    indexes={"contributions_by_version": "account, version"},
)

_Change = (
    ContributionRefunded
    | ContributionReversed
    | EarmarkAccepted
    | EarmarkLifted
    | PledgeWithdrawn
    | GoodsAccepted
    | GoodsRefused
)


class Row(msgspec.Struct):
    """What is to be said of a contribution besides what the event of its receiving, or of its pledge, says."""

    version: int
    """Which version of the account's stream that event is."""
    status: ContributionStatus
    """Without regard to what is gone: a gift that was refunded in whole was received."""
    gone_minor: int = 0
    """What was refunded, reversed or refused."""
    purpose: str = ""
    """Where it lies now; empty where that is what its event says."""


class Contributions(View):
    """A row for every contribution of which its event does not say everything.

    A gift without an earmark, or a collection, to which nothing happened has none: its id holds the version of its
    event, and that says all there is to say. No reference stands here, not even its hash.
    """

    name = "contributions"
    tables = (TABLE,)
    reacts_to = frozenset(
        {
            CollectionReceived,
            ContributionPledged,
            ContributionReceived,
            ContributionRefunded,
            ContributionReversed,
            EarmarkAccepted,
            EarmarkLifted,
            GoodsAccepted,
            GoodsDelivered,
            GoodsRefused,
            PledgeWithdrawn,
            WorkDayConfirmed,
            WorkDayRecorded,
            WorkDayRefused,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        self.bring((recorded,), db)

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        rows: _Rows = {}
        for recorded in events:
            event = recorded.event
            if type(event) not in self.reacts_to:
                continue
            match event:
                case ContributionReceived():
                    if event.earmark != UNRESTRICTED:
                        row = Row(recorded.version, ContributionStatus.AWAITING)
                        rows[recorded.stream, event.contribution] = row
                    elif not is_numbered(event.contribution, recorded.version):
                        row = Row(recorded.version, ContributionStatus.RECEIVED)
                        rows[recorded.stream, event.contribution] = row
                case CollectionReceived():
                    if not is_numbered(event.contribution, recorded.version):
                        row = Row(recorded.version, ContributionStatus.RECEIVED)
                        rows[recorded.stream, event.contribution] = row
                case ContributionPledged():
                    row = Row(recorded.version, ContributionStatus.PLEDGED)
                    rows[recorded.stream, event.contribution] = row
                case GoodsDelivered():
                    row = Row(recorded.version, ContributionStatus.DELIVERED)
                    rows[recorded.stream, event.contribution] = row
                case WorkDayRecorded():
                    for line in event.lines:
                        row = Row(recorded.version, ContributionStatus.WORKED)
                        rows[recorded.stream, line.contribution] = row
                case WorkDayConfirmed() | WorkDayRefused():
                    for line in event.lines:
                        row = _row(db, recorded.stream, line.contribution, rows)
                        if isinstance(event, WorkDayConfirmed):
                            row.status = ContributionStatus.RECEIVED
                        else:
                            row.status, row.gone_minor = ContributionStatus.REFUSED, line.minutes
                case _:
                    change = cast("_Change", event)
                    _amend(_row(db, recorded.stream, change.contribution, rows), change)
        if rows:
            db.put(TABLE, [(*whose, *msgspec.structs.astuple(row)) for whose, row in sorted(rows.items())])

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and id."""
        for account, own, gone in db.stream("SELECT account, id, gone_minor FROM contributions"):
            yield f"contributions/{account}/{own}/gone", gone


_Rows = dict[tuple[str, ContributionId], Row]


def _row(db: Database, account: str, contribution: ContributionId, rows: _Rows) -> Row:
    """A contribution's row, from now on among those in hand."""
    whose = account, contribution
    if whose not in rows:
        rows[whose] = row_of(db, *whose) or _plain(contribution)
    return rows[whose]


def row_of(db: Database, account: str, contribution: ContributionId) -> Row | None:
    """A contribution's row, if it has one."""
    return rows_of(db, account, [contribution]).get(contribution)


def rows_of(db: Database, account: str, contributions: Sequence[ContributionId]) -> dict[ContributionId, Row]:
    """The rows of those of these contributions that have one."""
    query = (
        "SELECT id, version, status, gone_minor, purpose FROM contributions "
        f"WHERE account = ? AND id IN ({', '.join('?' * len(contributions))})"
    )
    rows = db.execute(query, (account, *contributions)) if contributions else ()
    return {own: Row(version, ContributionStatus(status), *rest) for own, version, status, *rest in rows}


def _plain(contribution: ContributionId) -> Row:
    """What its own event says alone."""
    version = number_in(contribution)
    assert version is not None, "what has no row is found by its id"
    return Row(version, ContributionStatus.RECEIVED)


def _amend(row: Row, event: _Change) -> None:
    match event:
        case ContributionRefunded():
            row.gone_minor += event.amount_minor
        case ContributionReversed():
            row.status = ContributionStatus.BOUNCED if event.bounced else ContributionStatus.REVERSED
            row.gone_minor += event.amount_minor
        case PledgeWithdrawn():
            row.status = ContributionStatus.WITHDRAWN
        case GoodsAccepted():
            free = event.earmark == UNRESTRICTED
            row.status = ContributionStatus.RECEIVED if free else ContributionStatus.AWAITING
        case GoodsRefused():
            row.gone_minor += event.amount_minor
            if row.status is ContributionStatus.DELIVERED:
                row.status = ContributionStatus.REFUSED
        case EarmarkAccepted():
            row.status, row.purpose = ContributionStatus.RECEIVED, event.purpose
        case EarmarkLifted():
            row.purpose = UNRESTRICTED
