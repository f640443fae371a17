"""Interests that are found while a round is open: who is recused then no longer counts, in ballots or in the quorum."""

from datetime import timedelta

import msgspec
import pytest

from ledger.associations.events import MemberEnrolled, MemberLeft
from ledger.command import Listing
from ledger.context import canonical, seal_of
from ledger.identifiers import MemberToken, MinutesId, RoundId, stream_of
from ledger.minutes.refusals import UnknownMinutes
from ledger.refusals import StaleVersion
from ledger.rounds.commands import CloseRound, CountRound, DeclareRecusal
from ledger.rounds.events import RecusalDeclared, RoundCounted
from ledger.rounds.gathering import gathered
from ledger.rounds.gathering import result_of as recount
from ledger.rounds.refusals import (
    AlreadyRecused,
    AssemblyTooEarly,
    ElectorRecused,
    HandsOfRecused,
    RecusalTooLate,
    RecusedByRecorder,
    RecusedNoElector,
    RoundAlreadyOpened,
)
from tests.ledger.assembling import hands, minutes, result_of, totals, yes_no
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    DUDA,
    EVA,
    MEMBERS,
    NOON,
    RULES,
    admitted,
    asks,
    available,
    ballot,
    cast,
    counted,
    final,
    in_account,
    opened,
    question,
    round_of,
    status_of,
    village,
)
from tests.ledger.test_mixed_rounds import COUNTING, counted_on, met
from tests.scenario import Scenario


def recusal(round_id: RoundId, member: MemberToken = EVA) -> DeclareRecusal:
    """Eva's sister has been named as the driver."""
    return DeclareRecusal(account=ACCOUNT, round=round_id, member=member, reason="My sister drives it.")


def strict(percent: int = 75) -> Scenario:
    """A village in which so many of a hundred must take part."""
    return village(msgspec.structs.replace(RULES, quorum_percent=percent))


def test_what_a_recused_elector_has_cast_does_not_count() -> None:
    """M3, R3"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    cast(scenario, round_id, EVA, "no")
    scenario.done(recusal(round_id))
    result = counted(scenario, round_id)
    assert (result.ballots_counted, result.tallies) == (1, totals(yes=1, no=0, abstain=0))


def test_nothing_further_is_taken_of_a_recused_elector() -> None:
    """M3, V6"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(recusal(round_id))
    scenario.when(ballot(scenario, round_id, EVA, "yes")).then_refused(ElectorRecused)
    scenario.done(ballot(scenario, round_id, ANA, "yes"))
    scenario.when(recusal(round_id)).then_refused(AlreadyRecused)


@pytest.mark.parametrize(("recused", "reached"), [((), False), ((EVA,), True)])
def test_the_quorum_is_one_of_the_frozen_electorate_less_those_recused(
    recused: tuple[MemberToken, ...], reached: bool
) -> None:
    """R3, R2: three of five are 60 in a hundred, and three of four are 75."""
    scenario = strict()
    round_id = question(scenario)
    for member in (ANA, BIA, CATY):
        cast(scenario, round_id, member, "yes")
    for member in recused:
        scenario.done(recusal(round_id, member))
    assert counted(scenario, round_id).quorum_reached is reached
    terms = round_of(scenario, round_id).terms
    assert terms is not None
    assert (terms.electorate, terms.recused) == (5, 0)


def test_no_event_says_which_token_is_the_recused_members() -> None:
    """V7, M3: after counting one is set aside, as anyone may see who chose what from then on."""
    scenario = village()
    round_id = question(scenario)
    tokens = dict(scenario.round_tokens)
    cast(scenario, round_id, EVA, "no")
    scenario.when(recusal(round_id))
    assert not any(isinstance(outcome, Listing) for outcome in scenario.outcomes)
    (declared,) = scenario.recorded
    assert tokens[EVA] not in msgspec.json.encode(declared.event).decode()
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.when(CountRound(account=ACCOUNT, round=round_id))
    (listed,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Listing))
    event = scenario.recorded[0].event
    assert isinstance(event, RoundCounted)
    assert event.set_aside == listed.seal == seal_of(listed.salt, canonical(listed.items))
    assert listed.items == (tokens[EVA],)


def test_a_round_in_which_nobody_was_recused_says_nothing_of_it() -> None:
    """R4"""
    scenario = village()
    round_id = question(scenario)
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.when(CountRound(account=ACCOUNT, round=round_id))
    assert "set_aside" not in msgspec.json.encode(scenario.recorded[0].event).decode()


def test_only_an_elector_is_recused_from_an_open_round_also_one_who_has_left() -> None:
    """M3, M5"""
    scenario = village()
    round_id = question(scenario)
    rui = MemberToken("member-rui")
    scenario.given(*in_account(MemberEnrolled(member=rui, effective=NOON.date())))
    scenario.when(recusal(round_id, rui)).then_refused(RecusedNoElector)
    scenario.given(*in_account(MemberLeft(member=DUDA, effective=NOON.date())))
    scenario.done(recusal(round_id, DUDA))


