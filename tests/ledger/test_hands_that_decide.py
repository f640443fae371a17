"""A show of hands decides where its totals say all that is counted; where they do not, ballots do (R9)."""

from datetime import timedelta

import msgspec
import pytest

from ledger.rounds.ballot_refusals import HandsBeyondBounds, HandsCannotDecide
from ledger.rounds.commands import DecideInAssembly
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import BallotType, CountingRule, RuleKind
from tests.ledger.assembling import hands, minutes, result_of, shared_in_sitting, totals
from tests.ledger.balloting import NEEDED, held
from tests.ledger.deciding import ANA, BIA, CATY, NOON, admitted, counted, spend, village
from tests.scenario import Scenario

LATER = NOON + timedelta(hours=3)
EQUAL_SHARES = CountingRule(kind=RuleKind.EQUAL_SHARES)
NOT_BY_HAND = [
    *((ballot_type, None) for ballot_type in (BallotType.CUMULATIVE, BallotType.RANKED, BallotType.SCORE)),
    (BallotType.APPROVAL, EQUAL_SHARES),
]


def sits(scenario: Scenario, **votes: int) -> DecideInAssembly:
    """Three members share out a budget between a van and a bus."""
    of = minutes(scenario, attendance=3)
    van, bus = admitted(scenario, spend("300.00")), admitted(scenario, spend("250.00"))
    return shared_in_sitting(of, "900.00", *totals(**votes), van=van, bus=bus)


@pytest.mark.parametrize(("ballot_type", "rule"), NOT_BY_HAND)
def test_a_sitting_decides_nothing_for_which_totals_are_too_little(
    ballot_type: BallotType, rule: CountingRule | None
) -> None:
    """R9"""
    scenario = village()
    command = msgspec.structs.replace(
        sits(scenario, van=3, bus=1),
        ballot_type=ballot_type,
        rule=rule,
        bounds=NEEDED.get(ballot_type, BoundsGiven()),
    )
    scenario.when(command).then_refused(HandsCannotDecide)


@pytest.mark.parametrize(("ballot_type", "rule"), NOT_BY_HAND)
def test_hands_are_not_entered_where_totals_are_too_little(
    ballot_type: BallotType, rule: CountingRule | None
) -> None:
    """R9"""
    scenario = village()
    round_id = held(scenario, ballot_type, rule)
    of = minutes(scenario.at(LATER), ANA, BIA, CATY, met=NOON)
    scenario.when(hands(round_id, of, *totals(van=3, bus=1, well=0))).then_refused(HandsCannotDecide)


def test_an_assembly_may_share_out_a_budget_by_greedy_with_all_that_belongs_to_it() -> None:
    """R9, R4"""
    scenario = village()
    rule = CountingRule(kind=RuleKind.GREEDY, minimum_score=2, stops=True)
    round_id = scenario.done(msgspec.structs.replace(sits(scenario, van=3, bus=1), rule=rule))
    assert result_of(scenario, round_id).accepted == ("van",)


def test_hands_together_keep_to_the_length_of_a_ballot() -> None:
    """R9, V2"""
    scenario = village()
    command = msgspec.structs.replace(sits(scenario, van=2, bus=2), bounds=BoundsGiven(max_length=1))
    scenario.when(command).then_refused(HandsBeyondBounds)
    scenario.when(msgspec.structs.replace(command, totals=totals(van=2, bus=1)))
    assert scenario.refusal is None


def test_hands_together_keep_to_what_a_ballot_may_cost() -> None:
    """R9, V2"""
    scenario = village()
    command = msgspec.structs.replace(sits(scenario, van=3, bus=1), bounds=BoundsGiven(max_sum_cost="300.00"))
    scenario.when(command).then_refused(HandsBeyondBounds)
    scenario.when(msgspec.structs.replace(command, totals=totals(van=2, bus=1)))
    assert scenario.refusal is None


def test_hands_are_entered_beside_ballots_that_are_counted_with_them() -> None:
    """R9, V4"""
    scenario = village()
    round_id = held(scenario, BallotType.APPROVAL, max_length=2)
    of = minutes(scenario.at(LATER), ANA, BIA, CATY, met=NOON)
    scenario.when(hands(round_id, of, *totals(van=3, bus=3, well=1))).then_refused(HandsBeyondBounds)
    scenario.done(hands(round_id, of, *totals(van=3, bus=3, well=0)))
    assert counted(scenario, round_id).by_hand == 3
