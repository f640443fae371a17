"""Contributions: what is asked of them, answered from their events and from what the view says besides."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

import msgspec

from ledger.contributions.collections import CollectionReceived
from ledger.contributions.events import ContributionPledged, ContributionReceived
from ledger.contributions.state import ContributionStatus, GiverKind, Motive
from ledger.event import Recorded
from ledger.goods.events import GoodsDelivered
from ledger.identifiers import (
    AccountId,
    ContributionId,
    MemberToken,
    PartyToken,
    PlaceId,
    PurposeId,
    Stream,
    number_in,
)
from ledger.units import WORK
from ledger.work.events import WorkDayRecorded
from projections import tracking
from projections.base import Database, Source
from projections.contributions.view import Contributions, Row, row_of, rows_of

PAGE = 100
"""Events looked through at a time."""
_GONE_OTHERWISE = (ContributionStatus.REVERSED, ContributionStatus.BOUNCED, ContributionStatus.REFUSED)
"""Of these nothing is left, and nothing was refunded."""


class Contribution(msgspec.Struct, frozen=True):
    """A contribution as it stands."""

    account: AccountId
    id: ContributionId
    status: ContributionStatus
    unit: str
    amount_minor: int
    """Pledged, received, delivered or worked."""
    left_minor: int
    """The same without what was refunded, reversed or refused (C9)."""
    purpose: PurposeId
    """Where it lies; while it awaits acceptance, what it is earmarked for."""
    giver: PartyToken | MemberToken | None
    """None of a collection (C6)."""
    giver_kind: GiverKind | None
    anonymous: bool
    """To the public, never to the auditor (C6)."""
    motive: Motive
    counted_by: tuple[MemberToken, ...]
    """Of a collection, the two who counted it (C6)."""
    place: PlaceId | None
    """Where its money came to lie; None at no named place, and of what is no money (L12)."""
    effective: date
    recorded_us: int
    position: int
    """Where it was pledged or, if later, received, delivered or written down; pages follow it."""


def find(
    db: Database, source: Source, partition: str, account: AccountId, contribution: ContributionId
) -> Contribution | None:
    """One contribution; None where the account has no such."""
    row = row_of(db, account, contribution)
    version = number_in(contribution) if row is None else row.version
    if not version:
        return None
    events = _Stream(db, source, partition, account).events(version - 1, 1)
    # Anybody can ask for an id that holds the version of something else.
    return next((found for found in _told(db, account, events) if found.id == contribution), None)


def page(
    db: Database,
    source: Source,
    partition: str,
    account: AccountId,
    *,
    status: ContributionStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Contribution]:
    """An account's contributions in the order of recording, after the position of the page before.

    The hours of one attendance sheet stand together, so that a page may be longer by what is left of its last sheet.
    """
    stream = _Stream(db, source, partition, account)
    version = source.version_at(partition, account, after) if after else 0
    if status in (None, ContributionStatus.RECEIVED):
        found = _all(db, stream, version)
    else:
        found = _of_rows(db, stream, status, version)
    listed: list[Contribution] = []
    for contribution in found:
        if len(listed) >= limit and contribution.position != listed[-1].position:
            break
        if status in (None, contribution.status):
            listed.append(contribution)
    return listed


class _Stream(msgspec.Struct, frozen=True):
    """The account's own stream, as far as the view has seen it."""

    db: Database
    log: Source
    partition: str
    account: AccountId

    def events(self, after: int, many: int) -> list[Recorded]:
        """At most so many, after a version."""
        until = tracking.position(self.db, Contributions.name, self.partition)
        found = islice(self.log.stream(self.partition, Stream(self.account), after, many), many)
        return [recorded for recorded in found if recorded.position <= until]


def _all(db: Database, stream: _Stream, version: int) -> Iterator[Contribution]:
    """All contributions after a version."""
    while events := stream.events(version, PAGE):
        yield from _told(db, stream.account, events)
        version = events[-1].version


_ROWS = (
    "SELECT DISTINCT version FROM contributions WHERE account = ? AND version > ? AND {condition} "
    "ORDER BY version LIMIT ?"
)


def _of_rows(
    db: Database, stream: _Stream, status: ContributionStatus | None, version: int
) -> Iterator[Contribution]:
    """Contributions after a version that may have a status which only a row tells."""
    refunded = status is ContributionStatus.REFUNDED
    query = _ROWS.format(condition="gone_minor > 0" if refunded else f"status = '{status}'")
    while versions := db.execute(query, (stream.account, version, PAGE)).fetchall():
        for (version,) in versions:
            yield from _told(db, stream.account, stream.events(version - 1, 1))


def _told(db: Database, account: AccountId, events: Sequence[Recorded]) -> Iterator[Contribution]:
    """The contributions among some events, but those that a later event tells of."""
    told = [(recorded, given) for recorded in events for given in _given(recorded)]
    rows = rows_of(db, account, [given.contribution for _, given in told])
    for recorded, given in told:
        row = rows.get(given.contribution) or Row(recorded.version, ContributionStatus.RECEIVED)
        if row.version == recorded.version:
            yield _contribution(account, recorded, given, row)


class _Given(msgspec.Struct, frozen=True, gc=False):
    """What an event says of a contribution that begins with it."""

    contribution: ContributionId
    unit: str
    amount_minor: int
    purpose: PurposeId
    giver: PartyToken | MemberToken | None
    giver_kind: GiverKind | None
    anonymous: bool
    motive: Motive
    effective: date
    counted_by: tuple[MemberToken, ...] = ()
    place: PlaceId | None = None


def _given(recorded: Recorded) -> Iterator[_Given]:
    event = recorded.event
    match event:
        case ContributionPledged() | ContributionReceived() | GoodsDelivered():
            yield _Given(
                event.contribution,
                event.unit,
                event.amount_minor,
                event.purpose if isinstance(event, ContributionPledged) else event.earmark,
                event.giver,
                event.giver_kind,
                event.anonymous,
                event.motive,
                event.effective,
                place=event.place if isinstance(event, ContributionReceived) else None,
            )
        case CollectionReceived():
            yield _Given(
                event.contribution,
                event.unit,
                event.amount_minor,
                event.purpose,
                None,
                None,
                False,
                event.motive,
                event.effective,
                event.counted_by,
                event.place,
            )
        case WorkDayRecorded():
            for line in event.lines:
                yield _Given(
                    line.contribution,
                    WORK,
                    line.minutes,
                    event.purpose,
                    line.worker,
                    line.giver_kind,
                    False,
                    Motive.PASS_ON if line.honours else event.motive,
                    event.effective,
                )
        case _:
            pass


def _contribution(account: AccountId, recorded: Recorded, event: _Given, row: Row) -> Contribution:
    left, status = event.amount_minor - row.gone_minor, row.status
    if status is ContributionStatus.WITHDRAWN:
        left = 0
    elif not left and status not in _GONE_OTHERWISE:
        status = ContributionStatus.REFUNDED
    return Contribution(
        account,
        event.contribution,
        status,
        event.unit,
        event.amount_minor,
        left,
        PurposeId(row.purpose) or event.purpose,
        event.giver,
        event.giver_kind,
        event.anonymous,
        event.motive,
        event.counted_by,
        event.place,
        event.effective,
        recorded.envelope.recorded_us,
        recorded.position,
    )
