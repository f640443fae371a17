"""What a draft declares of its ballots, by which rule they are counted and what each may hold; frozen with the rest."""

import pytest

from ledger.associations.rules import Office
from ledger.identifiers import UNRESTRICTED, RoundId
from ledger.proposals.commands import AppointGiven, LineGiven
from ledger.refusals import AmountNotPositive, Refused, TooManyDigits
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
from ledger.rounds.commands import DraftRound, OpenRound
from ledger.rounds.declaring import LARGEST_BOUND
from ledger.rounds.refusals import BudgetMissing, OptionSpendsNothing
from ledger.rounds.terms import RULE_OF, BallotType, Bounds, Completion, CountingRule, RuleKind, ScoredBy
from tests.ledger.balloting import but, drafts, held, within
from tests.ledger.deciding import (
    ACCOUNT,
    BIA,
    SCHOOL,
    admitted,
    asks,
    euros,
    gift,
    in_account,
    line,
    round_of,
    village,
)
from tests.scenario import Scenario

SHARING = [kind for kind in BallotType if kind.shares_budget]
ESCUDOS = LineGiven("CVE", UNRESTRICTED, "1000")
EQUAL_SHARES = CountingRule(kind=RuleKind.EQUAL_SHARES)
GOES = {
    (BallotType.YES_NO_ABSTAIN, RuleKind.MAJORITY, ScoredBy.VOTES),
    (BallotType.APPROVAL, RuleKind.GREEDY, ScoredBy.VOTES),
    (BallotType.APPROVAL, RuleKind.EQUAL_SHARES, ScoredBy.VOTES),
    *(
        (ballot_type, rule, score)
        for ballot_type in (BallotType.CUMULATIVE, BallotType.SCORE)
        for rule in (RuleKind.GREEDY, RuleKind.EQUAL_SHARES)
        for score in (ScoredBy.VOTES, ScoredBy.POINTS)
    ),
    (BallotType.RANKED, RuleKind.GREEDY, ScoredBy.RANKS),
}
"""Every ballot type with each rule and score that goes with it."""


def declared(scenario: Scenario, ballot_type: BallotType, rule: CountingRule | None = None) -> DraftRound:
    """A draft of this ballot type and rule."""
    if ballot_type is BallotType.YES_NO_ABSTAIN:
        return but(asks(admitted(scenario)), rule=rule)
    return drafts(scenario, ballot_type, rule=rule)


@pytest.mark.parametrize("ballot_type", BallotType)
@pytest.mark.parametrize("kind", RuleKind)
@pytest.mark.parametrize("score", ScoredBy)
def test_a_round_is_counted_by_a_rule_that_goes_with_its_ballots(
    ballot_type: BallotType, kind: RuleKind, score: ScoredBy
) -> None:
    """R1"""
    scenario = village()
    rule = CountingRule(kind=kind, scored_by=score)
    scenario.when(declared(scenario, ballot_type, rule))
    if (ballot_type, kind, score) in GOES:
        scenario.then_kinds("round-drafted")
    elif (ballot_type, kind) in {known[:2] for known in GOES}:
        scenario.then_refused(ScoreNotForBallot)
    else:
        scenario.then_refused(RuleNotForBallot)


@pytest.mark.parametrize("ballot_type", BallotType)
def test_without_a_rule_a_round_is_counted_by_the_one_of_its_ballots(ballot_type: BallotType) -> None:
    """R1"""
    scenario = village()
    scenario.done(declared(scenario, ballot_type, RULE_OF[ballot_type]))
    round_id = RoundId(scenario.done(declared(scenario, ballot_type)))
    assert round_of(scenario, round_id).rule is None
    scenario.done(OpenRound(account=ACCOUNT, round=round_id))
    terms = round_of(scenario, round_id).terms
    assert terms is not None
    assert terms.counting_rule == RULE_OF[ballot_type]


@pytest.mark.parametrize("version", [0, 2, -1])
def test_a_rule_has_a_version_that_is_defined(version: int) -> None:
    """R1"""
    scenario = village()
    rule = CountingRule(kind=RuleKind.GREEDY, version=version)
    scenario.when(drafts(scenario, BallotType.APPROVAL, rule=rule)).then_refused(UnknownRuleVersion)


