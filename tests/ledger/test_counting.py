"""Counting: a pure function of the frozen terms and the counting ballots."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, permutations, product
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Body, TieRule
from ledger.identifiers import UNRESTRICTED, ProposalId, PurposeId, Seal
from ledger.rounds.ballots import choices_of
from ledger.rounds.counting import Budget, Result, Tally
from ledger.rounds.counting import count as count_choices
from ledger.rounds.terms import BallotType, Confidentiality, Option, Terms

SCHOOL = PurposeId("purpose-school")
Ballot = tuple[str, ...]


def count(frozen: Terms, ballots: Iterable[Ballot]) -> Result:
    """The result of ballots that give no points."""
    return count_choices(frozen, [choices_of(frozen.ballot_type, ballot) for ballot in ballots])


def option(label: str, *costs: Line) -> Option:
    return Option(
        label=label,
        proposal=ProposalId(f"proposal-{label}"),
        version=1,
        seal=Seal("5ea1"),
        destination=Destination.DISADVANTAGED_AT_HOME,
        costs=costs,
    )


def euros(amount_minor: int, purpose: PurposeId = UNRESTRICTED) -> Line:
    return Line("EUR", purpose, amount_minor)


def terms(
    *options: Option,
    budget: Sequence[Line] = (),
    ballot_type: BallotType = BallotType.APPROVAL,
    electorate: int = 10,
    **rules: Any,
) -> Terms:
    """Frozen terms with rules that ask for nothing."""
    frozen = Terms(
        ballot_type=ballot_type,
        body=Body.GENERAL_ASSEMBLY,
        options=options,
        budget=tuple(budget),
        electorate=electorate,
        recused=0,
        members_list=Seal("a"),
        tokens_list=Seal("b"),
        rules_version=1,
        quorum_percent=0,
        second_call_quorum_percent=None,
        threshold_percent=50,
        tie_rule=TieRule.LOWER_COST_THEN_LABEL,
        objection_days=0,
        closes_us=0,
        confidentiality=Confidentiality.OPEN,
    )
    return msgspec.structs.replace(frozen, **rules)


def question(electorate: int = 10, **rules: Any) -> Terms:
    """One question that costs nothing."""
    return terms(option("van"), ballot_type=BallotType.YES_NO_ABSTAIN, electorate=electorate, **rules)


def answers(yes: int, no: int = 0, abstain: int = 0) -> list[Ballot]:
    return [
        (answer,)
        for answer, number in (("yes", yes), ("no", no), ("abstain", abstain))
        for _ in range(number)
    ]


def approvals(**votes: int) -> list[Ballot]:
    """Ballots of one option each."""
    return [(label,) for label, number in votes.items() for _ in range(number)]


# Yes, no, abstain


def test_more_yes_than_no_accepts_and_an_equal_number_does_not() -> None:
    """R4"""
    assert count(question(), answers(yes=3, no=2)).accepted == ("van",)
    assert count(question(), answers(yes=2, no=2)).accepted == ()
    assert count(question(), answers(yes=0)).accepted == ()
    assert count(question(), answers(yes=1, abstain=9)).accepted == ("van",)


def test_the_threshold_is_a_share_of_yes_among_yes_and_no() -> None:
    """R4"""
    two_thirds = question(threshold_percent=67)
    assert count(two_thirds, answers(yes=67, no=33)).accepted == ("van",)
    assert count(two_thirds, answers(yes=66, no=34)).accepted == ()
    assert count(two_thirds, answers(yes=2, no=0, abstain=8)).accepted == ("van",)


def test_the_tallies_of_a_question_say_yes_no_and_abstain() -> None:
    """R4"""
    result = count(question(), answers(yes=1, abstain=2))
    assert result == Result(
        ballots_counted=3,
        quorum_reached=True,
        tallies=(Tally("yes", 1), Tally("no", 0), Tally("abstain", 2)),
        accepted=("van",),
        tie_decided=False,
    )


# Quorum


@pytest.mark.parametrize(("ballots", "reached"), [(3, False), (4, True), (9, True)])
def test_the_quorum_is_a_share_of_the_frozen_electorate(ballots: int, reached: bool) -> None:
    """R3"""
    result = count(question(electorate=9, quorum_percent=40), answers(yes=ballots))
    assert result.quorum_reached is reached
    assert result.accepted == (("van",) if reached else ())


def test_abstaining_helps_the_quorum() -> None:
    """R3"""
    result = count(question(quorum_percent=50), answers(yes=1, abstain=4))
    assert (result.quorum_reached, result.accepted) == (True, ("van",))


def test_without_its_quorum_a_round_accepts_nothing_and_decides_no_tie() -> None:
    """R3, R7"""
    tied = terms(option("a", euros(60)), option("b", euros(60)), budget=[euros(100)], quorum_percent=50)
    result = count(tied, approvals(a=1, b=1))
    assert (result.quorum_reached, result.accepted, result.tie_decided) == (False, (), False)
    assert result.tallies == (Tally("a", 1), Tally("b", 1))


# Approval


def test_options_are_accepted_by_votes_and_what_no_longer_fits_is_skipped() -> None:
    """R6"""
    season = terms(
        option("van", euros(60)), option("well", euros(50)), option("bus", euros(40)), budget=[euros(100)]
    )
    result = count(season, approvals(van=3, well=2, bus=1))
    assert result.accepted == ("bus", "van")
    assert result.tallies == (Tally("van", 3), Tally("well", 2), Tally("bus", 1))


def test_what_nobody_chose_is_not_accepted() -> None:
    """R4"""
    season = terms(option("van", euros(60)), option("bus", euros(10)), budget=[euros(100)])
    assert count(season, approvals(van=1)).accepted == ("van",)
    assert count(season, [(), ()]).accepted == ()


def test_the_budget_holds_for_each_unit_and_purpose() -> None:
    """R6, L3, L5"""
    season = terms(
        option("van", euros(60), Line("CVE", UNRESTRICTED, 500)),
        option("books", euros(30, SCHOOL)),
        option("bus", Line("CVE", UNRESTRICTED, 501)),
        option("desk", euros(31, SCHOOL)),
        budget=[euros(100), euros(60, SCHOOL), Line("CVE", UNRESTRICTED, 1000)],
    )
    result = count(season, approvals(van=4, books=3, bus=2, desk=1))
    assert result.accepted == ("books", "van")


def test_a_tie_falls_to_the_lower_cost_and_then_to_the_label_as_text() -> None:
    """R7"""
    season = terms(
        option("c", euros(50)),
        option("b", euros(60)),
        option("10", euros(60)),
        option("9", euros(60)),
        budget=[euros(170)],
    )
    result = count(season, approvals(**{"c": 2, "b": 2, "10": 2, "9": 2}))
    assert [tally.label for tally in result.tallies] == ["c", "10", "9", "b"]
    assert result.accepted == ("10", "9", "c")
    assert result.tie_decided


def test_the_rules_may_declare_that_ties_fall_by_label_alone() -> None:
    """R7"""
    season = terms(
        option("b", euros(50)), option("a", euros(60)), budget=[euros(100)], tie_rule=TieRule.LABEL
    )
    result = count(season, approvals(a=1, b=1))
    assert (result.accepted, result.tie_decided) == (("a",), True)


def test_costs_in_several_units_are_compared_unit_by_unit() -> None:
    """R7, L3"""
    season = terms(
        option("a", Line("CVE", UNRESTRICTED, 2), euros(1)),
        option("b", Line("CVE", UNRESTRICTED, 1), euros(9)),
        budget=[euros(100), Line("CVE", UNRESTRICTED, 100)],
    )
    assert [tally.label for tally in count(season, approvals(a=1, b=1)).tallies] == ["b", "a"]


def test_a_tie_that_changes_nothing_is_no_decided_tie() -> None:
    """R7"""
    season = terms(
        option("a", euros(50)), option("b", euros(50)), option("c", euros(101)), budget=[euros(100)]
    )
    assert not count(season, approvals(a=1, b=1, c=1)).tie_decided


def test_what_is_left_of_a_budget_is_said_per_unit_and_purpose() -> None:
    """R6"""
    budget = Budget([euros(100), euros(5, SCHOOL), euros(20)])
    budget.take([euros(120)])
    assert budget.left() == (euros(5, SCHOOL),)
    assert budget.covers([euros(5, SCHOOL)])
    assert not budget.covers([euros(3, SCHOOL), euros(3, SCHOOL)])
    assert not budget.covers([Line("CVE", UNRESTRICTED, 1)])


# What holds of every count

LABELS = ("a", "b", "c", "d", "e")
WHERE = [("EUR", UNRESTRICTED), ("EUR", SCHOOL), ("CVE", UNRESTRICTED)]


@st.composite
def lines(draw: st.DrawFn, largest: int) -> tuple[Line, ...]:
    """Amounts of some units and purposes, few enough to make ties and tight budgets likely."""
    where = draw(st.lists(st.sampled_from(WHERE[:2]), min_size=1, max_size=2, unique=True))
    return tuple(
        Line(unit, purpose, draw(st.integers(1, largest))) for unit, purpose in sorted(where, key=str)
    )


@st.composite
def seasons(draw: st.DrawFn) -> Terms:
    """Frozen terms of an approval round."""
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, unique=True))
    return terms(
        *(option(label, *draw(lines(4))) for label in labels),
        budget=draw(lines(8)),
        electorate=12,
        quorum_percent=draw(st.sampled_from([0, 0, 0, 30])),
        tie_rule=draw(st.sampled_from(TieRule)),
    )


@st.composite
def seasons_with_ballots(draw: st.DrawFn) -> tuple[Terms, list[Ballot]]:
    """An approval round and its counting ballots."""
    season = draw(seasons())
    labels = [frozen.label for frozen in season.options]
    ballots = st.lists(st.sampled_from(labels), unique=True).map(tuple)
    return season, draw(st.lists(ballots, max_size=8))


@st.composite
def questions_with_ballots(draw: st.DrawFn) -> tuple[Terms, list[Ballot]]:
    """A question and its counting ballots."""
    asked = question(
        electorate=12,
        quorum_percent=draw(st.integers(0, 100)),
        threshold_percent=draw(st.integers(50, 100)),
    )
    return asked, draw(st.lists(st.sampled_from([("yes",), ("no",), ("abstain",)]), max_size=12))


rounds = st.one_of(seasons_with_ballots(), questions_with_ballots())


@given(rounds, st.randoms(use_true_random=False))
def test_a_recount_gives_identical_bytes_in_whatever_order_the_ballots_came(
    held: tuple[Terms, list[Ballot]], random: Any
) -> None:
    """R4"""
    frozen, ballots = held
    result = msgspec.json.encode(count(frozen, ballots))
    mixed = [tuple(random.sample(ballot, len(ballot))) for ballot in random.sample(ballots, len(ballots))]
    assert msgspec.json.encode(count(frozen, mixed)) == result
    options = tuple(random.sample(frozen.options, len(frozen.options)))
    assert msgspec.json.encode(count(msgspec.structs.replace(frozen, options=options), ballots)) == result


def greedy(frozen: Terms, order: Iterable[Option]) -> frozenset[str]:
    """What an order of options accepts, computed without the ledger's own counting."""
    left = Counter({(line.unit, line.purpose): line.amount_minor for line in frozen.budget})
    accepted = set()
    for one in order:
        if all(line.amount_minor <= left[line.unit, line.purpose] for line in one.costs):
            accepted.add(one.label)
            for line in one.costs:
                left[line.unit, line.purpose] -= line.amount_minor
    return frozenset(accepted)


