"""Equal Shares: exact, in whatever order, and as its definition reads."""

from fractions import Fraction
from itertools import permutations
from typing import Any
from unittest import mock

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.rounds.ballots import Choices, choices_of
from ledger.rounds.counting import Result, count, explained, result_bytes, result_hash
from ledger.rounds.counting.poll import polled
from ledger.rounds.counting.runs import bought
from ledger.rounds.counting.sharing import Sharing
from ledger.rounds.counting.trace import Comparison, Shares, payments_of
from ledger.rounds.counting.wishes import SAME
from ledger.rounds.terms import BallotType, Completion, CountingRule, RuleKind, ScoredBy, Terms
from tests.ledger.counting.plainly import result_by
from tests.ledger.test_counting import euros, option, terms

LABELS = "abcde"


def equal_shares(**rule: Any) -> CountingRule:
    return CountingRule(kind=RuleKind.EQUAL_SHARES, **rule)


def village(budget: int, costs: dict[str, int], **rule: Any) -> Terms:
    """An approval round; amounts in cents."""
    options = [option(label, euros(cost)) for label, cost in costs.items()]
    return terms(*options, budget=[euros(budget)], rule=equal_shares(**rule))


def approving(*ballots: str) -> list[Choices]:
    """Each letter is an option that the ballot chooses."""
    return [choices_of(BallotType.APPROVAL, ballot) for ballot in ballots]


def shares_of(frozen: Terms, ballots: list[Choices]) -> tuple[Result, Shares]:
    result, trace = explained(frozen, ballots)
    assert isinstance(trace, Shares)
    return result, trace


def test_a_minority_gets_what_its_shares_pay_for() -> None:
    """R4"""
    season = village(1000, {"a": 500, "b": 500, "c": 400})
    ballots = approving("ab", "ab", "ab", "c", "c")
    assert count(season, ballots).accepted == ("a", "c")
    by_votes = msgspec.structs.replace(season, rule=CountingRule(kind=RuleKind.GREEDY))
    assert count(by_votes, ballots).accepted == ("a", "b")


def test_whoever_has_less_than_the_price_pays_all_and_the_others_share_the_rest() -> None:
    """R4"""
    season = village(1200, {"a": 600, "b": 300})
    result, trace = shares_of(season, approving("a", "a", "ab", "b"))
    assert result.accepted == ("a", "b")
    first, second = trace.purchases
    assert (first.label, first.price, first.rho) == ("a", "200", "1/3")
    assert (first.paid_price, first.paid_all, first.had_nothing) == (3, 0, 0)
    assert (second.label, second.price, second.rho) == ("b", "200", "2/3")
    assert (second.paid_price, second.paid_all, second.had_nothing) == (1, 1, 0)
    in_both = payments_of(trace, Choices(("a", "b")))
    assert [(payment.label, payment.paid, payment.left) for payment in in_both] == [
        ("a", "200", "100"),
        ("b", "100", "0"),
    ]


def test_shares_grow_by_a_whole_euro_until_one_more_would_buy_more_than_the_budget() -> None:
    """R6"""
    costs = {"a": 600, "b": 500}
    ballots = approving("a", "a", "b")
    assert count(village(1000, costs), ballots).accepted == ("a",)
    none_more = village(1000, costs, completion=Completion.ADD1)
    result, trace = shares_of(none_more, ballots)
    assert result.accepted == ("a",)
    assert (trace.first_share, trace.share, trace.added) == ("1000/3", "1300/3", 1)
    assert trace.unbought[0].had_left == "1300/3"


def test_greedy_after_the_growth_takes_what_still_fits() -> None:
    """R6"""
    costs = {"a": 600, "b": 500, "c": 390}
    ballots = approving("a", "a", "a", "b", "bc")
    grown = village(1000, costs, completion=Completion.ADD1)
    assert count(grown, ballots).accepted == ("a",)
    filled = msgspec.structs.replace(grown, rule=equal_shares(completion=Completion.ADD1_GREEDY))
    result, trace = shares_of(filled, ballots)
    assert result.accepted == ("a", "c")
    assert [(turn.label, turn.verdict) for turn in trace.completed] == [
        ("b", "does-not-fit"),
        ("c", "accepted"),
    ]