@pytest.mark.parametrize("is_open", [False, True])
def test_another_s_recusal_stands_on_minutes_that_somebody_else_recorded(is_open: bool) -> None:
    """M3, A3, R3"""
    scenario = village()
    asked = asks(admitted(scenario))
    round_id = opened(scenario, asked) if is_open else RoundId(scenario.done(asked))
    scenario.at(NOON + timedelta(hours=3))
    held = minutes(scenario, attendance=4, met=NOON, by=ANA, entry_until=None)
    said = msgspec.structs.replace(recusal(round_id), minutes=held)
    scenario.when(said, by=ANA).then_refused(RecusedByRecorder)
    nothing = msgspec.structs.replace(said, minutes=MinutesId("minutes-none"))
    scenario.when(nothing, by=BIA).then_refused(UnknownMinutes)
    scenario.when(msgspec.structs.replace(nothing, minutes=stream_of(ACCOUNT, held))).then_refused(
        UnknownMinutes
    )
    scenario.when(said, by=BIA).then_kinds("recusal-declared")
    (declared,) = (fact.event for fact in scenario.recorded)
    assert isinstance(declared, RecusalDeclared)
    assert (declared.minutes, declared.late) == (held, is_open)


def test_an_assembly_before_the_opening_found_no_interest_while_the_round_was_open() -> None:
    """M3, R3"""
    scenario = village()
    held = minutes(scenario, attendance=4, met=NOON - timedelta(hours=3), by=ANA, entry_until=None)
    round_id = question(scenario)
    said = msgspec.structs.replace(recusal(round_id), minutes=held)
    scenario.when(said, by=BIA).then_refused(AssemblyTooEarly)


def test_nobody_is_recused_once_a_round_is_closed() -> None:
    """R2, M3"""
    scenario = village()
    round_id = question(scenario)
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.when(recusal(round_id)).then_refused(RoundAlreadyOpened)


def test_a_ballot_that_was_on_its_way_while_somebody_was_recused_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R3, V6: whose token is theirs was read before, so that nobody knows yet whether it is this one."""
    scenario = village()
    round_id = question(scenario)
    scenario.done(recusal(round_id))
    monkeypatch.setattr("ledger.rounds.recusing.members_recused", lambda *_: ())
    for member in (ANA, EVA):
        scenario.when(ballot(scenario, round_id, member, "no")).then_refused(StaleVersion)
    monkeypatch.undo()
    scenario.when(ballot(scenario, round_id, EVA, "no")).then_refused(ElectorRecused)
    cast(scenario, round_id, ANA, "no")


@pytest.mark.parametrize("late", [timedelta(microseconds=-1), timedelta()])
def test_an_interest_found_after_the_deadline_moves_no_quorum_however_late_the_round_is_closed(
    late: timedelta,
) -> None:
    """R3, M3: by then everybody can tell by whom it was missed."""
    scenario = strict()
    round_id = question(scenario)
    scenario.at(DEADLINE + late).when(recusal(round_id))
    assert isinstance(scenario.refusal, RecusalTooLate) is (late == timedelta())


@pytest.mark.parametrize("quorum", [0, 40])
def test_where_everybody_is_recused_nobody_decides(quorum: int) -> None:
    """R3, M3: of no electors not even none are a quorum, and the rules' second call may ask others."""
    scenario = village(
        msgspec.structs.replace(RULES, quorum_percent=quorum, second_call_quorum_percent=quorum // 2)
        if quorum
        else RULES
    )
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    for member in MEMBERS:
        scenario.done(recusal(round_id, member))
    result = final(scenario, round_id)
    assert (result.ballots_counted, result.quorum_reached, result.accepted) == (0, False, ())
    (proposal,) = (item.proposal for item in round_of(scenario, round_id).items)
    assert status_of(scenario, proposal) == ("admitted" if quorum else "rejected")
    assert available(scenario) == 1000_00


def test_a_recused_member_in_the_assembly_is_not_among_those_present() -> None:
    """R3, R9"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(recusal(round_id))
    scenario.done(hands(round_id, met(scenario, ANA, BIA, EVA), *yes_no(2)))
    assert round_of(scenario, round_id).present == 2


def test_a_show_of_hands_with_a_recused_member_is_entered_anew_however_late() -> None:
    """R3, R9"""
    scenario = village()
    round_id = counted_on(scenario)
    held = met(scenario, ANA, BIA, EVA)
    scenario.done(hands(round_id, held, *yes_no(3)))
    scenario.done(recusal(round_id))
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.at(COUNTING + timedelta(days=1))
    scenario.when(CountRound(account=ACCOUNT, round=round_id)).then_refused(HandsOfRecused)
    scenario.done(msgspec.structs.replace(hands(round_id, held, *yes_no(2)), replaces=True))
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    assert result_of(scenario, round_id).tallies == totals(yes=2, no=0, abstain=0)


def test_a_recount_reads_who_was_set_aside_from_the_log() -> None:
    """R4, R3"""
    scenario = village()
    round_id = question(scenario)
    for member in MEMBERS:
        cast(scenario, round_id, member, "yes")
    scenario.done(recusal(round_id))
    result = counted(scenario, round_id)
    scenario.links.clear()
    found = gathered(scenario, stream_of(ACCOUNT, round_id))
    assert msgspec.json.encode(recount(scenario, found)) == msgspec.json.encode(result)
