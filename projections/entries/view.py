"""Entries: their tables and reaction."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ledger.event import Recorded
from ledger.identifiers import account_of
from projections.base import Database, View
from projections.days import day_number, day_of
from projections.entries.figures import figures
from projections.entries.funds import FUNDS
from projections.entries.late import BLOCKS, LATE, LateEntry, add
from projections.entries.sums import ENTRIES, newest
from projections.movements import MOVING, Movement, movements_of
from projections.numbers import Name, numbers_of


class Entries(View):
    """One row per movement, with the sums of its fund after it.

    Rows are added and never changed, so an answer about the past never changes (L10). What else is to be said of an
    entry is read from its event. A fund is one unit, purpose and destination of an account.
    """

    name = "entries"
    tables = (FUNDS, ENTRIES, LATE, BLOCKS)
    reacts_to = MOVING

    def react(self, recorded: Recorded, db: Database) -> None:
        self.bring((recorded,), db)

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        moved = _by_fund(events)
        if not moved:
            return
        funds = numbers_of(db, FUNDS, events[0].partition, moved)
        sums = newest(db, list({account for account, *_ in moved}))
        rows: list[tuple[int, ...]] = []
        late: dict[int, list[LateEntry]] = {}
        for fund, of_fund in sorted((funds[name], of_fund) for name, of_fund in moved.items()):
            received, reserved, paid = sums.get(fund, (0, 0, 0))
            late_ones = []
            for recorded_us, position, line, movement in of_fund:
                received += movement.received
                reserved += movement.reserved
                paid += movement.paid
                rows.append((fund, recorded_us, position, line, received, reserved, paid))
                if movement.effective is not None:
                    effective = day_number(movement.effective)
                    if effective != day_of(recorded_us):
                        moment = recorded_us, position, line
                        late_ones.append(LateEntry(moment, effective, movement.received, movement.paid))
            if late_ones:
                late[fund] = late_ones
        db.insert(ENTRIES.name, rows)
        if late:
            add(db, late)

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        return figures(db)


def _by_fund(events: Sequence[Recorded]) -> dict[Name, list[tuple[int, int, int, Movement]]]:
    """Recorded time, position and line of every movement, with the movement; funds in the order of their first."""
    moved: defaultdict[Name, list[tuple[int, int, int, Movement]]] = defaultdict(list)
    for recorded in events:
        for line, movement in enumerate(movements_of(recorded), 1):
            name = account_of(recorded.stream), movement.unit, movement.purpose, movement.destination
            moved[name].append((recorded.envelope.recorded_us, recorded.position, line, movement))
    return moved