def test_an_option_that_costs_nothing_is_accepted_where_anybody_chose_it() -> None:
    """R4"""
    free = terms(option("a"), option("b"), budget=[euros(100)], rule=equal_shares())
    assert count(free, approving("a", "")).accepted == ("a",)


def test_without_ballots_nothing_is_bought() -> None:
    """R4"""
    result, trace = shares_of(village(100, {"a": 1}, completion=Completion.ADD1_GREEDY, compared=True), [])
    assert (result.accepted, trace.share) == ((), "0")


def test_a_result_that_more_electors_like_less_than_greedys_gives_way_to_it() -> None:
    """R4"""
    ballots = approving("a", "b", "b")
    season = village(300, {"a": 100, "b": 300})
    assert count(season, ballots).accepted == ("a",)
    compared = msgspec.structs.replace(season, rule=equal_shares(compared=True))
    result, trace = shares_of(compared, ballots)
    assert result.accepted == ("b",)
    assert trace.comparison == Comparison(
        prefer_equal_shares=1, prefer_greedy=2, greedy=("b",), greedy_stands=True
    )
    assert count(compared, approving("a", "b", "b", "a", "a")).accepted == ("a",)


def test_a_small_coin_needs_no_more_looks_than_another() -> None:
    """R4"""
    season = village(
        100_000_000_00,
        {"a": 1_000_000_00, "b": 90_000_000_00, "c": 20_000_000_00},
        completion=Completion.ADD1,
    )
    result, trace = shares_of(season, approving(*["a"] * 30, *["ab"] * 5, "c"))
    assert result.accepted == ("a", "b")
    assert trace.added > 1_000_000


def test_the_hash_of_a_result_is_over_its_bytes() -> None:
    """R4"""
    result = count(village(100, {"a": 100}), approving("a"))
    assert result_bytes(result) == msgspec.json.encode(result)
    assert len(result_hash(result)) == 64


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Terms, list[Choices]]:
    """Small rounds of every kind, with costs that make ties, near ties and bare electors likely."""
    labels = LABELS[: draw(st.integers(1, 4))]
    unit = draw(st.sampled_from([1, 100, 100, 10**12]))
    costs = st.integers(0, 6).flatmap(lambda n: st.sampled_from([n * unit, n * unit + 1, 1]))
    ballot_type = draw(st.sampled_from([BallotType.APPROVAL, BallotType.CUMULATIVE, BallotType.SCORE]))
    budget = draw(st.integers(1, 12)) * unit
    rule = equal_shares(
        completion=draw(st.sampled_from(Completion)) if unit <= 100 else Completion.NONE,
        compared=draw(st.booleans()),
        minimum_score=draw(st.sampled_from([0, 0, 2])),
        scored_by=ScoredBy.POINTS if ballot_type.gives_points else ScoredBy.VOTES,
    )
    season = terms(
        *(option(label, euros(draw(costs))) for label in labels),
        budget=[euros(budget)],
        ballot_type=ballot_type,
        rule=rule,
    )
    chosen = st.lists(st.sampled_from(labels), unique=True)
    ballots = []
    for names in draw(st.lists(chosen, max_size=7)):
        points = [draw(st.integers(0, 3)) for _ in names] if ballot_type.gives_points else ()
        ballots.append(choices_of(ballot_type, names, points))
    # Now and then so many equal ones that they are counted together.
    return season, ballots * draw(st.sampled_from([1, 1, 1, 1, SAME]))


def declared(season: Terms) -> list[str]:
    """The order of R7: lower cost, then the label."""
    return [
        one.label
        for one in sorted(season.options, key=lambda one: (sum(c.amount_minor for c in one.costs), one.label))
    ]


@given(rounds())
@settings(max_examples=300)
def test_the_result_is_that_of_the_definition(held: tuple[Terms, list[Choices]]) -> None:
    """R4"""
    season, ballots = held
    assert frozenset(count(season, ballots).accepted) == result_by(season, ballots, declared(season))


