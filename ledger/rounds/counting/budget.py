"""What is left to accept of a round's frozen budget (R6)."""

from collections import defaultdict
from collections.abc import Iterable

from ledger.accounts.state import Line
from ledger.identifiers import PurposeId


class Budget:
    """What is left to accept, per unit and purpose (R6)."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._left: defaultdict[tuple[str, str], int] = defaultdict(int)
        for line in lines:
            self._left[line.unit, line.purpose] += line.amount_minor

    def covers(self, costs: Iterable[Line]) -> bool:
        """Whether all of these costs together still fit."""
        asked: defaultdict[tuple[str, str], int] = defaultdict(int)
        for line in costs:
            asked[line.unit, line.purpose] += line.amount_minor
        return all(amount <= self._left[where] for where, amount in asked.items())

    def take(self, costs: Iterable[Line]) -> None:
        """Take these costs out."""
        for line in costs:
            self._left[line.unit, line.purpose] -= line.amount_minor

    def left(self) -> tuple[Line, ...]:
        """What remains, per unit and purpose, sorted."""
        remaining = sorted(self._left.items())
        return tuple(Line(unit, PurposeId(purpose), left) for (unit, purpose), left in remaining if left)
