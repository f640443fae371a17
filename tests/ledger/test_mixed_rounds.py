"""A mixed round: some vote electronically, others by show of hands in an assembly, and everybody counts once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.associations.events import MemberEnrolled
from ledger.command import Listing
from ledger.context import canonical, seal_of
from ledger.identifiers import MemberToken, MinutesId, RoundId, RoundToken
from ledger.minutes.refusals import UnknownMinutes
from ledger.refusals import StaleVersion
from ledger.rounds.ballots import choices_of
from ledger.rounds.commands import CloseRound, CountRound, OpenRound
from ledger.rounds.counting import Hands, Result, Tally, count, electronic
from ledger.rounds.events import ShowOfHandsEntered
from ledger.rounds.refusals import (
    AttendanceListNeeded,
    CountingBeforeDeadline,
    CountingNotReached,
    DeadlineWithoutZone,
    EntryTooLate,
    MeetingOutsideRound,
    MorePresentThanAttended,
    MoreVotesThanPresent,
    PresentNotAsListed,
    RoundNotAtThisStep,
    ShowOfHandsAlreadyEntered,
    UnknownRound,
)
from ledger.rounds.state import Round
from ledger.rounds.terms import BallotType
from tests.ledger.assembling import hands, minutes, result_of, totals, yes_no
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    DUDA,
    MEMBERS,
    NOON,
    admitted,
    asks,
    ballot,
    cast,
    closed,
    in_account,
    opened,
    question,
    round_of,
    season,
    village,
)
from tests.scenario import Scenario

ASSEMBLY = NOON + timedelta(days=2)
"""It meets while the round is open."""
COUNTING = DEADLINE + timedelta(days=5)
COUNT_ON = {"counting": COUNTING}


def counted_on(scenario: Scenario, **changes: Any) -> RoundId:
    """An open round with one question, for which a day of counting was declared."""
    draft = msgspec.structs.replace(asks(admitted(scenario)), **(changes or COUNT_ON))
    return opened(scenario, draft)


def met(scenario: Scenario, *there: MemberToken, attendance: int | None = None) -> MinutesId:
    """The assembly has met, and its minutes are recorded three hours later."""
    scenario.at(ASSEMBLY + timedelta(hours=3))
    return minutes(scenario, *there, attendance=attendance, met=ASSEMBLY)


def count_round(scenario: Scenario, round_id: RoundId) -> Result:
    """Closed and counted."""
    closed(scenario, round_id)
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    return result_of(scenario, round_id)


def test_who_was_in_the_assembly_counts_once_whatever_they_cast_before_or_after() -> None:
    """R9, V4"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "no")
    cast(scenario, round_id, DUDA, "no")
    scenario.done(hands(round_id, met(scenario, ANA, BIA, CATY), *yes_no(3)))
    cast(scenario, round_id, BIA, "no")
    cast(scenario, round_id, ANA, "abstain")
    assert count_round(scenario, round_id) == Result(
        ballots_counted=4,
        by_hand=3,
        quorum_reached=True,
        tallies=totals(yes=3, no=1, abstain=0),
        accepted=("van",),
        tie_decided=False,
    )


def test_a_round_without_an_assembly_counts_as_it_always_did() -> None:
    """R4"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    result = count_round(scenario, round_id)
    assert (result.ballots_counted, result.by_hand) == (1, 0)
    assert "by_hand" not in msgspec.json.encode(result).decode()


def test_the_list_of_who_was_present_is_sealed_by_tokens_of_this_round_alone() -> None:
    """R9, V7"""
    scenario = village()
    round_id = question(scenario)
    tokens = scenario.round_tokens
    held = met(scenario, ANA, BIA, CATY)
    scenario.when(hands(round_id, held, *yes_no(2, 1)))
    (listed,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Listing))
    (entry,) = (fact.event for fact in scenario.recorded)
    assert isinstance(entry, ShowOfHandsEntered)
    assert entry.tokens == listed.seal == seal_of(listed.salt, canonical(listed.items))
    assert sorted(listed.items) == sorted(tokens[member] for member in (ANA, BIA, CATY))
    written = msgspec.json.encode(entry).decode()
    assert not any(word in written for word in (*MEMBERS, *tokens.values()))


def test_an_attending_member_who_is_no_elector_raises_no_counted_hand() -> None:
    """R9, M3"""
    scenario = village()
    round_id = question(scenario)
    rui = MemberToken("member-rui")
    scenario.given(*in_account(MemberEnrolled(member=rui, effective=NOON.date())))
    held = met(scenario, ANA, BIA, rui)
    scenario.when(hands(round_id, held, *yes_no(3))).then_refused(MoreVotesThanPresent)
    wrong = msgspec.structs.replace(hands(round_id, held, *yes_no(2)), present=3)
    scenario.when(wrong).then_refused(PresentNotAsListed)
    scenario.done(hands(round_id, held, *yes_no(2)))
    assert count_round(scenario, round_id).by_hand == 2


def test_tokens_that_are_no_electors_of_the_round_are_left_out() -> None:
    """R9, V1"""
    scenario = village()
    round_id = question(scenario)
    held = met(scenario, ANA, BIA)
    scenario.links[round_id][BIA] = RoundToken("elector-of-nothing")
    scenario.when(hands(round_id, held, *yes_no(2))).then_refused(MoreVotesThanPresent)
    scenario.done(hands(round_id, held, *yes_no(1)))


def test_nobody_is_told_the_totals_before_counting() -> None:
    """V8, R9"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(hands(round_id, met(scenario, ANA, BIA, CATY), *yes_no(2, 1)))
    state = round_of(scenario, round_id)
    assert (state.present, state.result) == (3, None)
    assert (
        "votes"
        not in msgspec.json.encode({name: getattr(state, name) for name in Round.__struct_fields__}).decode()
    )


