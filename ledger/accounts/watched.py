"""An account's totals, watched: what an event changed in them is read off, whatever kind of event it was."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ledger.accounts.state import Destination, Totals
from ledger.identifiers import PurposeId

Where = tuple[str, PurposeId, Destination]


class Changed(NamedTuple):
    """How much more was received, reserved and paid, in minor units."""

    received: int
    reserved: int
    paid: int

    @property
    def held(self) -> int:
        """The money in hand: reservations leave it where it is."""
        return self.received - self.paid


class WatchedTotals(dict[Where, Totals]):
    """An account's totals, which remember what those that an event changes were before it (Account.at)."""

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[Where, tuple[int, int, int]] = {}

    def get(self, where: Where, default: Any = None) -> Any:
        """The totals that are about to be changed."""
        totals = super().get(where)
        if totals is None:
            return default
        if where not in self._before:
            self._before[where] = totals.received, totals.reserved, totals.paid
        return totals

    def __setitem__(self, where: Where, totals: Totals) -> None:
        """The first totals of their kind, of which nothing is known before."""
        self._before.setdefault(where, (0, 0, 0))
        super().__setitem__(where, totals)

    def changes(self) -> Iterator[tuple[Where, Changed]]:
        """What changed since this was last asked, or was looked at to be changed."""
        for where, (received, reserved, paid) in self._before.items():
            totals = self[where]
            yield where, Changed(totals.received - received, totals.reserved - reserved, totals.paid - paid)
        self._before.clear()
