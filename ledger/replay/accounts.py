"""What events did to an account, read off its own totals: entries, and the postings that these must come to (L1)."""

from datetime import date

from ledger.accounts.watched import WatchedTotals
from ledger.replay.figures import Tell


class ToldTotals(WatchedTotals):
    """An account's totals, of which every change is told."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[tuple[str, int]] = []
        """What the last event that was told brought into funds, or took out of them."""

    def tell(self, at: str, late: date | None, tell: Tell) -> None:
        """Tell what changed since this was last asked, as the entries and postings of a position.

        What took effect on another day than that of its recording is told by that day besides (L10).
        """
        net: dict[str, int] = {}
        self.moved = []
        for (unit, purpose, destination), (received, reserved, paid) in self.changes():
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


def _post(name: str, amount: int, tell: Tell) -> None:
    """A positive amount is a debit, a negative one a credit."""
    if amount > 0:
        tell(f"{name}/debit", amount)
    elif amount < 0:
        tell(f"{name}/credit", -amount)