def test_where_others_vote_electronically_only_a_list_tells_who_counts_once() -> None:
    """R9, V4"""
    scenario = village()
    round_id = counted_on(scenario)
    held = met(scenario, attendance=3)
    scenario.when(hands(round_id, held, *yes_no(3))).then_refused(AttendanceListNeeded)
    cast(scenario, round_id, DUDA, "no")
    closed(scenario, round_id)
    scenario.when(hands(round_id, held, *yes_no(3))).then_refused(AttendanceListNeeded)


def test_where_nobody_voted_electronically_a_number_is_enough_after_the_deadline() -> None:
    """R9"""
    scenario = village()
    round_id = counted_on(scenario)
    held = met(scenario, attendance=3)
    closed(scenario, round_id)
    many = msgspec.structs.replace(hands(round_id, held, *yes_no(3)), present=4)
    scenario.when(many).then_refused(MorePresentThanAttended)
    scenario.done(hands(round_id, held, *yes_no(3)))
    scenario.at(COUNTING).done(CountRound(account=ACCOUNT, round=round_id))
    assert result_of(scenario, round_id).accepted == ("van",)


# When


def test_votes_on_paper_are_entered_until_the_day_that_was_declared_for_counting() -> None:
    """R9, R2"""
    scenario = village()
    round_id = counted_on(scenario)
    held = met(scenario, ANA, BIA)
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    last = COUNTING - timedelta(microseconds=1)
    scenario.at(last).when(CountRound(account=ACCOUNT, round=round_id)).then_refused(CountingNotReached)
    scenario.done(hands(round_id, held, *yes_no(2)))
    late = msgspec.structs.replace(hands(round_id, held, *yes_no(1, 1)), replaces=True)
    scenario.at(COUNTING).when(late).then_refused(EntryTooLate)
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    assert result_of(scenario, round_id).tallies == totals(yes=2, no=0, abstain=0)


def test_where_no_day_was_declared_votes_on_paper_come_in_before_the_deadline() -> None:
    """R9, V6"""
    scenario = village()
    round_id = question(scenario)
    entry = hands(round_id, met(scenario, ANA, BIA), *yes_no(2))
    scenario.at(DEADLINE - timedelta(microseconds=1)).done(entry)
    again = msgspec.structs.replace(entry, replaces=True)
    scenario.at(DEADLINE).when(again).then_refused(EntryTooLate)


@pytest.mark.parametrize(
    ("counting", "refusal"),
    [
        (DEADLINE - timedelta(microseconds=1), CountingBeforeDeadline),
        (COUNTING.replace(tzinfo=None), DeadlineWithoutZone),
    ],
)
def test_a_day_of_counting_is_not_before_the_deadline(counting: datetime, refusal: Any) -> None:
    """R9, R1"""
    scenario = village()
    draft = msgspec.structs.replace(asks(admitted(scenario)), counting=counting)
    scenario.when(draft).then_refused(refusal)
    scenario.done(msgspec.structs.replace(draft, counting=DEADLINE))


def test_the_day_of_counting_is_frozen_at_the_opening() -> None:
    """R1, R2"""
    scenario = village()
    terms = round_of(scenario, counted_on(scenario)).terms
    assert terms is not None
    assert terms.entry_ends_us - terms.closes_us == 5 * 86_400_000_000


def test_only_an_assembly_that_met_while_the_round_was_open_votes_in_it() -> None:
    """R9, V1"""
    scenario = village()
    before = minutes(scenario, ANA, BIA)
    round_id = counted_on(scenario)
    scenario.when(hands(round_id, before, *yes_no(2))).then_refused(MeetingOutsideRound)
    scenario.at(DEADLINE + timedelta(hours=1))
    last = DEADLINE - timedelta(hours=2)
    over = minutes(scenario, ANA, BIA, met=last + timedelta(microseconds=1), entry_until=None)
    scenario.when(hands(round_id, over, *yes_no(2))).then_refused(MeetingOutsideRound)
    just = minutes(scenario, ANA, BIA, met=last, entry_until=None)
    scenario.done(hands(round_id, just, *yes_no(2)))


