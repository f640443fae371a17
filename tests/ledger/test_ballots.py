"""Ballots: by an elector, in time, of options that exist, and shown to nobody before the count."""

from datetime import timedelta

import msgspec
import pytest

from ledger.associations.events import MemberLeft
from ledger.context import canonical, seal_of
from ledger.identifiers import RoundId, RoundToken, stream_of
from ledger.rounds.commands import CastBallot, CloseRound
from ledger.rounds.events import BallotCast
from ledger.rounds.refusals import (
    BallotTooLate,
    NotAnElector,
    NotOneAnswer,
    OptionNamedTwice,
    RoundTakesNoBallots,
    UnknownOption,
    UnknownRound,
)
from ledger.rounds.state import ElectorRecord, elector_mark
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    MEMBERS,
    NOON,
    admitted,
    asks,
    ballot,
    cast,
    closed,
    counted,
    in_account,
    nobody,
    question,
    round_of,
    season,
    village,
)
from tests.scenario import Scenario


def votes(scenario: Scenario, round_id: RoundId) -> dict[str, int]:
    """The tallies after the count."""
    return {tally.label: tally.votes for tally in counted(scenario, round_id).tallies}


def test_an_elector_casts_a_ballot() -> None:
    """V1, V7"""
    scenario = village()
    round_id = question(scenario)
    command = ballot(scenario, round_id, ANA, "yes")
    assert scenario.done(command, by=command.elector) == f"{round_id}.1"
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, BallotCast)
    assert (event.elector, event.number, event.choices) == (command.elector, 1, ("yes",))
    assert event.seal == seal_of(event.salt, canonical([1, ["yes"]]))
    assert scenario.recorded[0].stream == stream_of(ACCOUNT, round_id)


def test_no_ballot_names_a_member() -> None:
    """V7"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    written = msgspec.json.encode([fact.event for fact in scenario.recorded]).decode()
    assert not [member for member in MEMBERS if member in written]


def test_only_electors_of_this_round_vote() -> None:
    """V1, M3, V7"""
    scenario = village()
    other = question(scenario)
    elsewhere = ballot(scenario, other, ANA, "yes").elector
    round_id = question(scenario)
    for elector in (nobody(), elsewhere, RoundToken(ANA), RoundToken("")):
        command = CastBallot(account=ACCOUNT, round=round_id, elector=elector, choices=("yes",))
        scenario.when(command).then_refused(NotAnElector)


def test_ballots_are_taken_from_the_opening_on() -> None:
    """V1, V6"""
    scenario = village()
    drafted = RoundId(scenario.done(asks(admitted(scenario))))
    command = CastBallot(account=ACCOUNT, round=drafted, elector=nobody(), choices=("yes",))
    scenario.when(command).then_refused(RoundTakesNoBallots)


def test_a_ballot_after_the_deadline_is_refused_though_nobody_has_closed_the_round() -> None:
    """V6"""
    scenario = village()
    round_id = question(scenario)
    scenario.at(DEADLINE - timedelta(microseconds=1))
    cast(scenario, round_id, ANA, "yes")
    scenario.at(DEADLINE).when(ballot(scenario, round_id, BIA, "yes")).then_refused(BallotTooLate)


def test_a_closed_or_counted_round_takes_no_ballots() -> None:
    """V6, R2"""
    scenario = village()
    round_id = question(scenario)
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.at(NOON).when(ballot(scenario, round_id, ANA, "yes")).then_refused(RoundTakesNoBallots)


@pytest.mark.parametrize("named", ["round-unknown", "", "proposal-one", "nonsense"])
def test_a_ballot_belongs_to_a_round_that_is_there(named: str) -> None:
    """V1"""
    command = CastBallot(account=ACCOUNT, round=RoundId(named), elector=nobody(), choices=("yes",))
    village().when(command).then_refused(UnknownRound)


def test_the_options_of_a_ballot_exist() -> None:
    """V2"""
    scenario = village()
    round_id = season(scenario, "500.00", van=100_00, bus=200_00)
    for unknown in ("boat", "yes", "VAN", ""):
        scenario.when(ballot(scenario, round_id, ANA, "van", unknown)).then_refused(UnknownOption)
    round_id = question(scenario)
    for unknown in ("van", "maybe", "Yes"):
        scenario.when(ballot(scenario, round_id, ANA, unknown)).then_refused(UnknownOption)


def test_no_option_is_named_twice_in_one_ballot() -> None:
    """V2"""
    scenario = village()
    round_id = season(scenario, "500.00", van=100_00, bus=200_00)
    scenario.when(ballot(scenario, round_id, ANA, "van", "bus", "van")).then_refused(OptionNamedTwice)
    round_id = question(scenario)
    scenario.when(ballot(scenario, round_id, ANA, "yes", "yes")).then_refused(OptionNamedTwice)


@pytest.mark.parametrize("choices", [(), ("yes", "no"), ("yes", "no", "abstain")])
def test_a_question_has_one_answer(choices: tuple[str, ...]) -> None:
    """V2"""
    scenario = village()
    scenario.when(ballot(scenario, question(scenario), ANA, *choices)).then_refused(NotOneAnswer)


@pytest.mark.parametrize("choices", [(), ("bus",), ("van", "bus", "well")])
def test_an_approval_ballot_names_none_to_all_of_the_options(choices: tuple[str, ...]) -> None:
    """V2"""
    scenario = village()
    round_id = season(scenario, "500.00", van=100_00, bus=200_00, well=300_00)
    cast(scenario, round_id, ANA, *choices)
    result = counted(scenario, round_id)
    assert result.ballots_counted == 1
    assert {tally.label for tally in result.tallies if tally.votes} == set(choices)


def test_a_ballot_does_not_tell_in_which_order_the_options_were_named() -> None:
    """V8, R4"""
    recorded = []
    for choices in (("van", "bus"), ("bus", "van")):
        scenario = village()
        cast(scenario, season(scenario, "500.00", van=100_00, bus=200_00), ANA, *choices)
        recorded.append(scenario.recorded)
    assert recorded[0] == recorded[1]


def test_the_last_ballot_before_the_close_counts_and_all_are_kept() -> None:
    """V3, V4"""
    scenario = village()
    round_id = question(scenario)
    for answer in ("yes", "abstain", "no"):
        cast(scenario, round_id, ANA, answer)
    cast(scenario, round_id, BIA, "yes")
    mark = elector_mark(ACCOUNT, round_id, scenario.round_tokens[ANA])
    assert scenario.workspace.marks.get(mark, ElectorRecord) == ElectorRecord(ballots=3, latest=3)
    kept = [e for _, e in scenario.events(stream_of(ACCOUNT, round_id)) if isinstance(e, BallotCast)]
    assert [event.number for event in kept] == [1, 2, 3, 4]
    assert votes(scenario, round_id) == {"yes": 1, "no": 1, "abstain": 0}


def test_a_refused_ballot_leaves_the_one_before_it() -> None:
    """V3, V6"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    scenario.when(ballot(scenario, round_id, ANA, "no", "no")).then_refused(OptionNamedTwice)
    scenario.at(DEADLINE).when(ballot(scenario, round_id, ANA, "no")).then_refused(BallotTooLate)
    assert votes(scenario, round_id) == {"yes": 1, "no": 0, "abstain": 0}


