"""What an option would cost those who chose it, and what that can be no less than."""

from fractions import Fraction
from typing import NamedTuple

from ledger.rounds.counting.wishes import Wish


class Price(NamedTuple):
    """Of a point: `numerator / payers` of so many parts of a minor unit."""

    numerator: int
    payers: int
    parts: int


class Offer(NamedTuple):
    """What an option would cost now."""

    wish: Wish
    numerator: int
    """The price of a point is `numerator / payers` parts."""
    payers: int
    """Points of those who have enough to pay the price."""
    paying: int
    """Electors who have."""
    bare: int
    """Electors who have nothing left."""
    low: int | Fraction
    """Rho is this at least, and just this in an exact run."""
    high: int | Fraction
    spread: int
    """By how much the numerator can be wrong."""
    even: bool
    """Whoever has anything left pays the price for each point: rho is one by `payers`, whatever is left."""


class Bound(NamedTuple):
    """What an option costs at least. The lowest rho comes first, then the first in the order."""

    low: int | Fraction
    """Rho is this at least."""
    place: int
    """In the order of options that are equal for the rule: no two have the same."""
    wish: Wish
    price: Price
    """A point costs this at least."""