def test_a_round_that_is_not_open_yet_or_counted_takes_no_show_of_hands() -> None:
    """R9, V6"""
    scenario = village()
    drafted = RoundId(scenario.done(asks(admitted(scenario))))
    held = met(scenario, ANA, BIA)
    entry = hands(drafted, held, *yes_no(2))
    scenario.when(entry).then_refused(RoundNotAtThisStep)
    scenario.done(OpenRound(account=ACCOUNT, round=drafted))
    count_round(scenario, drafted)
    scenario.when(entry).then_refused(RoundNotAtThisStep)
    unknown = msgspec.structs.replace(entry, round=RoundId("round-0000000000000000"))
    scenario.when(unknown).then_refused(UnknownRound)


def test_a_show_of_hands_names_its_minutes() -> None:
    """R9"""
    scenario = village()
    round_id = question(scenario)
    for other in ("minutes-0000000000000000", str(round_id)):
        scenario.when(hands(round_id, MinutesId(other), *yes_no(1))).then_refused(UnknownMinutes)


def test_what_was_written_down_wrongly_is_replaced_on_purpose_until_counting() -> None:
    """R9, L6"""
    scenario = village()
    round_id = question(scenario)
    held = met(scenario, ANA, BIA, CATY)
    wrong, right = hands(round_id, held, *yes_no(1, 2)), hands(round_id, held, *yes_no(2, 1))
    scenario.done(wrong)
    scenario.when(right).then_refused(ShowOfHandsAlreadyEntered)
    scenario.done(msgspec.structs.replace(right, replaces=True))
    assert count_round(scenario, round_id).tallies == totals(yes=2, no=1, abstain=0)


def test_what_came_in_while_the_votes_were_read_is_not_left_out() -> None:
    """R4, R9"""
    scenario = village()
    round_id = counted_on(scenario)
    held = met(scenario, ANA, BIA)
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    gathered = CountRound(account=ACCOUNT, round=round_id).gather(scenario)
    scenario.done(hands(round_id, held, *yes_no(2)))

    class Early(CountRound, frozen=True, kw_only=True):
        def gather(self, log: Any) -> Any:
            return gathered

    early = Early(account=ACCOUNT, round=round_id)
    scenario.at(COUNTING).when(early).then_refused(StaleVersion)


# Recounts

CHOICES = st.sampled_from([(), ("van",), ("bus",), ("bus", "van")])


@given(
    st.lists(st.tuples(st.sampled_from(MEMBERS), CHOICES), max_size=8),
    st.sets(st.sampled_from(MEMBERS), min_size=2),
    st.data(),
)
def test_everybody_counts_once_and_a_recount_gives_identical_bytes(
    ballots: list[tuple[MemberToken, Sequence[str]]], there: set[MemberToken], data: st.DataObject
) -> None:
    """R4, R9, V4"""
    scenario = village()
    round_id = season(scenario, "500.00", van=300_00, bus=250_00)
    tokens = dict(scenario.round_tokens)
    votes = tuple(Tally(label, data.draw(st.integers(0, len(there)))) for label in ("van", "bus"))
    entered_after = data.draw(st.integers(0, len(ballots)))
    attesting = tuple(sorted(there))[:2]
    scenario.at(ASSEMBLY + timedelta(hours=3))
    held = minutes(scenario, *there, met=ASSEMBLY, attesting=(attesting[0], attesting[1]))
    for number, (member, choices) in enumerate(ballots):
        if number == entered_after:
            scenario.done(hands(round_id, held, *votes))
        scenario.done(ballot(scenario, round_id, member, *choices))
    if entered_after == len(ballots):
        scenario.done(hands(round_id, held, *votes))
    result = count_round(scenario, round_id)
    elsewhere = {member: choices for member, choices in ballots if member not in there}
    assert (result.by_hand, result.ballots_counted) == (len(there), len(there) + len(elsewhere))
    for total in result.tallies:
        by_hand = {vote.label: vote.votes for vote in votes}[total.label]
        assert total.votes == by_hand + sum(total.label in chosen for chosen in elsewhere.values())
    terms = round_of(scenario, round_id).terms
    assert terms is not None
    latest = {tokens[member]: choices_of(BallotType.APPROVAL, choices) for member, choices in ballots}
    present = frozenset(tokens[member] for member in there)
    shown = Hands(present=len(there), totals=votes)
    again = {
        msgspec.json.encode(count(terms, electronic(dict(order), present), shown))
        for order in list(permutations(latest.items()))[:24]
    }
    assert again == {msgspec.json.encode(result)}
