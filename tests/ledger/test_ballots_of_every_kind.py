"""Ballots by points, scores and ranks, and what bounds a ballot: within them it counts, beyond them it is refused."""

from typing import Any

import msgspec
import pytest

from ledger.context import canonical, seal_of
from ledger.identifiers import MemberToken, RoundId, stream_of
from ledger.refusals import Refused
from ledger.rounds.ballot_refusals import (
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
from ledger.rounds.events import BallotCast
from ledger.rounds.refusals import OptionNamedTwice, UnknownOption
from ledger.rounds.terms import BallotType
from tests.ledger.balloting import giving, held
from tests.ledger.deciding import ACCOUNT, ANA, BIA, CATY, ballot, cast, counted, question, village
from tests.scenario import Scenario

SHARING = [kind for kind in BallotType if kind.shares_budget]
GIVING = [kind for kind in BallotType if kind.gives_points]


def gives(scenario: Scenario, round_id: RoundId, member: MemberToken, **points: int) -> BallotCast:
    """A member's ballot is in; what was recorded of it."""
    command = giving(scenario, round_id, member, **points)
    scenario.done(command, by=command.elector)
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, BallotCast)
    return event


@pytest.mark.parametrize("ballot_type", GIVING)
def test_points_stay_with_the_options_to_which_they_were_given(ballot_type: BallotType) -> None:
    """V1, V8"""
    scenario = village()
    round_id = held(scenario, ballot_type)
    event = gives(scenario, round_id, ANA, well=1, bus=5, van=4)
    assert (event.choices, event.points) == (("bus", "van", "well"), (5, 4, 1))
    assert event.seal == seal_of(event.salt, canonical([1, ["bus", "van", "well"], [5, 4, 1]]))
    assert scenario.recorded[0].stream == stream_of(ACCOUNT, round_id)


def test_a_ranked_ballot_keeps_the_order_of_preference() -> None:
    """V1"""
    scenario = village()
    command = ballot(scenario, held(scenario, BallotType.RANKED), ANA, "well", "bus")
    scenario.done(command, by=command.elector)
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, BallotCast)
    assert (event.choices, event.points) == (("well", "bus"), ())
    assert event.seal == seal_of(event.salt, canonical([1, ["well", "bus"]]))


@pytest.mark.parametrize("ballot_type", SHARING)
def test_whatever_the_ballot_its_options_exist_and_none_is_named_twice(ballot_type: BallotType) -> None:
    """V2"""
    scenario = village()
    round_id = held(scenario, ballot_type)
    points = (1, 1) if ballot_type.gives_points else ()
    for labels, refusal in ((("van", "van"), OptionNamedTwice), (("van", "boat"), UnknownOption)):
        command = ballot(scenario, round_id, ANA, *labels)
        scenario.when(msgspec.structs.replace(command, points=points)).then_refused(refusal)


@pytest.mark.parametrize("ballot_type", SHARING)
def test_an_empty_ballot_takes_part_where_no_bound_asks_for_more(ballot_type: BallotType) -> None:
    """V4, R3"""
    scenario = village()
    round_id = held(scenario, ballot_type)
    cast(scenario, round_id, ANA)
    result = counted(scenario, round_id)
    assert result.ballots_counted == 1
    assert not any(tally.votes for tally in result.tallies)


@pytest.mark.parametrize("ballot_type", SHARING)
def test_a_ballot_keeps_to_its_lengths(ballot_type: BallotType) -> None:
    """V6"""
    scenario = village()
    round_id = held(scenario, ballot_type, min_length=1, max_length=2)
    points = dict.fromkeys(("van", "bus", "well"), 1)

    def of(*labels: str) -> Scenario:
        if ballot_type.gives_points:
            given = {label: points[label] for label in labels}
            return scenario.when(giving(scenario, round_id, ANA, **given))
        return scenario.when(ballot(scenario, round_id, ANA, *labels))

    of().then_refused(TooFewOptions)
    of("van", "bus", "well").then_refused(TooManyOptions)
    of("van").then_kinds("ballot-cast")
    of("van", "bus").then_kinds("ballot-cast")


def test_what_a_ballot_names_keeps_to_its_cost_as_it_is_frozen() -> None:
    """V6, R1"""
    scenario = village()
    round_id = held(scenario, BallotType.APPROVAL, max_sum_cost="300.00")
    scenario.when(ballot(scenario, round_id, ANA, "van", "well")).then_refused(CostsBeyondBallot)
    assert "300.00 EUR" in str(scenario.refusal)
    scenario.when(ballot(scenario, round_id, ANA, "van", "bus")).then_kinds("ballot-cast")
    scenario.when(ballot(scenario, round_id, ANA, "well")).then_kinds("ballot-cast")


