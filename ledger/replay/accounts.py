"""What events did to an account, read off its own totals: entries, and the postings that these must come to (L1)."""

from datetime import date
from typing import Any

from ledger.accounts.state import Destination, Totals
from ledger.identifiers import PurposeId
from ledger.replay.figures import Tell

Where = tuple[str, PurposeId, Destination]


class WatchedTotals(dict[Where, Totals]):
    """An account's totals, which remember what those that an event changes were before it (Account.at)."""

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[Where, tuple[int, int, int]] = {}
        self.moved: list[tuple[str, int]] = []
        """What the last event that was told brought into funds, or took out of them."""

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

    def tell(self, at: str, late: date | None, tell: Tell) -> None:
        """Tell what changed since this was last asked, as the entries and postings of a position.

        What took effect on another day than that of its recording is told by that day besides (L10).
        """
        net: dict[str, int] = {}
        self.moved = []
        for where, before in self._before.items():
            totals, (unit, purpose, destination) = self[where], where
            received, reserved, paid = (
                totals.received - before[0],
                totals.reserved - before[1],
                totals.paid - before[2],
            )
            entry = f"entries/{at}/{unit}/{purpose}/{destination}"
            if received:
                tell(f"{entry}/received", received)
            if reserved:
                tell(f"{entry}/reserved", reserved)
            if paid:
                tell(f"{entry}/paid", paid)
            if late is not None:
                tell(f"late/{at}/{unit}/{purpose}/{destination}/{late}/received", received)
                tell(f"late/{at}/{unit}/{purpose}/{destination}/{late}/paid", paid)
            if received != paid:
                moved = received - paid
                _post(f"journal/{at}/{unit}/funds:{purpose}:{destination}", -moved, tell)
                self.moved.append((f"{unit}/{purpose}/{destination}", moved))
                net[unit] = net.get(unit, 0) + moved
        for unit, moved in net.items():
            _post(f"journal/{at}/{unit}/assets:held", moved, tell)
        self._before.clear()


def _post(name: str, amount: int, tell: Tell) -> None:
    """A positive amount is a debit, a negative one a credit."""
    if amount > 0:
        tell(f"{name}/debit", amount)
    elif amount < 0:
        tell(f"{name}/credit", -amount)
