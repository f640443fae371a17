"""Ballots by chance: what a draft declares of them, and what electors say on them; mostly sound."""

from ledger.money import to_decimal
from ledger.proposals.commands import LineGiven
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import RULE_OF, BallotType, Completion, CountingRule, RuleKind, ScoredBy
from tests.model.remembered import Round
from tests.model.steps import Chance, mostly, well

SHARING = (BallotType.APPROVAL, BallotType.CUMULATIVE, BallotType.RANKED, BallotType.SCORE)


def rule_drawn(chance: Chance, ballot_type: BallotType) -> CountingRule | None:
    """Mostly none, or greedy with what belongs to it; Equal Shares has tests of its own."""
    if mostly(chance, 60):
        return None
    own = RULE_OF[ballot_type]
    if not well(chance, 92):
        return chance.choice(
            [
                CountingRule(kind=RuleKind.MAJORITY, stops=True),
                CountingRule(kind=RuleKind.GREEDY, completion=Completion.ADD1),
                CountingRule(kind=RuleKind.GREEDY, scored_by=ScoredBy.RANKS, minimum_score=-1),
                CountingRule(kind=own.kind, scored_by=own.scored_by, version=7),
            ]
        )
    if own.kind is RuleKind.MAJORITY:
        return own
    votes = ballot_type.gives_points and chance.choice([True, False])
    return CountingRule(
        kind=own.kind,
        scored_by=ScoredBy.VOTES if votes else own.scored_by,
        minimum_score=chance.choice([0, 0, 1, 2, 5]),
        stops=chance.choice([True, False]),
    )


def bounds_drawn(
    chance: Chance, ballot_type: BallotType, options: int, budget: tuple[LineGiven, ...]
) -> BoundsGiven:
    """Those that are needed and mostly no others; else some that may, or may not, be kept together."""
    sum_of_points = chance.choice([1, 3, 10]) if ballot_type is BallotType.CUMULATIVE else 0
    for_one = chance.choice([1, 5]) if ballot_type is BallotType.SCORE else 0
    if ballot_type is BallotType.YES_NO_ABSTAIN or mostly(chance, 60):
        wanted = BoundsGiven(max_sum_points=sum_of_points, max_points=for_one)
    else:
        units = {line.unit for line in budget}
        cost = to_decimal(chance.choice([1_00, 50_00, 900_00]), units.pop()) if len(units) == 1 else None
        wanted = BoundsGiven(
            min_length=chance.choice([0, 0, 0, 1]),
            max_length=chance.choice([0, options, max(1, options - 1)]),
            max_sum_cost=cost if mostly(chance, 30) else None,
            min_sum_points=chance.choice([0, 0, sum_of_points]),
            max_sum_points=sum_of_points,
            max_points=for_one,
        )
    if well(chance, 94):
        return wanted
    return chance.choice(
        [
            BoundsGiven(min_length=options + 1),
            BoundsGiven(max_points=3, min_sum_points=40),
            BoundsGiven(max_length=-1),
            BoundsGiven(max_sum_cost="0"),
            BoundsGiven(),
        ]
    )


def said_drawn(chance: Chance, known: Round | None, ayes: int) -> tuple[list[str], list[int]]:
    """What an elector chooses, and the points for it."""
    labels = list(known.items) if known else ["bus"]
    if known is None or known.ballot_type not in SHARING:
        chosen = ["yes" if mostly(chance, ayes) else chance.choice(["no", "abstain"])]
    else:
        chosen = [label for label in labels if mostly(chance, ayes)]
        chance.shuffle(chosen)
        chosen = chosen[: known.bounds.max_length or None]
    if not well(chance, 96):
        wrong: list[list[str]] = [[], [*chosen, *chosen], ["nothing"], ["yes", "no"], [labels[0].upper()]]
        chosen = chance.choice(wrong)
    if known is None or known.ballot_type not in (BallotType.CUMULATIVE, BallotType.SCORE):
        return chosen, [] if well(chance, 98) else [1]
    points, left = [], known.bounds.max_sum_points
    for place in range(len(chosen)):
        most = known.bounds.max_points or max(1, left - (len(chosen) - place - 1))
        points.append(chance.choice([most, 1, max(1, most // 2)]))
        left -= points[-1]
    return chosen, points if well(chance, 96) else chance.choice(
        [points[:-1], [*points, 1], [0] * len(chosen)]
    )
