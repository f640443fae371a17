"""Finding contributions on the axes of funds. They have no rows: the log is read from the last mark before them."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.contributions.events import ContributionReceived
from ledger.event import Recorded
from ledger.identifiers import AccountId, ContributionId, Stream, account_of, number_in
from projections.base import Database
from projections.chains.axes import fund_of
from projections.chains.tables import EVERY
from projections.movements import movements_of

READ_AT_ONCE = 2 * EVERY


class Part(NamedTuple):
    """A part of a fund's axis."""

    fund: str
    begins: int
    ends: int


class Parcel(NamedTuple):
    """What came in at once: a contribution that has no row."""

    part: Part
    event: ContributionReceived
    recorded: Recorded


def partition_of(db: Database, account: str) -> str | None:
    """Where an account lies into which something came; None where nothing did, or it lies elsewhere."""
    query = "SELECT partition FROM chain_funds WHERE fund > ? AND fund < ? LIMIT 1"
    row = db.execute(query, (f"{account}/", f"{account}0")).fetchone()
    return row[0] if row else None


def parcel_of(
    db: Database, partition: str, account: AccountId, contribution: ContributionId
) -> Parcel | None:
    """A contribution that has no row; None for what is none, or has one."""
    version = number_in(contribution)
    if not version:
        return None
    recorded = next(db.log.stream(partition, Stream(account), version - 1, 1), None)
    if recorded is None or not isinstance(recorded.event, ContributionReceived):
        return None
    event = recorded.event
    if event.contribution != contribution:
        return None
    (movement,) = movements_of(recorded)
    fund = fund_of(account, movement.unit, movement.purpose, movement.destination)
    begins = _came_before(db, partition, fund, version)
    return Parcel(Part(fund, begins, begins + event.amount_minor), event, recorded)


def _came_before(db: Database, partition: str, fund: str, version: int) -> int:
    """How long an axis was before a version of its account's stream."""
    query = (
        "SELECT came_minor, version FROM chain_marks WHERE fund = ? AND version < ? "
        "ORDER BY version DESC, came_minor DESC LIMIT 1"
    )
    came, after = db.execute(query, (fund, version)).fetchone() or (0, 0)
    for recorded in db.log.stream(partition, Stream(account_of(fund)), after, READ_AT_ONCE):
        if recorded.version >= version:
            break
        came += _comes(recorded, fund)
    return int(came)


def parcels_between(db: Database, partition: str, part: Part) -> Iterator[Parcel]:
    """The contributions that lie in a part of an axis in which nothing else lies, in order, each whole."""
    query = (
        "SELECT came_minor, version FROM chain_marks WHERE fund = ? AND came_minor <= ? "
        "ORDER BY came_minor DESC LIMIT 1"
    )
    begins, after = db.execute(query, (part.fund, part.begins)).fetchone() or (0, 0)
    for recorded in db.log.stream(partition, Stream(account_of(part.fund)), after, READ_AT_ONCE):
        amount = _comes(recorded, part.fund)
        if amount and begins + amount > part.begins and isinstance(recorded.event, ContributionReceived):
            yield Parcel(Part(part.fund, begins, begins + amount), recorded.event, recorded)
        begins += amount
        if begins >= part.ends:
            return


def _comes(recorded: Recorded, fund: str) -> int:
    """What an event brings into a fund."""
    if type(recorded.event) is ContributionReceived:
        (m,) = movements_of(recorded)
        return m.held if fund_of(recorded.stream, m.unit, m.purpose, m.destination) == fund else 0
    account = account_of(fund)
    return sum(
        m.held
        for m in movements_of(recorded)
        if m.held > 0 and fund_of(account, m.unit, m.purpose, m.destination) == fund
    )