@pytest.mark.parametrize(
    ("ballot_type", "points", "refusal"),
    [
        (BallotType.CUMULATIVE, {"van": 0}, PointsMalformed),
        (BallotType.CUMULATIVE, {"van": -3, "bus": 5}, PointsMalformed),
        (BallotType.SCORE, {"van": 0, "bus": 5}, PointsMalformed),
        (BallotType.CUMULATIVE, {"van": 5, "bus": 1}, TooManyPointsForOne),
        (BallotType.SCORE, {"van": 6}, TooManyPointsForOne),
        (BallotType.CUMULATIVE, {"van": 4, "bus": 4, "well": 3}, TooManyPoints),
        (BallotType.CUMULATIVE, {"van": 4, "bus": 3}, TooFewPoints),
        (BallotType.CUMULATIVE, {}, TooFewPoints),
        (BallotType.CUMULATIVE, {"van": 4, "bus": 4, "well": 2}, None),
        (BallotType.CUMULATIVE, {"van": 4, "bus": 4}, None),
        (BallotType.SCORE, {"van": 5, "bus": 5, "well": 5}, None),
    ],
)
def test_points_are_whole_and_keep_to_their_bounds(
    ballot_type: BallotType, points: dict[str, int], refusal: type[Refused] | None
) -> None:
    """V6"""
    scenario = village()
    bounds: dict[str, Any] = (
        {"max_points": 4, "min_sum_points": 8} if ballot_type is BallotType.CUMULATIVE else {}
    )
    round_id = held(scenario, ballot_type, **bounds)
    scenario.when(giving(scenario, round_id, ANA, **points))
    if refusal is None:
        scenario.then_kinds("ballot-cast")
    else:
        scenario.then_refused(refusal)


@pytest.mark.parametrize("ballot_type", GIVING)
@pytest.mark.parametrize("points", [(), (1,), (1, 1, 1)])
def test_each_option_that_is_named_is_given_one_number(
    ballot_type: BallotType, points: tuple[int, ...]
) -> None:
    """V6"""
    scenario = village()
    command = ballot(scenario, held(scenario, ballot_type), ANA, "van", "bus")
    scenario.when(msgspec.structs.replace(command, points=points)).then_refused(PointsNotOneEach)


def test_no_points_are_given_where_none_are_asked_for() -> None:
    """V6"""
    for ballot_type in (BallotType.APPROVAL, BallotType.RANKED):
        scenario = village()
        command = giving(scenario, held(scenario, ballot_type), ANA, van=1)
        scenario.when(command).then_refused(PointsNotAsked)
    scenario = village()
    command = msgspec.structs.replace(ballot(scenario, question(scenario), ANA, "yes"), points=(1,))
    scenario.when(command).then_refused(PointsNotAsked)


def test_no_refusal_repeats_what_the_ballot_says() -> None:
    """V8, V6"""
    scenario = village()
    round_id = held(
        scenario, BallotType.CUMULATIVE, min_length=1, max_length=2, max_points=7, max_sum_cost="450.00"
    )
    said = set()
    for points in ({}, {"bus": 9}, {"bus": 0}, {"bus": 6, "van": 6}, {"well": 1, "bus": 1}):
        scenario.when(giving(scenario, round_id, ANA, **points))
        assert scenario.refusal is not None
        said.add(str(scenario.refusal))
        assert not {"van", "bus", "well", "9", "12"} & set(str(scenario.refusal).split())
    assert len(said) == 5


@pytest.mark.parametrize("ballot_type", SHARING)
def test_whatever_the_ballot_the_last_one_counts_and_a_refused_one_leaves_it(ballot_type: BallotType) -> None:
    """V3, V6"""
    scenario = village()
    round_id = held(scenario, ballot_type)
    for member, label in ((ANA, "van"), (BIA, "bus"), (CATY, "bus"), (ANA, "well")):
        points = {label: 3} if ballot_type.gives_points else {}
        if points:
            gives(scenario, round_id, member, **points)
        else:
            cast(scenario, round_id, member, label)
    scenario.when(ballot(scenario, round_id, BIA, "van", "van")).then_refused(OptionNamedTwice)
    votes = {tally.label: tally.votes for tally in counted(scenario, round_id).tallies}
    assert votes == {"van": 0, "bus": 2, "well": 1}
