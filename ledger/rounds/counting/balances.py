"""What the ballots have left to spend, all of them at once.

A run goes over the balances of those who chose an option some hundred times, and is made a hundred times and more. One
Python integer after the other, that is nearly all that Equal Shares takes; numpy goes over them several times faster.
It holds integers of 64 bits where all balances together fit into 62, so that no sum and no difference of them can
overflow, and Python's own integers where they do not, or are to be exact. It rounds nothing and no float takes part:
both kinds give the same numbers.

Nothing else of the project imports numpy, and this module is loaded when a round is first counted by Equal Shares.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SUM_BITS = 62
"""All rounded balances together are no longer, where that leaves enough to be told apart."""
MOST: int = 1 << SUM_BITS
"""More than any balance that is held in 64 bits; nobody has what is more than this, whatever it is."""

Places = NDArray[np.intp]
"""Which of all ballots."""
Part = NDArray[Any]
"""The balances of some ballots: integers."""


def places_of(ballots: Sequence[int]) -> Places:
    """Ballots by number, in the form in which they are looked up."""
    return np.array(ballots, dtype=np.intp)


def total(part: Part) -> int:
    """All of these together."""
    return int(part.sum())


def bare(part: Part) -> int:
    """How many of these are nothing."""
    return len(part) - int(np.count_nonzero(part))


class Balances:
    """Of all ballots; the same for each at first."""

    def __init__(self, each: int, ballots: int, *, unbounded: bool) -> None:
        self._short = not unbounded and each * ballots < MOST
        self._all: Part = np.full(ballots, each, dtype=np.int64 if self._short else object)

    def of(self, places: Places) -> Part:
        """Of these ballots."""
        return self._all[places]

    def having(self, part: Part, enough: int) -> Part:
        """Those that are as much as this."""
        return part[part >= self._within(enough)]

    def who_has(self, places: Places, enough: int) -> bytes:
        """Which of these ballots have as much as this: a byte for each."""
        return np.asarray(self._all[places] >= self._within(enough), dtype=np.bool_).tobytes()

    def any_between(self, places: Places, least: int, most: int) -> bool:
        """Whether any of these ballots has at least so much, and less than that."""
        part = self._all[places]
        return bool(((part >= self._within(least)) & (part < self._within(most))).any())

    def pay(self, places: Places, price: int) -> None:
        """Each of these ballots pays so much, or all that it has."""
        self._all[places] = np.maximum(self._all[places] - self._within(price), 0)

    def split(self, into: int) -> None:
        """Count in parts that are so many times smaller; only those that are unbounded can."""
        self._all = self._all * into

    def _within(self, amount: int) -> int:
        """What a balance of 64 bits can be compared with, or lowered by: whatever is more, is more than any of them."""
        return min(amount, MOST) if self._short else amount
