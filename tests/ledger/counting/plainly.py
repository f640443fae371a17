"""Equal Shares as its definition reads, in fractions and without any haste: what the fast counting is held to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from ledger.rounds.ballots import Choices
from ledger.rounds.terms import Completion, ScoredBy, Terms

Ballot = Mapping[str, int]
"""Points by label."""


def result_by(terms: Terms, ballots: Sequence[Choices], order: Sequence[str]) -> frozenset[str]:
    """What is accepted where options that are equal for the rule come in this order."""
    given = [points_of(choices) for choices in ballots]
    costs = {option.label: sum(line.amount_minor for line in option.costs) for option in terms.options}
    budget, rule = sum(line.amount_minor for line in terms.budget), terms.counting_rule
    scores = scores_of(rule.scored_by, ballots)
    inside = [label for label in order if scores[label] >= max(1, rule.minimum_score)]
    accepted = completed(inside, costs, given, budget, rule.completion)
    if rule.completion is Completion.ADD1_GREEDY:
        accepted |= greedy(inside, costs, scores, budget, accepted)
    if rule.compared:
        other = greedy(inside, costs, scores, budget, frozenset())
        mine, theirs = Counter[bool](), Counter[bool]()
        for ballot in given:
            worth = sum(ballot.get(label, 0) for label in accepted)
            worth_of_other = sum(ballot.get(label, 0) for label in other)
            mine[worth > worth_of_other] += 1
            theirs[worth_of_other > worth] += 1
        if theirs[True] > mine[True]:
            return other
    return accepted


def points_of(choices: Choices) -> Ballot:
    return dict(zip(choices.labels, choices.points or (1,) * len(choices.labels), strict=True))


def scores_of(by: ScoredBy, ballots: Iterable[Choices]) -> Counter[str]:
    scores: Counter[str] = Counter()
    for choices in ballots:
        for label, points in points_of(choices).items():
            scores[label] += points if by is ScoredBy.POINTS else 1
    return scores


def completed(
    inside: Sequence[str],
    costs: Mapping[str, int],
    given: Sequence[Ballot],
    budget: int,
    completion: Completion,
) -> frozenset[str]:
    """Shares of euros grow by a hundred cents at a time."""
    chosen = [label for label in inside if any(ballot.get(label) for ballot in given)]
    if not given:
        return frozenset()
    share = Fraction(budget, len(given))
    bought = shared(chosen, costs, given, share)[0]
    while completion is not Completion.NONE and len(bought) < len(chosen):
        share += 100
        more = shared(chosen, costs, given, share)[0]
        if sum(costs[label] for label in more) > budget:
            break
        bought = more
    return frozenset(bought)


def shared(
    chosen: Sequence[str], costs: Mapping[str, int], given: Sequence[Ballot], share: Fraction
) -> tuple[list[str], list[Fraction]]:
    """What is bought with shares of this size, in its order, and what each ballot has left."""
    left = [share] * len(given)
    bought = [label for label in chosen if not costs[label]]
    while True:
        rhos = {
            label: rho
            for label in chosen
            if label not in bought and (rho := rho_of(label, costs[label], given, left)) is not None
        }
        if not rhos:
            return bought, left
        best = min(rhos, key=lambda label: (rhos[label], chosen.index(label)))
        for place, ballot in enumerate(given):
            left[place] -= min(left[place], rhos[best] * costs[best] * ballot.get(best, 0))
        bought.append(best)


def rho_of(label: str, cost: int, given: Sequence[Ballot], left: Sequence[Fraction]) -> Fraction | None:
    """The least at which everybody's utility times it, or all that they have, makes up the cost."""
    backing = sorted(
        (left[place] / (ballot[label] * cost), ballot[label] * cost, left[place])
        for place, ballot in enumerate(given)
        if ballot.get(label)
    )
    if sum(had for _, _, had in backing) < cost:
        return None
    paid, utility = Fraction(0), sum(worth for _, worth, _ in backing)
    for limit, worth, had in backing:
        rho = (cost - paid) / utility
        if rho <= limit:
            return rho
        paid, utility = paid + had, utility - worth
    raise AssertionError("together they have enough")


def greedy(
    inside: Sequence[str],
    costs: Mapping[str, int],
    scores: Mapping[str, int],
    budget: int,
    accepted: frozenset[str],
) -> frozenset[str]:
    """What still fits, in the order of scores."""
    left, added = budget - sum(costs[label] for label in accepted), set[str]()
    for label in sorted(inside, key=lambda label: -scores[label]):
        if label not in accepted and costs[label] <= left:
            added.add(label)
            left -= costs[label]
    return frozenset(added)