def accepted_by_every_order(frozen: Terms, ballots: Iterable[Ballot]) -> set[frozenset[str]]:
    """What is accepted, for every order among options with equal votes."""
    votes = Counter(chain.from_iterable(ballots))
    chosen = sorted((one for one in frozen.options if votes[one.label]), key=lambda one: -votes[one.label])
    tied = [list(group) for _, group in groupby(chosen, key=lambda one: votes[one.label])]
    orders = product(*(permutations(group) for group in tied))
    return {greedy(frozen, chain.from_iterable(order)) for order in orders}


@given(seasons_with_ballots())
def test_the_result_says_whether_another_order_of_tied_options_would_change_it(
    held: tuple[Terms, list[Ballot]],
) -> None:
    """R7"""
    frozen, ballots = held
    result = count(frozen, ballots)
    possible = accepted_by_every_order(frozen, ballots)
    if result.quorum_reached:
        assert frozenset(result.accepted) in possible
        assert result.tie_decided is (len(possible) > 1)


@given(seasons_with_ballots())
def test_accepted_costs_never_exceed_the_budget(held: tuple[Terms, list[Ballot]]) -> None:
    """R6"""
    frozen, ballots = held
    accepted = count(frozen, ballots).accepted
    spent = Counter[tuple[str, PurposeId]]()
    for one in frozen.options:
        if one.label in accepted:
            for line in one.costs:
                spent[line.unit, line.purpose] += line.amount_minor
    budget = {(line.unit, line.purpose): line.amount_minor for line in frozen.budget}
    assert all(amount <= budget.get(where, 0) for where, amount in spent.items())


