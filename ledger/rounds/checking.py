"""Whether a ballot is one that the round takes: what it names exists, none of it twice, all of it within the bounds.

A ballot may be empty where no bound asks for more: whoever hands it in has taken part.
"""

from collections.abc import Sequence

from ledger.accounts.state import Line
from ledger.money import to_decimal
from ledger.rounds.ballot_refusals import (
    BoundsContradict,
    CostsBeyondBallot,
    PointsMalformed,
    PointsNotAsked,
    PointsNotOneEach,
    TooFewOptions,
    TooFewPoints,
    TooManyOptions,
    TooManyPoints,
    TooManyPointsForOne,
)
from ledger.rounds.refusals import NotOneAnswer, OptionNamedTwice, UnknownOption
from ledger.rounds.terms import ABSTAIN, NO, YES, BallotType, Bounds, Option, Terms

_ANSWERS = frozenset({YES, NO, ABSTAIN})


def require_valid(terms: Terms, labels: Sequence[str], points: Sequence[int]) -> None:
    """What the ballot says is what this round asks (V2, V6)."""
    chosen = set(labels)
    if len(chosen) < len(labels):
        raise OptionNamedTwice
    if not chosen <= (_named(terms) if terms.ballot_type.shares_budget else _ANSWERS):
        raise UnknownOption
    if terms.ballot_type is BallotType.YES_NO_ABSTAIN and len(chosen) != 1:
        raise NotOneAnswer
    _require_length(terms.bounds, len(chosen))
    _require_cost(terms, chosen)
    _require_points(terms, len(chosen), points)


def _named(terms: Terms) -> set[str]:
    return {option.label for option in terms.options}


def _require_length(bounds: Bounds, length: int) -> None:
    if length < bounds.min_length:
        raise TooFewOptions(least=bounds.min_length)
    if bounds.max_length and length > bounds.max_length:
        raise TooManyOptions(most=bounds.max_length)


def _require_cost(terms: Terms, chosen: set[str]) -> None:
    most = terms.bounds.max_sum_cost_minor
    if not most:
        return
    unit = terms.budget[0].unit
    if sum(cost_of(option, unit) for option in terms.options if option.label in chosen) > most:
        raise CostsBeyondBallot(most=to_decimal(most, unit), unit=unit)


def cost_of(option: Option, unit: str) -> int:
    """What is frozen of its cost in this unit, the budget's one; units are not added (L3)."""
    return sum(line.amount_minor for line in option.costs if line.unit == unit)


def require_reachable(bounds: Bounds, options: Sequence[Option], budget: Sequence[Line]) -> None:
    """The least that a ballot must name does not cost more than the most that it may (R1)."""
    most = bounds.max_sum_cost_minor
    if (
        most
        and sum(sorted(cost_of(option, budget[0].unit) for option in options)[: bounds.min_length]) > most
    ):
        raise BoundsContradict


def _require_points(terms: Terms, named: int, points: Sequence[int]) -> None:
    """One number for each option, and none of them nothing: an option that gets no points is not named."""
    bounds = terms.bounds
    if not terms.ballot_type.gives_points:
        if points:
            raise PointsNotAsked
        return
    if len(points) != named:
        raise PointsNotOneEach
    if any(point < 1 for point in points):
        raise PointsMalformed
    if bounds.max_points and any(point > bounds.max_points for point in points):
        raise TooManyPointsForOne(most=bounds.max_points)
    if sum(points) < bounds.min_sum_points:
        raise TooFewPoints(least=bounds.min_sum_points)
    if bounds.max_sum_points and sum(points) > bounds.max_sum_points:
        raise TooManyPoints(most=bounds.max_sum_points)
