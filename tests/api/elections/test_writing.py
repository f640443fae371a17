"""A counted round becomes a file that the reader of this project, and anybody else's, counts to the same result."""

import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.elections.pabulib import Election, read_election
from api.elections.rules import counting_of, name_of
from api.elections.writing import Counted, Place, written
from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Body, TieRule
from ledger.context import microseconds
from ledger.identifiers import UNRESTRICTED, ProposalId, RoundId, Seal
from ledger.rounds.ballots import Choices, choices_of
from ledger.rounds.counting import count
from ledger.rounds.terms import (
    BallotType,
    Bounds,
    Confidentiality,
    CountingRule,
    Option,
    RuleKind,
    ScoredBy,
    Terms,
)
from tests.api.elections.test_kinds import COSTS

PLACE = Place("Portugal", "Ribeirão Galinha")
SCORED_BY = {BallotType.APPROVAL: ScoredBy.VOTES, BallotType.RANKED: ScoredBy.RANKS}


def terms_of(
    ballot_type: BallotType,
    rule: CountingRule | None = None,
    bounds: Bounds | None = None,
    *,
    quorum: int = 0,
    electorate: int = 10,
) -> Terms:
    """A round over four projects and 150.00 euros."""
    return Terms(
        ballot_type=ballot_type,
        body=Body.GENERAL_ASSEMBLY,
        options=tuple(
            Option(
                label=label,
                proposal=ProposalId(f"proposal-{label}"),
                version=1,
                seal=Seal("seal"),
                destination=Destination.DISADVANTAGED_AT_HOME,
                costs=(Line("EUR", UNRESTRICTED, cost * 100),),
            )
            for label, cost in COSTS.items()
        ),
        budget=(Line("EUR", UNRESTRICTED, 15000),),
        electorate=electorate,
        recused=0,
        members_list=Seal("members"),
        tokens_list=Seal("tokens"),
        rules_version=1,
        quorum_percent=quorum,
        second_call_quorum_percent=None,
        threshold_percent=50,
        tie_rule=TieRule.LOWER_COST_THEN_LABEL,
        objection_days=0,
        opened_us=microseconds(datetime(2026, 3, 1, tzinfo=UTC)),
        closes_us=microseconds(datetime(2026, 3, 16, tzinfo=UTC)),
        confidentiality=Confidentiality.OPEN,
        rule=rule,
        bounds=bounds or Bounds(),
    )


def file_of(terms: Terms, ballots: list[Choices], title: str | None = "We share out") -> str:
    return written(Counted(RoundId("round-1"), title, terms, count(terms, ballots), ballots), PLACE)


def read(text: str) -> Election:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "round.pb"
        path.write_bytes(text.encode())
        return read_election(path)


def meta_of(text: str) -> dict[str, str]:
    lines = text.partition("PROJECTS\n")[0].splitlines()[2:]
    return dict(line.split(";", 1) for line in lines)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Terms, list[Choices]]:
    """A round of any ballot type that shares out a budget, counted by greedy, with any ballots."""
    ballot_type = draw(st.sampled_from([kind for kind in BallotType if kind.shares_budget]))
    rule = CountingRule(
        kind=RuleKind.GREEDY,
        scored_by=SCORED_BY.get(ballot_type, ScoredBy.POINTS),
        minimum_score=draw(st.integers(0, 3)),
        stops=draw(st.booleans()),
    )
    bounds = Bounds(
        max_length=draw(st.sampled_from((0, 4))),
        max_sum_points=40 if ballot_type is BallotType.CUMULATIVE else 0,
        max_points=10 if ballot_type is BallotType.SCORE else 0,
    )
    lists = st.lists(st.sampled_from(tuple(COSTS)), unique=True)
    ballots = []
    for labels in draw(st.lists(lists, min_size=1, max_size=10)):
        points = [draw(st.integers(1, 10)) for _ in labels] if ballot_type.gives_points else []
        ballots.append(choices_of(ballot_type, labels, points))
    return terms_of(ballot_type, rule, bounds), ballots


@given(rounds())
def test_a_file_that_is_read_and_counted_again_gives_the_same_result(
    case: tuple[Terms, list[Choices]],
) -> None:
    """R4"""
    terms, ballots = case
    election = read(file_of(terms, ballots))
    counting = counting_of(election)
    again = [choices_of(counting.ballot_type, ballot.choices, ballot.points) for ballot in election.ballots]
    assert count(terms_of(counting.ballot_type, counting.rule), again) == count(terms, ballots)
    assert {p.project_id for p in election.projects if p.selected} == set(count(terms, ballots).accepted)


