"""Who chose which option, in the form in which Equal Shares goes through it: equal ballots together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.rounds.counting.balances import Places, places_of
from ledger.rounds.counting.poll import Poll
from ledger.rounds.terms import Option

SAME = 8
"""Electors behind each different ballot, on average, from which on equal ballots are one."""


class Crowd(NamedTuple):
    """Those who gave an option equally many points, on ballots that equally many electors cast."""

    points: int
    times: int
    """Electors behind each of these ballots."""
    places: Places
    """Of the ballots among all different ones."""


class Wish(NamedTuple):
    """An option, and those who chose it."""

    label: str
    cost: int
    """Minor units."""
    crowds: tuple[Crowd, ...]
    electors: int
    points: int
    """Of all electors together, more than none."""
    last: int
    """The highest place of its ballots."""


def wishes_of(poll: Poll, options: Iterable[Option]) -> list[Wish]:
    """Those of these options that somebody gave a point; on approval ballots, chose.

    Ballots that are equal but for what they say of other options are one ballot here, cast by several electors; but not
    where few electors cast each, and it would cost more to keep apart how many did than it saves.
    """
    costs = {option.label: cost_of(option) for option in options}
    electors: defaultdict[tuple[tuple[str, int], ...], int] = defaultdict(int)
    for choices, times in poll.ballots.items():
        points = choices.points or (1,) * len(choices.labels)
        given = zip(choices.labels, points, strict=True)
        electors[tuple((label, point) for label, point in given if point > 0 and label in costs)] += times
    if SAME * len(electors) > sum(electors.values()):
        ballots = [given_to for given_to, times in sorted(electors.items()) for _ in range(times)]
        together = [(given_to, 1) for given_to in ballots]
    else:
        together = sorted(electors.items())
    crowds: defaultdict[str, defaultdict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for ballot, (given_to, times) in enumerate(together):
        for label, point in given_to:
            crowds[label][point, times].append(ballot)
    return [
        _wish(label, costs[label], [_crowd(*alike, ballots) for alike, ballots in sorted(of.items())])
        for label, of in sorted(crowds.items())
    ]


def cost_of(option: Option) -> int:
    """In minor units of the budget's one unit."""
    return sum(line.amount_minor for line in option.costs)


def _wish(label: str, cost: int, crowds: Sequence[Crowd]) -> Wish:
    electors = sum(crowd.times * len(crowd.places) for crowd in crowds)
    points = sum(crowd.points * crowd.times * len(crowd.places) for crowd in crowds)
    return Wish(label, cost, tuple(crowds), electors, points, max(int(crowd.places[-1]) for crowd in crowds))


def _crowd(points: int, times: int, ballots: Sequence[int]) -> Crowd:
    return Crowd(points, times, places_of(ballots))
