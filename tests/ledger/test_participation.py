"""Who took part, where the money went, and how fairly it reached those who voted."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Body, TieRule
from ledger.identifiers import UNRESTRICTED, ProposalId, PurposeId, Seal, stream_of
from ledger.rounds.ballots import Choices, choices_of
from ledger.rounds.counting import Result, count
from ledger.rounds.participation import (
    Accepted,
    Unknown,
    accepted_by_destination,
    fairness_of,
    participation,
)
from ledger.rounds.terms import BallotType, Confidentiality, Option, Terms
from tests.ledger.assembling import hands, minutes, shared_in_sitting, totals
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DUDA,
    NOON,
    admitted,
    cast,
    counted,
    question,
    season,
    spend,
    village,
)

LABELS = ("a", "b", "c", "d")
SEAL = Seal("5ea1")
NOTHING, ALL = Fraction(0), Fraction(1)


def terms(
    ballot_type: BallotType = BallotType.APPROVAL, costs: tuple[int, ...] = (10, 20, 30, 40), budget: int = 60
) -> Terms:
    """Four options."""
    return Terms(
        ballot_type=ballot_type,
        body=Body.GENERAL_ASSEMBLY,
        options=tuple(
            Option(
                label=label,
                proposal=ProposalId(f"proposal-{label}"),
                version=1,
                seal=SEAL,
                destination=Destination.DISADVANTAGED_AT_HOME,
                costs=(Line("EUR", UNRESTRICTED, cost),),
            )
            for label, cost in zip(LABELS, costs, strict=True)
        ),
        budget=(Line("EUR", UNRESTRICTED, budget),),
        electorate=40,
        recused=0,
        members_list=SEAL,
        tokens_list=SEAL,
        rules_version=1,
        quorum_percent=0,
        second_call_quorum_percent=None,
        threshold_percent=50,
        tie_rule=TieRule.LABEL,
        objection_days=0,
        closes_us=0,
        confidentiality=Confidentiality.OPEN,
    )


def approving(*labels: str) -> Choices:
    """A ballot that approves of these."""
    return choices_of(BallotType.APPROVAL, labels)


def accepting(*labels: str) -> Result:
    """A result that accepts these."""
    return Result(ballots_counted=0, quorum_reached=True, tallies=(), accepted=labels, tie_decided=False)


def test_the_figures_of_a_round_worked_out_by_hand() -> None:
    """R4"""
    ballots = {approving("a", "b"): 2, approving("c"): 1, approving("b", "c", "d"): 1, approving(): 3}
    found = fairness_of(terms(), accepting("a", "b"), ballots)
    assert (found.ballots, found.empty, found.reached, found.reached_share) == (4, 3, 3, Fraction(3, 4))
    # Satisfied by 1, 1, 0 and a third; of their costs by 1, 1, 0 and 20 of 90.
    assert found.mean_satisfaction == Fraction(7, 12)
    assert found.mean_cost_share == Fraction(2 * 9 + 2, 9 * 4)
    assert found.quartiles == (NOTHING, Fraction(1, 3), ALL)
    # All differences between two of them, both ways, are 22 thirds; divided by 2 × 4 × their sum of 7 thirds.
    assert found.gini == Fraction(22, 56)


def test_points_tell_how_much_each_choice_matters() -> None:
    """R4"""
    ballots = {choices_of(BallotType.CUMULATIVE, ("a", "b", "c"), (7, 3, 0)): 1}
    found = fairness_of(terms(BallotType.CUMULATIVE), accepting("a", "c"), ballots)
    assert (found.mean_satisfaction, found.reached) == (Fraction(7, 10), 1)
    assert found.mean_cost_share == Fraction(1, 3)


def test_costs_in_several_units_are_never_added_to_a_cost_share() -> None:
    """L3"""
    two = terms()
    goat = msgspec.structs.replace(two.options[0], costs=(Line("goat:piece", UNRESTRICTED, 1),))
    two = msgspec.structs.replace(two, options=(goat, *two.options[1:]))
    found = fairness_of(two, accepting("a"), {approving("a", "b"): 1})
    assert (found.mean_satisfaction, found.mean_cost_share) == (Fraction(1, 2), None)


def test_money_is_told_by_destination_and_unit_with_shares_in_each_unit_alone() -> None:
    """L3, P1"""
    one, two, three, _ = terms().options
    other = msgspec.structs.replace(
        two, destination=Destination.UNIVERSAL_SOLIDARITY, costs=(Line("EUR", PurposeId("purpose-x"), 30),)
    )
    goat = msgspec.structs.replace(three, costs=(Line("goat:piece", UNRESTRICTED, 2),))
    mixed = msgspec.structs.replace(terms(), options=(one, other, goat))
    assert accepted_by_destination(mixed.options) == (
        Accepted(Destination.UNIVERSAL_SOLIDARITY, "EUR", 30, Fraction(3, 4)),
        Accepted(Destination.DISADVANTAGED_AT_HOME, "EUR", 10, Fraction(1, 4)),
        Accepted(Destination.DISADVANTAGED_AT_HOME, "goat:piece", 2, Fraction(1)),
    )
    assert accepted_by_destination(()) == ()


CHOSEN = st.sets(st.sampled_from(LABELS)).map(lambda labels: approving(*labels))
POINTED = st.dictionaries(st.sampled_from(LABELS), st.integers(0, 5)).map(
    lambda points: choices_of(BallotType.CUMULATIVE, tuple(points), tuple(points.values()))
)


@given(
    st.lists(CHOSEN | POINTED, min_size=1, max_size=30),
    st.integers(0, 120),
    st.lists(st.integers(0, 50), min_size=4, max_size=4),
)
def test_shares_lie_between_none_and_all_and_whoever_got_everything_is_wholly_satisfied(
    chosen: list[Choices], budget: int, costs: list[int]
) -> None:
    """R4"""
    frozen = terms(costs=tuple(costs), budget=budget)
    result = count(frozen, [choices for choices in chosen if not choices.points])
    ballots = Counter(chosen)
    if not any(choices.labels and (not choices.points or any(choices.points)) for choices in chosen):
        return
    found = fairness_of(frozen, result, ballots)
    assert found.ballots + found.empty == len(chosen)
    shares = (
        found.reached_share,
        found.mean_satisfaction,
        found.mean_cost_share,
        found.gini,
        *found.quartiles,
    )
    assert all(0 <= share <= 1 for share in shares if share is not None)
    assert list(found.quartiles) == sorted(found.quartiles)
    assert (found.mean_satisfaction == 0) == (found.reached == 0) == (found.gini is None)
    for choices, times in ballots.items():
        if not choices.points and set(choices.labels) <= set(result.accepted) and choices.labels:
            alone = fairness_of(frozen, result, {choices: times})
            assert (alone.mean_satisfaction, alone.reached_share, alone.gini) == (ALL, ALL, NOTHING)
            assert alone.quartiles == (ALL, ALL, ALL)
    assert fairness_of(frozen, result, dict(reversed(ballots.items()))) == found


def test_turnout_counts_whoever_raised_a_hand_beside_whoever_cast_a_ballot() -> None:
    """R9, R3"""
    scenario = village()
    round_id = season(scenario, "500.00", van=300_00, bus=250_00)
    met = NOON + timedelta(days=2)
    held = minutes(scenario.at(met + timedelta(hours=3)), ANA, BIA, CATY, met=met)
    scenario.done(hands(round_id, held, *totals(van=3, bus=1)))
    cast(scenario, round_id, DUDA, "bus")
    counted(scenario, round_id)
    found = participation(scenario, stream_of(ACCOUNT, round_id))
    assert (found.electorate, found.took_part, found.by_hand, found.electronic) == (5, 4, 3, 1)
    assert found.turnout == Fraction(4, 5)
    # Of those who raised a hand nobody knows what they chose together: Duda alone is measured, and got nothing.
    assert found.fairness is not None
    assert (found.fairness.ballots, found.fairness.reached) == (1, 0)
    assert found.mean_accepted == Fraction(3, 4)


def test_where_all_raised_a_hand_fairness_is_said_to_be_unknown() -> None:
    """R9"""
    scenario = village()
    van = admitted(scenario, spend("300.00"))
    held = minutes(scenario, ANA, BIA, CATY)
    round_id = scenario.done(shared_in_sitting(held, "500.00", *totals(van=2), van=van))
    found = participation(scenario, stream_of(ACCOUNT, round_id))
    assert (found.fairness, found.unknown) == (None, Unknown.TOTALS_BY_HAND)
    assert found.mean_accepted == Fraction(2, 3)
    assert found.accepted[0].amount_minor == 300_00


def test_a_question_has_a_turnout_and_shares_nothing_out() -> None:
    """R1"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    counted(scenario, round_id)
    found = participation(scenario, stream_of(ACCOUNT, round_id))
    assert (found.turnout, found.fairness, found.unknown) == (Fraction(1, 5), None, Unknown.ONE_QUESTION)
    assert found.mean_accepted is None


def test_a_round_in_which_nobody_chose_anything_is_not_called_fair() -> None:
    """R4"""
    scenario = village()
    round_id = season(scenario, "500.00", van=300_00, bus=250_00)
    cast(scenario, round_id, ANA)
    counted(scenario, round_id)
    assert participation(scenario, stream_of(ACCOUNT, round_id)).unknown is Unknown.NOTHING_CHOSEN


def test_money_of_an_item_that_was_annulled_is_no_longer_told_as_accepted() -> None:
    """R8, L3"""
    scenario = village()
    round_id = season(scenario, "600.00", van=300_00, bus=250_00)
    cast(scenario, round_id, ANA, "van", "bus")
    counted(scenario, round_id)
    found = participation(scenario, stream_of(ACCOUNT, round_id))
    assert [one.amount_minor for one in found.accepted] == [550_00]
    assert [one.amount_minor for one in found.but_for(["bus"]).accepted] == [300_00]
    assert found.but_for(["bus"]).fairness == found.fairness