@given(rounds())
@settings(max_examples=200)
def test_the_result_says_whether_another_order_of_equal_options_would_change_it(
    held: tuple[Terms, list[Choices]],
) -> None:
    """R7"""
    season, ballots = held
    results = {result_by(season, ballots, order) for order in permutations(declared(season))}
    assert count(season, ballots).tie_decided is (len(results) > 1)


@given(rounds())
def test_an_exact_run_buys_what_a_rounded_one_does(held: tuple[Terms, list[Choices]]) -> None:
    """R4"""
    season, ballots = held
    sharing = Sharing(season, polled(season, ballots, None))
    for added in (0, 1, 7):
        exact = sharing.exactly(added, sharing.declared).steps
        found = sharing.bought(added, sharing.declared)
        assert [step.offer.wish.label for step in found] == [step.offer.wish.label for step in exact]
        assert [step.tied for step in found] == [step.tied for step in exact]


@given(rounds(), st.randoms(use_true_random=False))
def test_a_recount_gives_identical_bytes_in_whatever_order_ballots_and_options_came(
    held: tuple[Terms, list[Choices]], random: Any
) -> None:
    """R4"""
    season, ballots = held
    options = tuple(random.sample(season.options, len(season.options)))
    mixed = msgspec.structs.replace(season, options=options)
    again = count(mixed, random.sample(ballots, len(ballots)))
    assert result_bytes(again) == result_bytes(count(season, ballots))


@given(rounds())
def test_no_result_spends_more_than_the_budget(held: tuple[Terms, list[Choices]]) -> None:
    """R6"""
    season, ballots = held
    accepted = count(season, ballots).accepted
    spent = sum(line.amount_minor for one in season.options if one.label in accepted for line in one.costs)
    assert spent <= sum(line.amount_minor for line in season.budget)


@given(rounds())
def test_no_elector_pays_more_than_the_final_share_and_together_they_pay_what_is_bought(
    held: tuple[Terms, list[Choices]],
) -> None:
    """R4, R6"""
    season, ballots = held
    _, trace = shares_of(season, ballots)
    paid = Fraction(0)
    for ballot in ballots:
        payments = payments_of(trace, ballot)
        mine = sum((Fraction(payment.paid) for payment in payments), Fraction(0))
        assert mine <= Fraction(trace.share)
        assert all(Fraction(payment.left) >= 0 for payment in payments)
        paid += mine
    assert paid == sum(purchase.cost_minor for purchase in trace.purchases)
    assert [Fraction(step.rho) for step in trace.purchases] == sorted(
        Fraction(step.rho) for step in trace.purchases
    )


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("cost", [10**5, 10**14])
def test_options_that_stay_equal_or_nearly_so_over_a_long_way_need_no_more_looks_than_others(
    cost: int, more: int
) -> None:
    """R4: whoever may draft a round or vote in it cannot make its counting last."""
    season = village(
        5 * cost + more,
        {"a": cost, "b": cost + more, "c": cost, "d": 2 * cost},
        completion=Completion.ADD1,
    )
    ballots = polled(season, approving("ac", "bc", "c", "a", "b", "d", *[""] * 94), None)
    sharing = Sharing(season, ballots)
    with mock.patch("ledger.rounds.counting.sharing.bought", side_effect=bought) as made:
        sharing.added(sharing.declared)
    assert made.call_count < 500


@given(rounds())
@settings(max_examples=100, deadline=None)
def test_the_proof_for_long_ways_ends_them_where_the_definition_does(
    held: tuple[Terms, list[Choices]],
) -> None:
    """R4"""
    season, ballots = held
    with mock.patch("ledger.rounds.counting.sharing.MANY_RUNS", 0):
        proven = count(season, ballots)
    assert frozenset(proven.accepted) == result_by(season, ballots, declared(season))
    results = {result_by(season, ballots, order) for order in permutations(declared(season))}
    assert proven.tie_decided is (len(results) > 1)
