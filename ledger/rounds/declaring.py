"""What a draft declares of its ballots: how they are counted, and what each may hold (R1)."""

from collections.abc import Sequence

import msgspec

from ledger.accounts.state import Line
from ledger.money import to_minor
from ledger.rounds.ballot_refusals import (
    BoundMalformed,
    BoundNotForBallot,
    BoundsContradict,
    CostBoundOfSeveralUnits,
    EqualSharesOfOneLine,
    HighestPointsMissing,
    PartOfAnotherRule,
    RuleNotForBallot,
    ScoreNotForBallot,
    SumOfPointsMissing,
    UnknownRuleVersion,
)
from ledger.rounds.counting.rules import DEFINITIONS
from ledger.rounds.terms import BallotType, Bounds, Completion, CountingRule, RuleKind, ScoredBy

LARGEST_BOUND = 1_000_000_000
"""Of a bound, and so of points: the sum over a million electors still fits what stores and clients can hold."""

_SHARED_OUT = frozenset({RuleKind.GREEDY, RuleKind.EQUAL_SHARES})
_RULES = {
    BallotType.YES_NO_ABSTAIN: frozenset({RuleKind.MAJORITY}),
    BallotType.APPROVAL: _SHARED_OUT,
    BallotType.CUMULATIVE: _SHARED_OUT,
    BallotType.RANKED: frozenset({RuleKind.GREEDY}),
    BallotType.SCORE: _SHARED_OUT,
}
_POINTS_OR_VOTES = frozenset({ScoredBy.POINTS, ScoredBy.VOTES})
_SCORES = {
    BallotType.YES_NO_ABSTAIN: frozenset({ScoredBy.VOTES}),
    BallotType.APPROVAL: frozenset({ScoredBy.VOTES}),
    BallotType.CUMULATIVE: _POINTS_OR_VOTES,
    BallotType.RANKED: frozenset({ScoredBy.RANKS}),
    BallotType.SCORE: _POINTS_OR_VOTES,
}


class BoundsGiven(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds as people give them; 0, or nothing: no such bound."""

    min_length: int = 0
    """Options that a ballot names at least."""
    max_length: int = 0
    """At most; without it, all of them."""
    max_sum_cost: str | None = None
    """What they cost together at most: decimal string in the budget's one unit."""
    min_sum_points: int = 0
    max_sum_points: int = 0
    """What a cumulative ballot has to share out."""
    max_points: int = 0
    """For one option; what a score ballot needs."""


def require_countable(ballot_type: BallotType, rule: CountingRule | None, budget: Sequence[Line]) -> None:
    """The rule goes with the ballots and with the budget; None is the ballot type's own, which always does (R1)."""
    if rule is None:
        return
    if rule.kind not in _RULES[ballot_type]:
        raise RuleNotForBallot
    versions = {version for kind, version in DEFINITIONS if kind is rule.kind}
    if rule.version not in versions:
        raise UnknownRuleVersion(newest=max(versions))
    if rule.scored_by not in _SCORES[ballot_type]:
        raise ScoreNotForBallot
    if not 0 <= rule.minimum_score <= LARGEST_BOUND:
        raise BoundMalformed(most=LARGEST_BOUND)
    if _has_part_of_another(rule):
        raise PartOfAnotherRule
    if rule.kind is RuleKind.EQUAL_SHARES and len(budget) != 1:
        raise EqualSharesOfOneLine


def _has_part_of_another(rule: CountingRule) -> bool:
    return (
        (rule.stops and rule.kind is not RuleKind.GREEDY)
        or (rule.minimum_score > 0 and rule.kind is RuleKind.MAJORITY)
        or (
            (rule.compared or rule.completion is not Completion.NONE)
            and rule.kind is not RuleKind.EQUAL_SHARES
        )
    )


def bounds_of(given: BoundsGiven, ballot_type: BallotType, options: int, budget: Sequence[Line]) -> Bounds:
    """The bounds as they are kept; some ballot can keep all of them, whatever the options cost (R1)."""
    numbers = (given.min_length, given.max_length)
    points = (given.min_sum_points, given.max_sum_points, given.max_points)
    if not all(0 <= number <= LARGEST_BOUND for number in (*numbers, *points)):
        raise BoundMalformed(most=LARGEST_BOUND)
    if not ballot_type.shares_budget and (any(numbers) or given.max_sum_cost is not None):
        raise BoundNotForBallot
    if not ballot_type.gives_points and any(points):
        raise BoundNotForBallot
    if ballot_type is BallotType.CUMULATIVE and not given.max_sum_points:
        raise SumOfPointsMissing
    if ballot_type is BallotType.SCORE and not given.max_points:
        raise HighestPointsMissing
    if not _can_be_kept(given, options):
        raise BoundsContradict
    return Bounds(
        min_length=given.min_length,
        max_length=given.max_length,
        max_sum_cost_minor=_cost(given.max_sum_cost, budget),
        min_sum_points=given.min_sum_points,
        max_sum_points=given.max_sum_points,
        max_points=given.max_points,
    )


def _can_be_kept(given: BoundsGiven, options: int) -> bool:
    """Whether a ballot over so many options can keep to these lengths and points, one at least for each option."""
    longest = given.max_length or options
    if not given.min_length <= longest <= options:
        return False
    if given.max_sum_points and given.min_length > given.max_sum_points:
        return False
    highest = given.max_sum_points or given.min_sum_points
    if given.max_points:
        highest = min(highest, given.max_points * longest)
    return given.min_sum_points <= highest


def _cost(given: str | None, budget: Sequence[Line]) -> int:
    """Minor units, 0: no such bound. Raises CostBoundOfSeveralUnits, and what `to_minor` raises."""
    if given is None:
        return 0
    units = {line.unit for line in budget}
    if len(units) != 1:
        raise CostBoundOfSeveralUnits
    return to_minor(given, units.pop())