@given(seasons_with_ballots())
def test_what_was_chosen_and_still_fits_in_the_end_was_accepted(held: tuple[Terms, list[Ballot]]) -> None:
    """R6"""
    frozen, ballots = held
    result = count(frozen, ballots)
    rest = Budget(frozen.budget)
    for one in frozen.options:
        if one.label in result.accepted:
            rest.take(one.costs)
    chosen = set(chain.from_iterable(ballots))
    left_out = [one for one in frozen.options if one.label in chosen and one.label not in result.accepted]
    assert not (result.quorum_reached and [one for one in left_out if rest.covers(one.costs)])


@given(rounds, st.data())
def test_a_further_ballot_for_a_winner_alone_never_makes_it_lose(
    held: tuple[Terms, list[Ballot]], data: st.DataObject
) -> None:
    """R4"""
    frozen, ballots = held
    accepted = count(frozen, ballots).accepted
    if not accepted:
        return
    winner = data.draw(st.sampled_from(accepted))
    further = ("yes",) if frozen.ballot_type is BallotType.YES_NO_ABSTAIN else (winner,)
    for electorate in (frozen.electorate, frozen.electorate + 1):
        larger = msgspec.structs.replace(frozen, electorate=electorate)
        assert winner in count(larger, [*ballots, further]).accepted


@given(rounds)
def test_the_tallies_add_up_to_what_the_ballots_say(held: tuple[Terms, list[Ballot]]) -> None:
    """R4, V4"""
    frozen, ballots = held
    result = count(frozen, ballots)
    assert result.ballots_counted == len(ballots)
    assert sum(tally.votes for tally in result.tallies) == sum(map(len, ballots))
    votes = [tally.votes for tally in result.tallies]
    if frozen.ballot_type is BallotType.APPROVAL:
        assert votes == sorted(votes, reverse=True)
        assert {tally.label for tally in result.tallies} == {one.label for one in frozen.options}
