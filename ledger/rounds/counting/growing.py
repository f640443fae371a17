"""How far shares can grow, without looking at every step of the way."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SHORTEST = 8
"""Steps looked over at once at least: where they turn out not to be alike, no more looks were needless than these."""


def first_end(
    at: Callable[[int], T], ends: Callable[[T], bool], same: Callable[[int, int], bool], start: int
) -> int:
    """The first step after `start` that ends the growth.

    `at` is what is found at a step, and `same` says of two steps that what is found is proven to be alike in all that
    lie between them. The reach doubles as long as that is so, and is halved where it is not: where the coin is worth
    little, so that shares grow for a hundred thousand steps, no more looks are needed than elsewhere.
    """
    done, reach = start, SHORTEST
    while True:
        if same(done, done + reach):
            done, reach = done + reach, reach * 2
            continue
        found = _first_within(at, ends, same, done, done + reach)
        if found is not None:
            return found
        done, reach = done + reach, max(SHORTEST, reach // 2)


def _first_within(
    at: Callable[[int], T], ends: Callable[[T], bool], same: Callable[[int, int], bool], done: int, to: int
) -> int | None:
    """The first in `done + 1 … to` that ends the growth, which `done` does not."""
    if to == done + 1:
        return to if ends(at(to)) else None
    if same(done, to):
        return None
    middle = (done + to) // 2
    found = _first_within(at, ends, same, done, middle)
    return _first_within(at, ends, same, middle, to) if found is None else found
