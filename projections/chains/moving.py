"""What an event that moves anything does to the axes: what it takes, and where that comes in again."""

from collections.abc import Iterator

from ledger.event import Recorded
from ledger.identifiers import AccountId, ContributionId, account_of
from projections.base import Database
from projections.chains.axes import Axes, Interval, fund_of
from projections.chains.finding import parcel_of
from projections.chains.tables import ARRIVALS, USES
from projections.movements import Movement, movements_of


def move(recorded: Recorded, axes: Axes, db: Database) -> None:
    """Bring one event.

    What it takes out and what it brings in belong together in their order: an award, say, or an exchange.
    """
    moved = [movement for movement in movements_of(recorded) if movement.held]
    outs = [movement for movement in moved if movement.held < 0]
    ins = [movement for movement in moved if movement.held > 0]
    for pair in range(max(len(outs), len(ins))):
        out = outs[pair] if pair < len(outs) else None
        into = ins[pair] if pair < len(ins) else None
        begins = 0 if into is None else axes.of(_fund(recorded, into)).came
        if out is not None:
            _go(recorded, pair, out, (into, begins), axes, db)
        if into is not None:
            _come(recorded, pair, into, -out.held if out else 0, axes, db)
    if moved:
        axes.mark(account_of(recorded.stream), recorded.version)


def _come(recorded: Recorded, pair: int, into: Movement, moved: int, axes: Axes, db: Database) -> None:
    fund = _fund(recorded, into)
    begins = axes.of(fund).came
    row = (fund, begins, begins + into.held, into.about, recorded.position, pair, moved)
    db.insert(ARRIVALS.name, [row])
    axes.came(fund, into.held)


def _go(
    recorded: Recorded, pair: int, out: Movement, into: tuple[Movement | None, int], axes: Axes, db: Database
) -> None:
    fund, whole, offset = _fund(recorded, out), -out.held, 0
    movement, begins = into
    where = ("", 0, 0) if movement is None else (_fund(recorded, movement), begins, movement.held)
    for taken_from, taken_to in _taken(recorded, fund, out, axes, db):
        row = (fund, taken_from, taken_to, out.about, recorded.position, pair, offset, whole, *where)
        db.insert(USES.name, [row])
        offset += taken_to - taken_from
    axes.settle(fund)


def _taken(recorded: Recorded, fund: str, out: Movement, axes: Axes, db: Database) -> Iterator[Interval]:
    """What is taken: of what is given back, its own that nobody has used; of everything else the oldest (K5)."""
    left = -out.held
    if out.received < 0 and out.about.startswith("contribution-"):
        for part in _own(recorded, fund, ContributionId(out.about), db):
            for begins, ends in axes.unused(fund, part):
                if left:
                    taken = min(left, ends - begins)
                    left -= taken
                    yield begins, begins + taken
    yield from axes.taken(fund, left)


def _own(recorded: Recorded, fund: str, contribution: ContributionId, db: Database) -> list[Interval]:
    """Where a contribution came into a fund."""
    query = "SELECT from_minor, to_minor FROM chain_arrivals WHERE about = ? AND fund = ? ORDER BY from_minor"
    rows = db.execute(query, (contribution, fund)).fetchall()
    if rows:
        return [(begins, ends) for begins, ends in rows]
    account = AccountId(account_of(recorded.stream))
    parcel = parcel_of(db, recorded.partition, account, contribution)
    return [(parcel.part.begins, parcel.part.ends)] if parcel and parcel.part.fund == fund else []


def _fund(recorded: Recorded, movement: Movement) -> str:
    return fund_of(account_of(recorded.stream), movement.unit, movement.purpose, movement.destination)
