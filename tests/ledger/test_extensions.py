"""A late ballot that reaches the quorum moves the deadline once, as the round declared."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.context import microseconds, moment_of
from ledger.identifiers import RoundId
from ledger.rounds.commands import CloseRound, CountRound, DeclareRecusal, EnterShowOfHands
from ledger.rounds.events import BallotCast, RoundExtended
from ledger.rounds.refusals import (
    BallotTooLate,
    CountingNotReached,
    DeadlineNotReached,
    EntryTooLate,
    ExtensionOutOfRange,
    MeetingOutsideRound,
)
from ledger.rounds.terms import Extension
from tests.ledger.assembling import hands, minutes, yes_no
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    DUDA,
    EVA,
    MEMBERS,
    RULES,
    admitted,
    asks,
    ballot,
    cast,
    opened,
    round_of,
    village,
)
from tests.ledger.test_proxies import for_another, gives, withdraws
from tests.scenario import Scenario

EXTENSION = Extension(within_minutes=60, by_minutes=120)
LATE = DEADLINE - timedelta(minutes=60)
MICROSECOND = timedelta(microseconds=1)


def declared(
    extension: Extension | None = EXTENSION, quorum: int = 40, **changes: Any
) -> tuple[Scenario, RoundId]:
    """An open round of five electors, of whom two must take part."""
    scenario = village(msgspec.structs.replace(RULES, quorum_percent=quorum))
    draft = msgspec.structs.replace(asks(admitted(scenario)), extension=extension, **changes)
    return scenario, opened(scenario, draft)


def closes(scenario: Scenario, round_id: RoundId) -> datetime:
    """The deadline as things stand."""
    return moment_of(round_of(scenario, round_id).closes_us)


def test_the_ballot_that_reaches_the_quorum_late_moves_the_deadline() -> None:
    """R1, R3: ballots are taken until the new one, and the round closes then."""
    scenario, round_id = declared()
    cast(scenario, round_id, ANA, "yes")
    moved = RoundExtended(closes_us=microseconds(LATE + timedelta(hours=2)))
    scenario.at(LATE).when(ballot(scenario, round_id, BIA, "yes"))
    scenario.then_kinds("ballot-cast", "round-extended")
    assert scenario.recorded[1].event == moved
    scenario.at(DEADLINE).when(CloseRound(account=ACCOUNT, round=round_id)).then_refused(DeadlineNotReached)
    until = LATE + timedelta(hours=2)
    scenario.at(until - MICROSECOND).done(ballot(scenario, round_id, CATY, "no"))
    scenario.at(until).when(ballot(scenario, round_id, DUDA, "no")).then_refused(BallotTooLate)
    scenario.done(CloseRound(account=ACCOUNT, round=round_id))


def test_what_was_frozen_stays_as_it_was() -> None:
    """R2: the terms say how the deadline may move, and their own deadline stays."""
    scenario, round_id = declared()
    terms = round_of(scenario, round_id).terms
    assert terms is not None
    assert terms.extension == EXTENSION
    cast(scenario, round_id, ANA, "yes")
    scenario.at(LATE).done(ballot(scenario, round_id, BIA, "yes"))
    assert round_of(scenario, round_id).terms == terms


def test_it_moves_once() -> None:
    """R2"""
    scenario, round_id = declared()
    cast(scenario, round_id, ANA, "yes")
    scenario.done(gives(scenario, round_id, BIA, CATY))
    scenario.at(LATE).done(for_another(scenario, round_id, CATY, BIA, "yes"))
    until = closes(scenario, round_id)
    scenario.done(withdraws(scenario, round_id, BIA))
    scenario.at(until - MICROSECOND).when(ballot(scenario, round_id, DUDA, "yes")).then_kinds("ballot-cast")
    assert closes(scenario, round_id) == until


@pytest.mark.parametrize(
    ("at", "extension", "quorum"),
    [
        (LATE - MICROSECOND, EXTENSION, 40),
        (LATE, None, 40),
        (LATE, EXTENSION, 0),
        (LATE, EXTENSION, 41),
        (LATE, Extension(within_minutes=60, by_minutes=60), 40),
    ],
)
def test_else_it_stays(at: datetime, extension: Extension | None, quorum: int) -> None:
    """R2: not for an early ballot, nor without a declaration, a quorum, or a later deadline."""
    scenario, round_id = declared(extension, quorum)
    cast(scenario, round_id, ANA, "yes")
    scenario.at(at).when(ballot(scenario, round_id, BIA, "yes")).then_kinds("ballot-cast")
    assert closes(scenario, round_id) == DEADLINE


def test_a_ballot_cast_anew_or_after_the_quorum_does_not_reach_it() -> None:
    """R2, V3"""
    scenario, round_id = declared()
    cast(scenario, round_id, ANA, "yes")
    scenario.at(LATE).when(ballot(scenario, round_id, ANA, "no")).then_kinds("ballot-cast")
    scenario, round_id = declared()
    for member in (ANA, BIA):
        cast(scenario, round_id, member, "yes")
    scenario.at(LATE).when(ballot(scenario, round_id, CATY, "no")).then_kinds("ballot-cast")


def test_who_was_recused_counts_on_neither_side_of_the_quorum() -> None:
    """R3: with Eva recused two of four are needed, and her ballot is none of them."""
    scenario, round_id = declared(quorum=50)
    cast(scenario, round_id, ANA, "yes")
    cast(scenario, round_id, EVA, "yes")
    scenario.done(DeclareRecusal(account=ACCOUNT, round=round_id, member=EVA, reason="My sister drives it."))
    scenario.at(LATE).when(ballot(scenario, round_id, BIA, "yes")).then_kinds("ballot-cast", "round-extended")


def test_what_a_recused_holder_cast_for_others_is_none_of_it() -> None:
    """R3, M6"""
    scenario, round_id = declared(quorum=50)
    scenario.done(gives(scenario, round_id, DUDA, EVA))
    scenario.done(for_another(scenario, round_id, EVA, DUDA, "yes"))
    cast(scenario, round_id, ANA, "yes")
    scenario.done(DeclareRecusal(account=ACCOUNT, round=round_id, member=EVA, reason="My sister drives it."))
    scenario.at(LATE).when(ballot(scenario, round_id, BIA, "yes")).then_kinds("ballot-cast", "round-extended")


def test_whoever_votes_themselves_after_their_holder_was_recused_takes_part_anew() -> None:
    """R3, M6: what the holder had cast for Bia counted no longer, so that her own ballot is the second of two."""
    scenario, round_id = declared()
    scenario.done(gives(scenario, round_id, BIA, EVA))
    scenario.done(for_another(scenario, round_id, EVA, BIA, "yes"))
    scenario.done(DeclareRecusal(account=ACCOUNT, round=round_id, member=EVA, reason="My sister drives it."))
    cast(scenario, round_id, ANA, "yes")
    scenario.at(LATE)
    cast(scenario, round_id, BIA, "no")
    assert closes(scenario, round_id) == LATE + timedelta(minutes=120)
    assert round_of(scenario, round_id).electors_voted == 2


def test_counting_waits_for_the_deadline_that_moved_and_an_assembly_may_meet_until_then() -> None:
    """R9, R2"""
    scenario, round_id = declared(counting=DEADLINE)
    cast(scenario, round_id, ANA, "yes")
    scenario.at(DEADLINE - MICROSECOND).done(ballot(scenario, round_id, BIA, "yes"))
    until = closes(scenario, round_id)
    scenario.at(until - MICROSECOND)
    entry = _met_until(scenario, round_id, until - timedelta(minutes=1))
    scenario.done(entry)
    after = _met_until(scenario, round_id, until - MICROSECOND * 2, replaces=True)
    scenario.at(until).when(after).then_refused(EntryTooLate)
    scenario.done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.done(CountRound(account=ACCOUNT, round=round_id))


def test_an_assembly_that_ended_after_the_deadline_that_moved_does_not_vote() -> None:
    """R9, V1"""
    scenario, round_id = declared(counting=DEADLINE + timedelta(days=1))
    cast(scenario, round_id, ANA, "yes")
    scenario.at(LATE).done(ballot(scenario, round_id, BIA, "yes"))
    until = closes(scenario, round_id)
    scenario.at(until + timedelta(hours=3))
    scenario.when(_met_until(scenario, round_id, until + MICROSECOND)).then_refused(MeetingOutsideRound)
    scenario.done(_met_until(scenario, round_id, until))
    scenario.done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.when(CountRound(account=ACCOUNT, round=round_id)).then_refused(CountingNotReached)


def _met_until(scenario: Scenario, round_id: RoundId, ended: datetime, **changes: Any) -> EnterShowOfHands:
    """What three chose in two hours that ended then."""
    met = ended - timedelta(hours=2)
    held = minutes(scenario, CATY, DUDA, EVA, met=met, attesting=(CATY, DUDA), entry_until=None)
    return msgspec.structs.replace(hands(round_id, held, *yes_no(3)), **changes)


@pytest.mark.parametrize(("within", "by"), [(0, 60), (60, 0), (-1, 60), (60, 43_201), (43_201, 60)])
def test_an_extension_is_declared_in_minutes(within: int, by: int) -> None:
    """R1"""
    scenario = village()
    draft = msgspec.structs.replace(asks(admitted(scenario)), extension=Extension(within, by))
    scenario.when(draft).then_refused(ExtensionOutOfRange)


@given(
    ballots=st.lists(st.tuples(st.sampled_from(MEMBERS), st.integers(0, 10_000)), max_size=12),
    within=st.integers(1, 2_000),
    by=st.integers(1, 2_000),
    quorum=st.integers(0, 100),
)
def test_the_deadline_moves_at_most_once_never_back_and_only_by_a_late_ballot_that_reaches_the_quorum(
    ballots: list[tuple[Any, int]], within: int, by: int, quorum: int
) -> None:
    """R2, R3"""
    scenario, round_id = declared(Extension(within, by), quorum)
    voted: set[Any] = set()
    deadline, moved = DEADLINE, 0
    for member, minute in sorted(ballots, key=lambda one: one[1]):
        now = DEADLINE - timedelta(minutes=8_000 - minute)
        scenario.at(now).when(ballot(scenario, round_id, member, "yes"))
        if now >= deadline:
            scenario.then_refused(BallotTooLate)
            continue
        reached = len(voted) * 100 < quorum * 5 <= len(voted | {member}) * 100
        voted.add(member)
        until = now + timedelta(minutes=by)
        extends = reached and not moved and now >= deadline - timedelta(minutes=within) and until > deadline
        if extends:
            deadline, moved = until, moved + 1
        assert [type(fact.event) for fact in scenario.recorded] == [BallotCast, RoundExtended][: 1 + extends]
        assert closes(scenario, round_id) == deadline
