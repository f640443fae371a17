"""Late entries: those that took effect on another day than they were recorded on, and how they are summed by that day.

Whatever took effect on the day of its recording stands in the same order on both axes of time, so that sums on the
recorded axis answer for it. Late entries are kept besides, twice: in the order of recording with the sums after each,
and in blocks. Of every `FAN` late entries of a fund in a row, a block holds the same entries by the day of effect with
the sums after each; of every `FAN` such blocks a larger one, and so on. What had taken effect by a day, of all that was
known at a time, is then one look into each of a few blocks, and a sum over less than `FAN` entries.

Blocks are filled when their last entry comes, and never change: they depend on how many late entries a fund has, and
on nothing else. Sums are decimal texts, since a sum over a selection of entries may be larger than any balance: gifts
whose reversals took effect later, say.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from projections.as_of import LAST, Moment
from projections.base import Database, Table

FAN = 16
"""How many entries make a block, and how many blocks a larger one."""

LATE = Table(
    "late_entries",
    "fund INTEGER NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL, "
    "number INTEGER NOT NULL, effective INTEGER NOT NULL, received_minor TEXT NOT NULL, paid_minor TEXT NOT NULL, "
    "PRIMARY KEY (fund, recorded_us, position, line)",
)
BLOCKS = Table(
    "late_blocks",
    "fund INTEGER NOT NULL, level INTEGER NOT NULL, block INTEGER NOT NULL, effective INTEGER NOT NULL, "
    "number INTEGER NOT NULL, received_minor TEXT NOT NULL, paid_minor TEXT NOT NULL, "
    "PRIMARY KEY (fund, level, block, effective, number)",
)

_NEWEST = (
    "SELECT number, effective, received_minor, paid_minor FROM late_entries WHERE fund = ? "
    "AND (recorded_us, position, line) <= (?, ?, ?) ORDER BY recorded_us DESC, position DESC, line DESC LIMIT ?"
)
_PARTS = (
    "SELECT block, effective, number, received_minor, paid_minor FROM late_blocks "
    "WHERE fund = ? AND level = ? AND block >= ? AND block < ? ORDER BY block, effective, number"
)


def _by_day(column: str) -> str:
    return (
        f"(SELECT {column} FROM late_blocks WHERE fund = :fund AND level = :level AND block = asked.block "
        "AND effective <= :day ORDER BY effective DESC, number DESC LIMIT 1)"
    )


_OF_BLOCKS = (
    "WITH RECURSIVE asked (block) AS (SELECT CAST(:first AS BIGINT) UNION ALL "
    "SELECT block + 1 FROM asked WHERE block + 1 < :end) "
    f"SELECT {_by_day('received_minor')}, {_by_day('paid_minor')} FROM asked"
)


class LateEntry(NamedTuple):
    """An entry that took effect on another day; what it changes, in minor units."""

    moment: Moment
    effective: int
    """The day (projections.days)."""
    received: int
    paid: int


class LateChange(NamedTuple):
    """The same by its number among the fund's late entries; in the order of its block."""

    effective: int
    number: int
    received: int
    paid: int


def add(db: Database, entries: dict[int, list[LateEntry]]) -> None:
    """Bring late entries, by fund and in the order of recording."""
    rows: list[tuple[int | str, ...]] = []
    lengths: dict[int, tuple[int, int]] = {}
    for fund, added in entries.items():
        newest = db.execute(_NEWEST, (fund, *added[0].moment, 1)).fetchone() or (0, 0, 0, 0)
        before, received, paid = int(newest[0]), int(newest[2]), int(newest[3])
        lengths[fund] = before, before + len(added)
        for number, entry in enumerate(added, before + 1):
            received += entry.received
            paid += entry.paid
            rows.append((fund, *entry.moment, number, entry.effective, str(received), str(paid)))
    db.insert(LATE.name, sorted(rows))
    for fund, (before, after) in lengths.items():
        _fill(db, fund, before, after)


def _fill(db: Database, fund: int, before: int, after: int) -> None:
    """Fill the blocks that are whole, now that a fund has so many late entries."""
    level, size = 1, FAN
    while after // size > before // size:
        first, end = before // size, after // size
        changes = (
            _newest(db, fund, after - first * size) if level == 1 else _parts(db, fund, level, first, end)
        )
        rows: list[tuple[int | str, ...]] = []
        for block in range(first, end):
            received = paid = 0
            for change in sorted(changes[(block - first) * size : (block - first + 1) * size]):
                received += change.received
                paid += change.paid
                rows.append((fund, level, block, *change[:2], str(received), str(paid)))
        db.insert(BLOCKS.name, rows)
        level, size = level + 1, size * FAN


def _newest(db: Database, fund: int, count: int, known: Moment = LAST) -> list[LateChange]:
    """The newest late entries, in the order of recording."""
    if not count:
        return []
    rows = db.execute(_NEWEST, (fund, *known, count + 1)).fetchall()[::-1]
    if len(rows) <= count:
        rows.insert(0, (0, 0, 0, 0))
    return [
        LateChange(effective, number, int(received) - int(rows[n][2]), int(paid) - int(rows[n][3]))
        for n, (number, effective, received, paid) in enumerate(rows[1:])
    ]


def _parts(db: Database, fund: int, level: int, first: int, end: int) -> list[LateChange]:
    """The entries of blocks, block by block, out of the smaller blocks that they are made of."""
    return list(_in_blocks(db, fund, level - 1, first * FAN, end * FAN))


def _in_blocks(db: Database, fund: int, level: int, first: int, end: int) -> Iterator[LateChange]:
    within, before, before_paid = -1, 0, 0
    for block, effective, number, received, paid in db.stream(_PARTS, (fund, level, first, end)):
        if block != within:
            within, before, before_paid = block, 0, 0
        yield LateChange(effective, number, int(received) - before, int(paid) - before_paid)
        before, before_paid = int(received), int(paid)


def by_day(db: Database, fund: int, day: int, known: Moment, number: int) -> tuple[int, int] | None:
    """What late entries that had taken effect by a day brought and paid; None where there is no such entry.

    Counted are the first `number` late entries of the fund: those up to a moment.
    """
    sums = [
        (change.received, change.paid)
        for change in _newest(db, fund, number % FAN, known)
        if change.effective <= day
    ]
    level, size = 1, FAN
    while number >= size:
        end = number // size
        asked = {"fund": fund, "level": level, "first": end - end % FAN, "end": end, "day": day}
        if end % FAN:
            rows = db.execute(_OF_BLOCKS, asked).fetchall()
            sums += [(int(received), int(paid)) for received, paid in rows if received is not None]
        level, size = level + 1, size * FAN
    return (sum(received for received, _ in sums), sum(paid for _, paid in sums)) if sums else None


def misplaced(db: Database, fund: int, entries: Sequence[LateChange]) -> Iterator[tuple[int, int]]:
    """Level and number of every late entry that a block should hold and does not, or does otherwise."""
    level, size = 1, FAN
    while len(entries) >= size:
        whole = len(entries) // size
        held = {change.number: change for change in _in_blocks(db, fund, level, 0, whole)}
        yield from (
            (level, entry.number) for entry in entries[: whole * size] if held.get(entry.number) != entry
        )
        level, size = level + 1, size * FAN
