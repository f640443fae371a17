"""The funds' axes while events are brought in: what comes lies behind what came, what goes takes the oldest first."""

from collections.abc import Iterator

import msgspec

from projections.base import Database
from projections.chains.tables import FUNDS, MARKS


class Axis(msgspec.Struct):
    """A fund's axis, in minor units."""

    came: int = 0
    gone: int = 0
    """Everything before this is gone; of what lies behind it, only what was taken out for itself."""
    marked: int = 0


Interval = tuple[int, int]
"""From, and up to: a part of an axis."""


def fund_of(account: str, unit: str, purpose: str, destination: str) -> str:
    """The name of a fund; no part of it holds a stroke."""
    return f"{account}/{unit}/{purpose}/{destination}"


class Axes:
    """The axes of one batch: read where they are needed, and written at its end."""

    def __init__(self, db: Database, partition: str) -> None:
        self._db = db
        self._partition = partition
        self._axes: dict[str, Axis] = {}
        self._came: dict[str, int] = {}
        """What came into funds that nothing else was asked of."""

    def came(self, fund: str, amount: int) -> None:
        """Something came in."""
        axis = self._axes.get(fund)
        if axis is None:
            self._came[fund] = self._came.get(fund, 0) + amount
        else:
            axis.came += amount

    def of(self, fund: str) -> Axis:
        """An axis as it stands after what was brought so far."""
        axis = self._axes.get(fund)
        if axis is None:
            query = "SELECT came_minor, gone_minor, marked_minor FROM chain_funds WHERE fund = ?"
            row = self._db.execute(query, (fund,)).fetchone()
            axis = self._axes[fund] = Axis(*row) if row else Axis()
            axis.came += self._came.pop(fund, 0)
        return axis

    def mark(self, account: str, version: int) -> None:
        """Write down how long the account's axes are after a version of its stream, where they have grown."""
        begins = f"{account}/"
        # A stroke is followed by a nought among the characters: these are the names that begin so.
        query = "SELECT fund FROM chain_funds WHERE fund > ? AND fund < ?"
        known = {fund for (fund,) in self._db.execute(query, (begins, f"{account}0")).fetchall()}
        known.update(fund for fund in (*self._came, *self._axes) if fund.startswith(begins))
        for fund in sorted(known):
            self.mark_fund(fund, version)

    def mark_fund(self, fund: str, version: int) -> None:
        """Write down how long one axis is, if it has grown."""
        axis = self.of(fund)
        if axis.came != axis.marked:
            axis.marked = axis.came
            self._db.insert(MARKS.name, [(fund, axis.came, version)])

    def taken(self, fund: str, amount: int) -> Iterator[Interval]:
        """Take out the oldest that is left; more than there is takes what comes next (L2)."""
        axis = self.of(fund)
        query = (
            "SELECT from_minor, to_minor FROM chain_uses WHERE fund = ? AND from_minor >= ? "
            "ORDER BY from_minor LIMIT 1"
        )
        while amount:
            ahead = self._db.execute(query, (fund, axis.gone)).fetchone()
            if ahead is not None and ahead[0] == axis.gone:
                axis.gone = ahead[1]
                continue
            begins, until = axis.gone, axis.gone + amount
            axis.gone = until if ahead is None else min(until, ahead[0])
            amount -= axis.gone - begins
            yield begins, axis.gone

    def unused(self, fund: str, part: Interval) -> list[Interval]:
        """What nobody has taken yet of a part of an axis."""
        begins, ends = max(part[0], self.of(fund).gone), part[1]
        if begins >= ends:
            return []
        query = (
            "SELECT from_minor, to_minor FROM chain_uses WHERE fund = ? AND from_minor >= ? AND from_minor < ? "
            "ORDER BY from_minor"
        )
        free: list[Interval] = []
        for used_from, used_to in self._db.execute(query, (fund, begins, ends)).fetchall():
            if used_from > begins:
                free.append((begins, used_from))
            begins = used_to
        return [*free, (begins, ends)] if begins < ends else free

    def write(self) -> None:
        """Keep what the batch has changed."""
        added = [(fund, amount, 0, 0, self._partition) for fund, amount in sorted(self._came.items())]
        if added:
            self._db.executemany(_ADD, added)
        if self._axes:
            rows = [(fund, *msgspec.structs.astuple(axis)) for fund, axis in sorted(self._axes.items())]
            self._db.put(FUNDS, [(*row, self._partition) for row in rows])


_ADD = (
    "INSERT INTO chain_funds VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (fund) DO UPDATE SET came_minor = chain_funds.came_minor + excluded.came_minor"
)