@pytest.mark.parametrize(
    ("ballot_type", "rule"),
    [
        (BallotType.YES_NO_ABSTAIN, CountingRule(kind=RuleKind.MAJORITY, stops=True)),
        (BallotType.YES_NO_ABSTAIN, CountingRule(kind=RuleKind.MAJORITY, minimum_score=1)),
        (BallotType.YES_NO_ABSTAIN, CountingRule(kind=RuleKind.MAJORITY, compared=True)),
        (BallotType.APPROVAL, CountingRule(kind=RuleKind.EQUAL_SHARES, stops=True)),
        (BallotType.APPROVAL, CountingRule(kind=RuleKind.GREEDY, compared=True)),
        (BallotType.SCORE, CountingRule(kind=RuleKind.GREEDY, completion=Completion.ADD1)),
    ],
)
def test_a_rule_has_no_part_of_another(ballot_type: BallotType, rule: CountingRule) -> None:
    """R1"""
    scenario = village()
    scenario.when(declared(scenario, ballot_type, rule)).then_refused(PartOfAnotherRule)


def test_greedy_may_stop_and_equal_shares_be_completed_and_compared() -> None:
    """R1"""
    scenario = village()
    stopping = CountingRule(kind=RuleKind.GREEDY, stops=True, minimum_score=3)
    scenario.when(drafts(scenario, BallotType.APPROVAL, rule=stopping)).then_kinds("round-drafted")
    for completion in Completion:
        rule = CountingRule(kind=RuleKind.EQUAL_SHARES, completion=completion, compared=True)
        scenario.when(drafts(scenario, BallotType.APPROVAL, rule=rule)).then_kinds("round-drafted")


def test_equal_shares_are_of_one_unit_under_one_purpose() -> None:
    """R1, L3"""
    scenario = village()
    command = drafts(scenario, BallotType.APPROVAL, rule=EQUAL_SHARES)
    for budget in (
        (euros("400.00"), euros("100.00", SCHOOL)),
        (euros("400.00"), ESCUDOS),
    ):
        scenario.when(but(command, budget=budget)).then_refused(EqualSharesOfOneLine)
    scenario.when(but(command, budget=(euros("4.00"), euros("1.00")))).then_kinds("round-drafted")


@pytest.mark.parametrize("ballot_type", SHARING)
def test_whatever_shares_out_money_has_a_budget_and_proposals_that_spend(ballot_type: BallotType) -> None:
    """R1"""
    scenario = village()
    scenario.when(but(drafts(scenario, ballot_type), budget=())).then_refused(BudgetMissing)
    officer = AppointGiven(office=Office.AUDITOR, member=BIA)
    command = but(drafts(scenario, ballot_type, costs={}), items=asks(admitted(scenario, officer)).items)
    scenario.when(OpenRound(account=ACCOUNT, round=RoundId(scenario.done(command))))
    scenario.then_refused(OptionSpendsNothing)


@pytest.mark.parametrize(
    ("ballot_type", "bounds", "refusal"),
    [
        (BallotType.YES_NO_ABSTAIN, {"max_length": 1}, BoundNotForBallot),
        (BallotType.YES_NO_ABSTAIN, {"max_sum_cost": "1.00"}, BoundNotForBallot),
        (BallotType.APPROVAL, {"max_points": 3}, BoundNotForBallot),
        (BallotType.APPROVAL, {"max_sum_points": 3}, BoundNotForBallot),
        (BallotType.RANKED, {"min_sum_points": 3}, BoundNotForBallot),
        (BallotType.CUMULATIVE, {"max_sum_points": 0}, SumOfPointsMissing),
        (BallotType.CUMULATIVE, {"max_sum_points": 0, "max_points": 4}, SumOfPointsMissing),
        (BallotType.SCORE, {"max_points": 0}, HighestPointsMissing),
        (BallotType.SCORE, {"max_points": 0, "max_sum_points": 4}, HighestPointsMissing),
        (BallotType.APPROVAL, {"min_length": 3, "max_length": 2}, BoundsContradict),
        (BallotType.APPROVAL, {"max_length": 4}, BoundsContradict),
        (BallotType.RANKED, {"min_length": 4}, BoundsContradict),
        (BallotType.CUMULATIVE, {"min_sum_points": 11}, BoundsContradict),
        (BallotType.CUMULATIVE, {"min_sum_points": 10, "max_points": 3}, BoundsContradict),
        (BallotType.CUMULATIVE, {"min_sum_points": 9, "max_points": 3, "max_length": 2}, BoundsContradict),
        (BallotType.CUMULATIVE, {"min_length": 3, "max_sum_points": 2}, BoundsContradict),
        (BallotType.SCORE, {"min_sum_points": 16}, BoundsContradict),
        (BallotType.APPROVAL, {"min_length": -1}, BoundMalformed),
        (BallotType.RANKED, {"max_length": -1}, BoundMalformed),
        (BallotType.SCORE, {"max_points": LARGEST_BOUND + 1}, BoundMalformed),
        (BallotType.APPROVAL, {"max_sum_cost": "0"}, AmountNotPositive),
        (BallotType.APPROVAL, {"max_sum_cost": "1.001"}, TooManyDigits),
    ],
)
def test_bounds_go_with_the_ballot_and_can_be_kept(
    ballot_type: BallotType, bounds: dict[str, object], refusal: type[Refused]
) -> None:
    """R1"""
    scenario = village()
    scenario.when(within(declared(scenario, ballot_type), **bounds)).then_refused(refusal)


