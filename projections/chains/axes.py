"""The funds' axes while events are brought in: what comes lies behind what came, what goes takes the oldest first."""

from collections.abc import Iterator

import msgspec

from ledger.identifiers import UNRESTRICTED
from projections.base import Database
from projections.chains.tables import FUNDS, MARKS
from projections.movements import FREE

_GIVEN = f"/{UNRESTRICTED}/{FREE.value}"
"""How the names of the funds end into which contributions come without an earmark."""


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
        self.given: dict[tuple[str, str], int] = {}
        """What contributions brought without an earmark since somebody asked, by account and unit."""

    def came(self, fund: str, amount: int) -> None:
        """Something came in."""
        self.of(fund).came += amount

    def of(self, fund: str) -> Axis:
        """An axis as it stands after what was brought so far."""
        axis = self._axes.get(fund)
        if axis is None:
            query = "SELECT came_minor, gone_minor, marked_minor FROM chain_funds WHERE fund = ?"
            row = self._db.execute(query, (fund,)).fetchone()
            axis = self._axes[fund] = Axis(*row) if row else Axis()
        if fund.endswith(_GIVEN):
            account, unit, *_ = fund.split("/")
            axis.came += self.given.pop((account, unit), 0)
        return axis

    def mark(self, account: str, version: int) -> None:
        """Write down how long the account's axes are after a version of its stream, where they have grown."""
        query = (
            "SELECT fund, came_minor, gone_minor, marked_minor FROM chain_funds WHERE fund > ? AND fund < ?"
        )
        begins = f"{account}/"
        # A stroke is followed by a nought among the characters: these are the names that begin so.
        for fund, *row in self._db.execute(query, (begins, f"{account}0")).fetchall():
            if fund not in self._axes:
                self._axes[fund] = Axis(*row)
        known = {fund for fund in self._axes if fund.startswith(begins)}
        known.update(f"{account}/{unit}{_GIVEN}" for whose, unit in self.given if whose == account)
        for fund in sorted(known):
            axis = self.of(fund)
            if axis.came != axis.marked:
                axis.marked = axis.came
                self._db.insert(MARKS.name, [(fund, axis.came, version)])

    def taken(self, fund: str, amount: int) -> Iterator[Interval]:
        """Take out the oldest that is left; more than there is takes what comes next (L2)."""
        axis = self.of(fund)
        while amount:
            self.settle(fund)
            ahead = self._db.execute(_AHEAD, (fund, axis.gone)).fetchone()
            begins, until = axis.gone, axis.gone + amount
            axis.gone = until if ahead is None else min(until, ahead[0])
            amount -= axis.gone - begins
            yield begins, axis.gone

    def settle(self, fund: str) -> None:
        """Pass over what was taken out for itself where everything before it is gone."""
        axis = self.of(fund)
        while (ahead := self._db.execute(_AHEAD, (fund, axis.gone)).fetchone()) and ahead[0] == axis.gone:
            axis.gone = ahead[1]

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
        for account, unit in [*self.given]:
            if (fund := f"{account}/{unit}{_GIVEN}") in self._axes:
                self.of(fund)
        if self.given:
            given = sorted(self.given.items())
            rows = [(f"{where[0]}/{where[1]}{_GIVEN}", came, 0, 0, self._partition) for where, came in given]
            self._db.executemany(_ADD, rows)
        if self._axes:
            axes = [(fund, *msgspec.structs.astuple(axis)) for fund, axis in sorted(self._axes.items())]
            self._db.put(FUNDS, [(*axis, self._partition) for axis in axes])


_AHEAD = "SELECT from_minor, to_minor FROM chain_uses WHERE fund = ? AND from_minor >= ? ORDER BY from_minor LIMIT 1"
_ADD = (
    "INSERT INTO chain_funds VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (fund) DO UPDATE SET came_minor = chain_funds.came_minor + excluded.came_minor"
)