def test_one_person_has_one_vote_however_often_they_cast_it() -> None:
    """M2, V4"""
    scenario = village()
    round_id = question(scenario)
    for _ in range(9):
        cast(scenario, round_id, ANA, "yes")
    cast(scenario, round_id, BIA, "no")
    assert votes(scenario, round_id) == {"yes": 1, "no": 1, "abstain": 0}


def test_leaving_the_association_changes_no_ballot() -> None:
    """M5"""
    results = []
    for leaves in (False, True):
        scenario = village()
        round_id = question(scenario)
        cast(scenario, round_id, ANA, "yes")
        cast(scenario, round_id, BIA, "no")
        cast(scenario, round_id, CATY, "yes")
        if leaves:
            scenario.given(*in_account(MemberLeft(member=ANA, effective=NOON.date())))
        results.append(counted(scenario, round_id))
    assert results[0] == results[1]
    assert results[0].accepted == ("van",)


def memory(scenario: Scenario) -> str:
    """All that the ledger remembers beside the log: states and marks."""
    states = {stream: repr(kept.state) for stream, kept in scenario.workspace.kept.items()}
    return repr((states, scenario.workspace.marks.left()))


def test_before_the_count_nothing_but_the_ballots_tells_what_was_chosen() -> None:
    """V8"""
    remembered = set()
    for answers in (("yes", "yes", "yes"), ("no", "abstain", "no")):
        scenario = village()
        round_id = question(scenario)
        for member, answer in zip((ANA, BIA, CATY), answers, strict=True):
            cast(scenario, round_id, member, answer)
        closed(scenario, round_id)
        assert round_of(scenario, round_id).ballots_cast == 3
        remembered.add(memory(scenario))
    assert len(remembered) == 1


def test_the_answer_to_a_ballot_does_not_tell_what_was_chosen() -> None:
    """V5, V8"""
    answers = set()
    for choice in ("yes", "no"):
        scenario = village()
        answers.add(cast(scenario, question(scenario), ANA, choice))
    assert len(answers) == 1