@pytest.mark.parametrize("score", [-1, LARGEST_BOUND + 1])
def test_a_minimum_score_is_a_number_that_can_be_counted(score: int) -> None:
    """R1"""
    scenario = village()
    rule = CountingRule(kind=RuleKind.GREEDY, minimum_score=score)
    scenario.when(drafts(scenario, BallotType.APPROVAL, rule=rule)).then_refused(BoundMalformed)


@pytest.mark.parametrize(
    ("ballot_type", "bounds"),
    [
        (BallotType.APPROVAL, {"min_length": 3, "max_length": 3}),
        (BallotType.APPROVAL, {"min_length": 3}),
        (BallotType.RANKED, {"max_length": 3}),
        (BallotType.CUMULATIVE, {"min_sum_points": 10}),
        (BallotType.CUMULATIVE, {"min_sum_points": 9, "max_points": 3}),
        (BallotType.CUMULATIVE, {"min_length": 3, "max_sum_points": 3}),
        (BallotType.SCORE, {"min_sum_points": 15, "max_length": 3}),
        (BallotType.SCORE, {"max_sum_points": 1}),
    ],
)
def test_bounds_that_some_ballot_can_keep_are_declared(
    ballot_type: BallotType, bounds: dict[str, object]
) -> None:
    """R1"""
    scenario = village()
    scenario.when(within(declared(scenario, ballot_type), **bounds)).then_kinds("round-drafted")


def test_a_bound_on_costs_is_in_the_one_unit_of_the_budget() -> None:
    """L3, R1"""
    scenario = village()
    scenario.given(*in_account(gift(5_000, "CVE", "contribution-two")))
    command = drafts(scenario, BallotType.APPROVAL, max_sum_cost="400.00")
    mixed = but(command, budget=(euros("400.00"), ESCUDOS))
    scenario.when(mixed).then_refused(CostBoundOfSeveralUnits)
    round_id = RoundId(scenario.done(but(command, budget=(euros("400.00"), euros("1.00", SCHOOL)))))
    assert round_of(scenario, round_id).bounds == Bounds(max_sum_cost_minor=400_00)


def test_no_round_opens_in_which_the_shortest_ballot_costs_more_than_any_may() -> None:
    """R1, R2"""
    scenario = village()
    command = drafts(scenario, BallotType.RANKED, min_length=2, max_sum_cost="299.99")
    round_id = RoundId(scenario.done(command))
    scenario.when(OpenRound(account=ACCOUNT, round=round_id)).then_refused(BoundsContradict)
    round_id = RoundId(scenario.done(within(command, max_sum_cost="300.00")))
    scenario.when(OpenRound(account=ACCOUNT, round=round_id))
    assert scenario.refusal is None


def test_rule_and_bounds_are_frozen_at_the_opening() -> None:
    """R1, R2"""
    scenario = village()
    rule = CountingRule(kind=RuleKind.EQUAL_SHARES, scored_by=ScoredBy.POINTS, completion=Completion.ADD1)
    round_id = held(scenario, BallotType.CUMULATIVE, rule, min_length=1, max_sum_cost="450.00")
    terms = round_of(scenario, round_id).terms
    assert terms is not None
    assert terms.counting_rule == rule
    assert terms.bounds == Bounds(min_length=1, max_sum_cost_minor=450_00, max_sum_points=10)
    assert terms.budget == (line(500_00),)
