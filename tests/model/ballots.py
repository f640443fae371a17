"""Ballots of every kind by the rules: what may be asked of them, what they may say, and what greedy makes of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import permutations, product
from typing import Any

from tests.model.reading import Said, amount
from tests.model.remembered import Round, Where

SHARING = ("approval", "cumulative", "ranked", "score")
GIVING = ("cumulative", "score")
SCORES = {
    "approval": {"votes"},
    "cumulative": {"votes", "points"},
    "ranked": {"ranks"},
    "score": {"votes", "points"},
}
SCORED = {"approval": "votes", "cumulative": "points", "ranked": "ranks", "score": "points"}
LARGEST_BOUND = 10**9


def declared(c: Any, options: int, budget: Mapping[Where, int]) -> Said[None]:
    """R1: the rule goes with the ballots, and some ballot keeps the bounds."""
    asked, bounds = str(c.ballot_type), c.bounds
    if c.rule is not None:
        yield from _rule(asked, c.rule, budget)
    lengths = (bounds.min_length, bounds.max_length)
    points = (bounds.min_sum_points, bounds.max_sum_points, bounds.max_points)
    if any(not 0 <= number <= LARGEST_BOUND for number in (*lengths, *points)):
        yield "bound-malformed"
    if asked not in SHARING and (any(lengths) or bounds.max_sum_cost is not None):
        yield "bound-not-for-ballot"
    if asked not in GIVING and any(points):
        yield "bound-not-for-ballot"
    if asked == "cumulative" and not bounds.max_sum_points:
        yield "sum-of-points-missing"
    if asked == "score" and not bounds.max_points:
        yield "highest-points-missing"
    if not any(_keeps(bounds, length) for length in range(options + 1)) or bounds.max_length > options:
        yield "bounds-contradict"
    if bounds.max_sum_cost is not None:
        units = {unit for unit, _ in budget}
        if len(units) != 1:
            yield "cost-bound-of-several-units"
        for unit in units:
            yield from amount(unit, bounds.max_sum_cost)


def _rule(asked: str, rule: Any, budget: Mapping[Where, int]) -> Said[None]:
    kind, completed = str(rule.kind), str(rule.completion) != "none" or rule.compared
    kinds = (
        {"majority"}
        if asked not in SHARING
        else {"greedy", "equal-shares"} - ({"equal-shares"} if asked == "ranked" else set())
    )
    if kind not in kinds:
        yield "rule-not-for-ballot"
    if rule.version != 1:
        yield "unknown-rule-version"
    if str(rule.scored_by) not in SCORES.get(asked, {"votes"}):
        yield "score-not-for-ballot"
    if not 0 <= rule.minimum_score <= LARGEST_BOUND:
        yield "bound-malformed"
    if (rule.stops and kind != "greedy") or (completed and kind != "equal-shares"):
        yield "part-of-another-rule"
    if rule.minimum_score and kind == "majority":
        yield "part-of-another-rule"
    if kind == "equal-shares" and len(budget) != 1:
        yield "equal-shares-of-one-line"


def _keeps(bounds: Any, length: int) -> bool:
    """Whether some ballot of this length keeps to these bounds, by giving all that it may or as little as it may."""
    if length < bounds.min_length or (bounds.max_length and length > bounds.max_length):
        return False
    most = bounds.max_points * length if bounds.max_points else bounds.min_sum_points * bool(length)
    if bounds.max_sum_points:
        if length > bounds.max_sum_points:
            return False
        most = min(most or bounds.max_sum_points * bool(length), bounds.max_sum_points)
    return most >= bounds.min_sum_points


def reachable(round_: Round, costs: Iterable[Mapping[Where, int]]) -> bool:
    """R1: the cheapest ballot of the least length does not cost more than any may."""
    most = highest_cost(round_)
    cheapest = sorted(_in_budget(round_, cost) for cost in costs)[: round_.bounds.min_length]
    return most is None or sum(cheapest) <= most


def highest_cost(round_: Round) -> int | None:
    """Minor units in the one unit of the budget; None: no such bound."""
    if round_.bounds.max_sum_cost is None:
        return None
    ((unit, _), *_) = round_.budget
    told = amount(unit, round_.bounds.max_sum_cost)
    while True:
        try:
            next(told)
        except StopIteration as stop:
            return int(stop.value)


def _in_budget(round_: Round, cost: Mapping[Where, int]) -> int:
    """L3: what is in a unit of the budget; where costs are bounded it has one."""
    units = {unit for unit, _ in round_.budget}
    return sum(minor for (unit, _), minor in cost.items() if unit in units)


def _cost(round_: Round, label: str) -> int:
    return _in_budget(round_, round_.costs[label])


def said(round_: Round, labels: tuple[str, ...], points: tuple[int, ...]) -> Said[None]:
    """V2, V6: options exist, none twice, and all of it within the bounds."""
    chosen = set(labels)
    if len(chosen) < len(labels):
        yield "option-named-twice"
    if not chosen <= (set(round_.items) if round_.ballot_type in SHARING else {"yes", "no", "abstain"}):
        yield "unknown-option"
    if round_.ballot_type not in SHARING:
        if len(chosen) != 1:
            yield "not-one-answer"
        if points:
            yield "points-not-asked"
        return
    bounds = round_.bounds
    if len(chosen) < bounds.min_length:
        yield "too-few-options"
    if bounds.max_length and len(chosen) > bounds.max_length:
        yield "too-many-options"
    most = highest_cost(round_)
    if most is not None and sum(_cost(round_, label) for label in chosen & set(round_.items)) > most:
        yield "costs-beyond-ballot"
    if round_.ballot_type not in GIVING:
        if points:
            yield "points-not-asked"
        return
    if len(points) != len(chosen):
        yield "points-not-one-each"
    if any(point <= 0 for point in points):
        yield "points-malformed"
    if bounds.max_points and any(point > bounds.max_points for point in points):
        yield "too-many-points-for-one"
    if sum(points) < bounds.min_sum_points:
        yield "too-few-points"
    if bounds.max_sum_points and sum(points) > bounds.max_sum_points:
        yield "too-many-points"


def decided_by_hands(round_: Round) -> Said[None]:
    """R9: totals for each option decide a question, or approval by votes."""
    if round_.ballot_type in GIVING or round_.ballot_type == "ranked":
        yield "hands-cannot-decide"


def within_bounds(round_: Round, totals: Iterable[Any], present: int) -> Said[None]:
    """R9: no more hands than the bounds of a ballot let up."""
    if round_.ballot_type != "approval":
        return
    votes = [(total.label, total.votes) for total in totals]
    longest, most = round_.bounds.max_length, highest_cost(round_)
    if longest and sum(number for _, number in votes) > longest * present:
        yield "hands-beyond-bounds"
    known = [(label, number) for label, number in votes if label in round_.costs]
    if most is not None and sum(number * _cost(round_, label) for label, number in known) > most * present:
        yield "hands-beyond-bounds"


def greedy(
    round_: Round, ballots: list[tuple[tuple[str, ...], tuple[int, ...]]]
) -> tuple[Any, set[str], bool]:
    """Tallies, winners, and whether a tie decided: found by trying every order of the tied (R7)."""
    votes = Counter(label for labels, _ in ballots for label in labels) + round_.hands
    by = str(round_.rule.scored_by) if round_.rule else SCORED[round_.ballot_type]
    scores: Counter[str] = Counter(votes) if by == "votes" else Counter()
    for labels, points in ballots:
        if by == "points":
            scores.update(dict(zip(labels, points, strict=True)))
        if by == "ranks":
            scores.update({label: len(labels) - place for place, label in enumerate(labels)})
    groups: dict[int, list[str]] = {}
    for label in sorted(round_.items, key=lambda label: _declared_order(round_, label)):
        groups.setdefault(scores[label], []).append(label)
    ranked = [groups[score] for score in sorted(groups, reverse=True)]
    shown = tuple(
        (label, votes[label], None if by == "votes" else scores[label]) for group in ranked for label in group
    )
    least = max(1, round_.rule.minimum_score if round_.rule else 1)
    chosen = [group for group in ranked if scores[group[0]] >= least]
    winners = _fitting(round_, chosen)
    orders = product(*(permutations(group) for group in chosen))
    return shown, winners, any(_fitting(round_, order) != winners for order in orders)


def _fitting(round_: Round, order: Any) -> set[str]:
    """R6: one after the other; what no longer fits the frozen budget is skipped, or the last."""
    left, winners = Counter(round_.budget), set()
    for group in order:
        for label in group:
            costs: Counter[Where] = round_.costs[label]
            if all(left[where] >= minor for where, minor in costs.items()):
                left.subtract(costs)
                winners.add(label)
            elif round_.rule and round_.rule.stops:
                return winners
    return winners


def _declared_order(round_: Round, label: str) -> tuple[list[int], str]:
    """R7: lower cost, then the label as text; costs unit by unit, since units are never added (L3)."""
    if str(round_.rules.tie_rule) == "label":
        return [], label
    units = sorted({unit for unit, _ in round_.budget})
    costs = round_.costs[label].items()
    return [sum(minor for (unit, _), minor in costs if unit == each) for each in units], label
