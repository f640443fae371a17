"""What a file calls its vote type and rule becomes a ballot type, a counting rule and bounds, or a sentence."""

from dataclasses import replace
from decimal import Decimal

import pytest

from api.elections.pabulib import Election, Project, Stated
from api.elections.rules import Counting, ElectionNotSupported, counting_of
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import BallotType, Completion, CountingRule, RuleKind, ScoredBy

NOTHING = Stated()
ELECTION = Election(
    description="", country="Portugal", unit="Town", subunit="", instance="2025", currency="EUR",
    budget=Decimal("200.00"), vote_type="approval", rule="greedy", opens=None, closes=None, stated=NOTHING,
    projects=tuple(
        Project(name, name, Decimal("100.00"), selected=None, votes=None) for name in ("bus", "well", "hoses")
    ), ballots=(), num_projects=None, num_votes=None,
)  # fmt: skip


def counting(
    vote_type: str = "approval", rule: str = "greedy", *, stated: Stated = NOTHING, named: str | None = None
) -> Counting:
    return counting_of(replace(ELECTION, vote_type=vote_type, rule=rule, stated=stated), named)


def refused(vote_type: str, rule: str, *, stated: Stated = NOTHING, named: str | None = None) -> str:
    with pytest.raises(ElectionNotSupported) as caught:
        counting(vote_type, rule, stated=stated, named=named)
    return str(caught.value)


@pytest.mark.parametrize(
    ("vote_type", "ballot_type", "scored_by"),
    [
        ("approval", BallotType.APPROVAL, ScoredBy.VOTES),
        ("choose-1", BallotType.APPROVAL, ScoredBy.VOTES),
        ("cumulative", BallotType.CUMULATIVE, ScoredBy.POINTS),
        ("ordinal", BallotType.RANKED, ScoredBy.RANKS),
        ("scoring", BallotType.SCORE, ScoredBy.POINTS),
    ],
)
def test_every_vote_type_is_a_ballot_type_with_a_score_of_its_own(
    vote_type: str, ballot_type: BallotType, scored_by: ScoredBy
) -> None:
    """R1, R4"""
    found = counting(vote_type)
    assert (found.ballot_type, found.rule.kind, found.rule.scored_by) == (
        ballot_type,
        RuleKind.GREEDY,
        scored_by,
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("greedy", CountingRule(kind=RuleKind.GREEDY)),
        ("greedy-threshold", CountingRule(kind=RuleKind.GREEDY)),
        ("greedy-no-skip", CountingRule(kind=RuleKind.GREEDY, stops=True)),
        ("equalshares", CountingRule(kind=RuleKind.EQUAL_SHARES)),
        ("equalshares-comparison", CountingRule(kind=RuleKind.EQUAL_SHARES, compared=True)),
        ("equalshares/add1", CountingRule(kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1)),
        (
            "equalshares/add1-comparison",
            CountingRule(kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1, compared=True),
        ),
    ],
)
def test_every_rule_of_the_format_that_says_how_to_count_is_counted_so(
    rule: str, expected: CountingRule
) -> None:
    """R4"""
    assert counting(rule=rule).rule == expected


def test_what_the_file_states_binds_ballots_and_scores() -> None:
    """V6, R1"""
    stated = Stated(
        min_length=1, max_length=3, max_sum_cost=Decimal("150.50"), min_sum_points=2, max_sum_points=10,
        max_points=5, min_project_score_threshold=50,
    )  # fmt: skip
    found = counting("cumulative", "greedy-threshold", stated=stated)
    assert found.rule.minimum_score == 50
    assert found.bounds == BoundsGiven(
        min_length=1,
        max_length=3,
        max_sum_cost="150.50",
        min_sum_points=2,
        max_sum_points=10,
        max_points=5,
    )


def test_what_the_file_leaves_out_binds_nobody_but_a_single_choice_is_one() -> None:
    """V6"""
    assert counting().bounds == BoundsGiven()
    assert counting("choose-1").bounds == BoundsGiven(min_length=1, max_length=1)


def test_a_length_beyond_the_projects_that_there_are_binds_nobody() -> None:
    """V6"""
    assert counting(stated=Stated(max_length=15)).bounds == BoundsGiven(max_length=3)


def test_what_was_withdrawn_after_the_vote_is_no_option_and_spoils_a_ranking() -> None:
    """R6, P4"""
    gone = Project("gone", "gone", Decimal("999999999.00"), selected=False, votes=None)
    election = replace(ELECTION, projects=(*ELECTION.projects, gone), stated=Stated(max_length=4))
    assert counting_of(election).bounds == BoundsGiven(max_length=3)
    with pytest.raises(ElectionNotSupported, match="withdrawn after the vote"):
        counting_of(replace(election, vote_type="ordinal"))


@pytest.mark.parametrize("rule", ["unknown", "greedy-custom", "greedy-exclusive"])
def test_a_rule_that_the_file_does_not_tell_must_be_named(rule: str) -> None:
    """R4"""
    sentence = refused("approval", rule)
    assert sentence.startswith(
        f"The rule {rule} of the file cannot be counted here; name one with --rule: greedy, "
    )
    assert counting(rule=rule, named="equal-shares/add1") == counting(rule="equalshares/add1")


def test_ranks_are_no_utilities_for_equal_shares() -> None:
    """R4"""
    assert refused("ordinal", "equalshares").endswith("--rule: greedy, greedy-threshold, greedy-no-skip.")
    assert refused("ordinal", "greedy", named="equal-shares").endswith(
        "greedy, greedy-threshold, greedy-no-skip."
    )


@pytest.mark.parametrize(
    ("vote_type", "rule", "named", "sentence"),
    [
        (
            "knapsack",
            "greedy",
            None,
            "The vote_type knapsack cannot be counted here; known are approval, choose-1, ",
        ),
        ("a" * 41, "greedy", None, "The vote_type cannot"),
        ("approval", "Greedy", None, "The rule of the file cannot"),
        ("approval", "what Maria Lima wished", None, "The rule of the file cannot"),
        ("approval", "greedy", "fairest", "The rule fairest cannot be named here; name one of greedy, "),
    ],
)
def test_another_rule_is_never_silently_put_in_place(
    vote_type: str, rule: str, named: str | None, sentence: str
) -> None:
    """R4"""
    assert refused(vote_type, rule, named=named).startswith(sentence)


@pytest.mark.parametrize(
    "stated", [Stated(min_sum_cost=Decimal(1)), Stated(min_points=1), Stated(default_score=1)], ids=str
)
def test_a_bound_that_ballots_here_do_not_have_is_not_passed_over_in_silence(stated: Stated) -> None:
    """V6"""
    assert "remove it from the file" in refused("scoring", "greedy", stated=stated)
