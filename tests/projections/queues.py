"""First in, first out as a child would do it: one queue of parcels for each fund."""

from collections import defaultdict, deque

from ledger.event import Recorded
from projections.movements import Movement, movements_of

Fund = tuple[str, str, str]
Taken = list[tuple[str, int]]
"""What something that went out took: of what, and how much, in order."""


class Queues:
    """The funds of one account."""

    def __init__(self) -> None:
        self.waiting: defaultdict[Fund, deque[tuple[str, int]]] = defaultdict(deque)
        self.owed: defaultdict[Fund, deque[tuple[Taken, int]]] = defaultdict(deque)
        """What went out although nothing was there: what comes next fills it."""
        self.taken: dict[tuple[int, int], Taken] = {}
        """By position, and number among what went out there."""

    def bring(self, recorded: Recorded) -> None:
        """One event; what it moves goes out and comes in pair by pair."""
        outs = [movement for movement in movements_of(recorded) if movement.held < 0]
        ins = [movement for movement in movements_of(recorded) if movement.held > 0]
        for pair in range(max(len(outs), len(ins))):
            if pair < len(outs):
                self.taken[recorded.position, pair] = self._go(outs[pair])
            if pair < len(ins):
                self._come(_fund(ins[pair]), ins[pair].about, ins[pair].held)

    def _come(self, fund: Fund, about: str, amount: int) -> None:
        while self.owed[fund] and amount:
            taken, missing = self.owed[fund].popleft()
            paid = min(missing, amount)
            taken.append((about, paid))
            amount -= paid
            if paid < missing:
                self.owed[fund].appendleft((taken, missing - paid))
        if amount:
            self.waiting[fund].append((about, amount))

    def _go(self, out: Movement) -> Taken:
        fund, left, taken = _fund(out), -out.held, Taken()
        queue = self.waiting[fund]
        if out.received < 0 and out.about.startswith("contribution-"):
            kept: deque[tuple[str, int]] = deque()
            for about, amount in queue:
                own = min(amount, left) if about == out.about else 0
                if own:
                    taken.append((about, own))
                    left -= own
                if amount > own:
                    kept.append((about, amount - own))
            queue = self.waiting[fund] = kept
        while queue and left:
            about, amount = queue.popleft()
            oldest = min(amount, left)
            taken.append((about, oldest))
            left -= oldest
            if oldest < amount:
                queue.appendleft((about, amount - oldest))
        if left:
            self.owed[fund].append((taken, left))
        return taken


def together(taken: Taken) -> Taken:
    """The same, with what lies side by side of one thing told at once."""
    told: Taken = []
    for about, amount in taken:
        if told and told[-1][0] == about:
            told[-1] = about, told[-1][1] + amount
        else:
            told.append((about, amount))
    return told


def _fund(movement: Movement) -> Fund:
    return movement.unit, movement.purpose, movement.destination
