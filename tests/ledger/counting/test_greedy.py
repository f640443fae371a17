"""Greedy by votes, points and ranks, with a minimum score, passing over what does not fit or stopping there."""

from collections.abc import Sequence
from itertools import permutations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ledger.rounds.ballots import Choices, choices_of
from ledger.rounds.counting import count
from ledger.rounds.terms import BallotType, CountingRule, RuleKind, ScoredBy, Terms
from tests.ledger.test_counting import euros, option, terms

BY = {
    BallotType.APPROVAL: ScoredBy.VOTES,
    BallotType.CUMULATIVE: ScoredBy.POINTS,
    BallotType.RANKED: ScoredBy.RANKS,
    BallotType.SCORE: ScoredBy.POINTS,
}


def season(costs: dict[str, int], budget: int, ballot_type: BallotType, **rule: object) -> Terms:
    greedy = CountingRule(kind=RuleKind.GREEDY, scored_by=BY[ballot_type], **rule)  # type: ignore[arg-type]
    options = [option(label, euros(cost)) for label, cost in costs.items()]
    return terms(*options, budget=[euros(budget)], ballot_type=ballot_type, rule=greedy)


def test_the_first_place_of_a_ranked_ballot_is_worth_as_many_points_as_it_names_options() -> None:
    """R4"""
    ballots = [choices_of(BallotType.RANKED, ranks) for ranks in (("b", "a", "c"), ("a",), ("c", "b"))]
    result = count(season({"a": 1, "b": 1, "c": 1}, 3, BallotType.RANKED), ballots)
    assert [(tally.label, tally.votes, tally.score) for tally in result.tallies] == [
        ("b", 2, 4),
        ("a", 2, 3),
        ("c", 2, 3),
    ]


def test_an_option_with_just_the_minimum_score_is_in_and_one_below_is_not() -> None:
    """R4"""
    held = season({"a": 1, "b": 1}, 2, BallotType.CUMULATIVE, minimum_score=5)
    ballots = [choices_of(BallotType.CUMULATIVE, ("a", "b"), (5, 4))]
    assert count(held, ballots).accepted == ("a",)


def test_a_rule_that_stops_takes_nothing_after_the_first_option_that_does_not_fit() -> None:
    """R6"""
    costs, ballots = (
        {"a": 5, "b": 9, "c": 1},
        [choices_of(BallotType.APPROVAL, b) for b in ("abc", "ab", "a")],
    )
    assert count(season(costs, 10, BallotType.APPROVAL), ballots).accepted == ("a", "c")
    assert count(season(costs, 10, BallotType.APPROVAL, stops=True), ballots).accepted == ("a",)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Terms, list[Choices]]:
    """Small rounds of every ballot type and every variant."""
    labels = "abcd"[: draw(st.integers(1, 4))]
    ballot_type = draw(st.sampled_from(list(BY)))
    costs = {label: draw(st.integers(0, 4)) for label in labels}
    stops, minimum = draw(st.booleans()), draw(st.sampled_from([0, 2]))
    held = season(costs, draw(st.integers(1, 8)), ballot_type, stops=stops, minimum_score=minimum)
    ballots = []
    for names in draw(st.lists(st.lists(st.sampled_from(labels), unique=True), max_size=6)):
        points = [draw(st.integers(0, 3)) for _ in names] if ballot_type.gives_points else ()
        ballots.append(choices_of(ballot_type, names, points))
    return held, ballots


def accepted_by(held: Terms, ballots: Sequence[Choices], order: Sequence[str]) -> frozenset[str]:
    """As the definition reads, where options with equal scores come in this order."""
    scores = {
        tally.label: tally.votes if tally.score is None else tally.score
        for tally in count(held, ballots).tallies
    }
    left, accepted, rule = sum(line.amount_minor for line in held.budget), set[str](), held.counting_rule
    costs = {one.label: sum(line.amount_minor for line in one.costs) for one in held.options}
    for label in sorted(order, key=lambda label: -scores[label]):
        if scores[label] < max(1, rule.minimum_score):
            break
        if costs[label] <= left:
            accepted.add(label)
            left -= costs[label]
        elif rule.stops:
            break
    return frozenset(accepted)


@given(rounds())
def test_the_result_says_whether_another_order_of_equal_options_would_change_it(
    held: tuple[Terms, list[Choices]],
) -> None:
    """R7"""
    frozen, ballots = held
    labels = [one.label for one in frozen.options]
    results = {accepted_by(frozen, ballots, order) for order in permutations(labels)}
    result = count(frozen, ballots)
    assert frozenset(result.accepted) in results
    assert result.tie_decided is (len(results) > 1)


@given(rounds(), st.data())
def test_a_further_ballot_for_a_winner_alone_never_makes_it_lose(
    held: tuple[Terms, list[Choices]], data: st.DataObject
) -> None:
    """R4"""
    frozen, ballots = held
    accepted = count(frozen, ballots).accepted
    if accepted:
        winner = data.draw(st.sampled_from(accepted))
        points = (data.draw(st.integers(1, 3)),) if frozen.ballot_type.gives_points else ()
        larger = msgspec.structs.replace(frozen, electorate=frozen.electorate + 1)
        assert winner in count(larger, [*ballots, choices_of(frozen.ballot_type, (winner,), points)]).accepted