@given(rounds(), st.randoms())
def test_the_order_in_which_ballots_came_leaves_no_trace_in_the_file(
    case: tuple[Terms, list[Choices]], chance: object
) -> None:
    """V5, V7"""
    terms, ballots = case
    assert file_of(terms, ballots[::-1]) == file_of(terms, ballots)


def test_the_file_says_all_that_the_format_asks_for() -> None:
    """R1"""
    bounds = Bounds(min_length=1, max_length=3, max_sum_points=5, min_sum_points=1, max_points=4)
    rule = CountingRule(kind=RuleKind.GREEDY, scored_by=ScoredBy.POINTS, minimum_score=3)
    terms = terms_of(BallotType.CUMULATIVE, rule, bounds)
    ballots = [Choices(("1", "3"), (1, 4)), Choices(("1", "2"), (3, 2)), Choices(("2",), (1,))]
    assert file_of(terms, ballots) == (
        "META\nkey;value\ndescription;We share out\ncountry;Portugal\nunit;Ribeirão Galinha\ninstance;2026\n"
        "num_projects;4\nnum_votes;3\nbudget;150.00\nvote_type;cumulative\nrule;greedy-threshold\n"
        "date_begin;01.03.2026\ndate_end;15.03.2026\nmin_length;1\nmax_length;3\nmax_points;4\nmin_sum_points;1\n"
        "max_sum_points;5\nmin_project_score_threshold;3\ncurrency;EUR\ncomment;#1: 3 of 10 electors took part.\n"
        "PROJECTS\nproject_id;cost;votes;score;name;selected\n"
        "1;100.00;2;4;1;1\n2;60.00;2;3;2;0\n3;50.00;1;4;3;1\n4;40.00;0;0;4;0\n"
        "VOTES\nvoter_id;vote;points\n1;1,2;3,2\n2;3,1;4,1\n3;2;1\n"
    )


def test_a_ballot_for_one_option_is_a_choice_of_one_unless_somebody_left_it_empty() -> None:
    """V6"""
    terms = terms_of(BallotType.APPROVAL, bounds=Bounds(max_length=1))
    assert meta_of(file_of(terms, [Choices(("1",))]))["vote_type"] == "choose-1"
    assert meta_of(file_of(terms, [Choices(("1",)), Choices(())]))["vote_type"] == "approval"


def test_a_missed_quorum_is_told_and_nothing_is_selected() -> None:
    """R3"""
    text = file_of(terms_of(BallotType.APPROVAL, quorum=50), [Choices(("1",))])
    assert "#2: The quorum of 50 % was missed" in meta_of(text)["comment"]
    assert not any(project.selected for project in read(text).projects)


def test_a_tie_tells_how_it_was_decided() -> None:
    """R7"""
    text = file_of(terms_of(BallotType.APPROVAL), [Choices(("1", "2"))])
    assert "by lower cost, then label; another order would accept others" in meta_of(text)["comment"]


def test_what_was_annulled_after_the_count_is_neither_selected_nor_left_out() -> None:
    """R8, R10"""
    terms, ballots = terms_of(BallotType.APPROVAL), [Choices(("1", "3"))]
    counted = Counted(RoundId("round-1"), None, terms, count(terms, ballots), ballots, annulled=("3",))
    text = written(counted, PLACE)
    assert [project.selected for project in read(text).projects] == [True, False, None, False]
    assert "Selected 2: accepted by the rule, and annulled afterwards." in meta_of(text)["comment"]


@pytest.mark.parametrize("title", ['Wine; "and" wells', "Two\nlines", "META", "=1+1", None])
def test_a_title_of_any_words_stays_one_value(title: str | None) -> None:
    election = read(file_of(terms_of(BallotType.APPROVAL), [Choices(("1",))], title))
    assert election.description == (re.sub(r"\s+", " ", title) if title else "Decision round round-1")


@pytest.mark.parametrize("stops", [False, True])
def test_a_rule_that_the_format_cannot_tell_is_called_the_round_s_own(stops: bool) -> None:
    """R4"""
    rule = CountingRule(kind=RuleKind.GREEDY, scored_by=ScoredBy.VOTES, stops=stops)
    terms = terms_of(BallotType.CUMULATIVE, rule, Bounds(max_sum_points=5))
    assert name_of(terms) == "greedy-custom"
    assert "in the order of how many ballots name them" in file_of(terms, [Choices(("1",), (5,))])
