"""How far shares can grow, without looking at every step of the way."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def first_end(
    at: Callable[[int], T], ends: Callable[[T], bool], same: Callable[[T, T], bool], start: int
) -> int:
    """The first step after `start` that ends the growth.

    `at` is what is found at a step, and `same` says that two finds are proven to be alike in all that lies between
    them. The reach doubles as long as that is so, and is halved where it is not: a coin that is worth little, in which
    shares grow for a hundred thousand steps, then needs no more looks than another.
    """
    done, reach = start, 1
    while True:
        if reach == 1 or not same(at(done), at(done + reach)):
            found = _first_within(at, ends, same, done, done + reach)
            if found is not None:
                return found
            done, reach = done + reach, max(1, reach // 2)
            if same(at(done - 1), at(done)):
                reach *= 2
        else:
            done, reach = done + reach, reach * 2


def _first_within(
    at: Callable[[int], T], ends: Callable[[T], bool], same: Callable[[T, T], bool], done: int, to: int
) -> int | None:
    """The first in `done + 1 … to` that ends the growth, which `done` does not."""
    if to == done + 1:
        return to if ends(at(to)) else None
    if same(at(done), at(to)):
        return None
    middle = (done + to) // 2
    found = _first_within(at, ends, same, done, middle)
    return _first_within(at, ends, same, middle, to) if found is None else found
