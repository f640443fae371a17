"""Figures: amounts, counts and tallies by name, as the history comes to them and as the views show them.

Two sides of any length are compared in memory that does not grow with them. Every name falls into one of a fixed number
of drawers and has a multiplier; a drawer keeps the sum of all amounts of one side, each times its multiplier, less
those of the other. Sides that agree leave every drawer at zero, in whatever order they are told. Sides that do not
leave a drawer at zero by chance once in 2^52 times, and nobody can bring that about, since Python draws the key of its
hashes anew for every process. Only where a drawer is not at zero are its names looked at one by one.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

Figures: TypeAlias = dict[str, int]
"""Amounts (minor units), counts and tallies by name."""

Tell: TypeAlias = Callable[[str, int], None]
"""Is told figures; what is told under one name adds up."""

DRAWERS = 4096
_DRAWER = DRAWERS - 1
LOOKED_INTO = 64
"""Drawers whose names are looked at one by one; where more of them differ, these are enough to name a difference."""


def gathered(figures: Figures) -> Tell:
    """Whoever is told by this adds to a dictionary, which grows with the names."""

    def tell(name: str, amount: int) -> None:
        figures[name] = figures.get(name, 0) + amount

    return tell


def difference(both: Callable[[Tell, Tell], None]) -> str | None:
    """The first figure, by name, on which the history and the views differ; None where they agree.

    `both` tells the history's figures to the first that it is given and the views' to the second, as of one position.
    It is asked once where they agree and twice where they do not; the second time may be at a later position.
    """
    drawers = [0] * DRAWERS

    def add(name: str, amount: int) -> None:
        key = hash(name)
        drawers[key & _DRAWER] += amount * key

    def take(name: str, amount: int) -> None:
        key = hash(name)
        drawers[key & _DRAWER] -= amount * key

    both(add, take)
    differing = frozenset([drawer for drawer, left in enumerate(drawers) if left][:LOOKED_INTO])
    if not differing:
        return None
    history: Figures = {}
    views: Figures = {}

    def sifted(figures: Figures) -> Tell:
        keep = gathered(figures)

        def tell(name: str, amount: int) -> None:
            if hash(name) & _DRAWER in differing:
                keep(name, amount)

        return tell

    both(sifted(history), sifted(views))
    # Where somebody made the views anew in between, they are compared once more.
    return first_difference(history, iter(views.items())) or difference(both)


def first_difference(expected: Figures, shown: Iterator[tuple[str, int]]) -> str | None:
    """The first figure, by name, on which the history and the views differ; None where they agree.

    A figure of zero and one that is not there are the same.
    """
    views: Figures = {}
    keep = gathered(views)
    for name, amount in shown:
        keep(name, amount)
    for name in sorted({*expected, *views}):
        if expected.get(name, 0) != views.get(name, 0):
            return f"{name}: the history says {expected.get(name, 0)}, the view shows {views.get(name, 0)}"
    return None
