"""A recount from the log alone: identical bytes, or what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.event import Event
from ledger.identifiers import MemberToken, RoundId, Seal, Stream, stream_of
from ledger.rounds.ballots import Choices
from ledger.rounds.commands import CloseRound, OpenRound
from ledger.rounds.counting import Tally, result_bytes
from ledger.rounds.events import BallotCast, RoundCounted, RoundOpened, ShowOfHandsEntered
from ledger.rounds.recounting import Fault, FaultKind, recounted
from ledger.rounds.refusals import RoundNotCountedYet, UnknownRound
from ledger.rounds.terms import Completion, Confidentiality, CountingRule, RuleKind
from tests.ledger.assembling import hands, minutes, totals, yes_no
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DUDA,
    MEMBERS,
    NOON,
    admitted,
    asks,
    ballot,
    cast,
    closed,
    counted,
    final,
    opened,
    question,
    shares_out,
    spend,
    village,
)
from tests.scenario import Scenario

SHARES = partial(CountingRule, kind=RuleKind.EQUAL_SHARES)
CHOICES = st.sampled_from([(), ("van",), ("bus",), ("bus", "van")])


@dataclass
class Altered:
    """A log of which somebody wrote an event anew."""

    log: Scenario
    kind: type[Event]
    fields: dict[str, Any]
    number: int = 1
    """Which event of that kind: the first, unless said otherwise."""

    def events(self, stream: Stream) -> Any:
        seen = 0
        for version, event in self.log.events(stream):
            seen += isinstance(event, self.kind)
            ours = isinstance(event, self.kind) and seen == self.number
            yield version, msgspec.structs.replace(event, **self.fields) if ours else event

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)


def voted() -> tuple[Scenario, RoundId]:
    """Ana and Bia voted, Ana twice."""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "no")
    cast(scenario, round_id, BIA, "no")
    cast(scenario, round_id, ANA, "yes")
    counted(scenario, round_id)
    return scenario, round_id


@given(st.lists(st.tuples(st.sampled_from(MEMBERS), CHOICES), max_size=8), st.data())
def test_the_recount_of_any_round_gives_identical_bytes(
    ballots: list[tuple[MemberToken, Sequence[str]]], data: st.DataObject
) -> None:
    """R4, V3, R9"""
    scenario = village()
    rule = data.draw(st.sampled_from([None, *(SHARES(completion=completion) for completion in Completion)]))
    items = {label: admitted(scenario, spend(cost)) for label, cost in (("van", "300.00"), ("bus", "250.00"))}
    round_id = opened(scenario, msgspec.structs.replace(shares_out("500.00", **items), rule=rule))
    for member, choices in ballots:
        scenario.done(ballot(scenario, round_id, member, *choices))
    # Hands are raised only where their totals decide.
    if rule is None and data.draw(st.booleans()):
        met = NOON + timedelta(days=2)
        held = minutes(scenario.at(met + timedelta(hours=3)), ANA, BIA, met=met)
        votes = (Tally(label, data.draw(st.integers(0, 2))) for label in ("van", "bus"))
        scenario.done(hands(round_id, held, *votes))
    result = counted(scenario, round_id)
    again = recounted(scenario, stream_of(ACCOUNT, round_id))
    assert again.identical
    assert result_bytes(again.recounted) == result_bytes(result)
    assert again.recorded_hash == again.recounted_hash
    assert again.ballots_cast == len(ballots)


def test_a_final_round_is_recounted_as_it_was_counted() -> None:
    """R4, R10"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    final(scenario, round_id)
    assert recounted(scenario, stream_of(ACCOUNT, round_id)).identical


def test_nobody_recounts_before_the_count() -> None:
    """V8"""
    scenario = village()
    drafted = RoundId(scenario.done(asks(admitted(scenario))))
    stream = stream_of(ACCOUNT, drafted)
    for status, step in (("drafted", OpenRound), ("open", CloseRound), ("closed", None)):
        with pytest.raises(RoundNotCountedYet, match=f"is {status}: "):
            recounted(scenario, stream)
        if step is CloseRound:
            cast(scenario, drafted, ANA, "yes")
            closed(scenario, drafted)
        elif step is not None:
            scenario.done(step(account=ACCOUNT, round=drafted))


def test_a_round_that_is_not_there_is_not_recounted() -> None:
    """R1"""
    with pytest.raises(UnknownRound):
        recounted(village(), stream_of(ACCOUNT, RoundId("round-0000000000000000")))


def test_another_result_in_the_log_is_found() -> None:
    """R4"""
    scenario, round_id = voted()
    stream = stream_of(ACCOUNT, round_id)
    result = recounted(scenario, stream).recorded
    wrong = msgspec.structs.replace(result, tallies=totals(yes=2, no=0, abstain=0))
    again = recounted(Altered(scenario, RoundCounted, {"result": wrong}), stream)
    assert (again.same_bytes, again.identical, again.faults) == (False, False, ())
    assert again.recounted == result
    assert again.recorded_hash != again.recounted_hash


@pytest.mark.parametrize(
    ("fields", "number", "fault"),
    [
        ({"choices": ("yes",)}, 1, Fault(FaultKind.BALLOT_ALTERED, 1)),
        ({"seal": Seal("0" * 64)}, 3, Fault(FaultKind.BALLOT_ALTERED, 3)),
        ({"elector": "elector-of-nowhere"}, 2, Fault(FaultKind.NO_ELECTOR, 2)),
        ({"number": 4}, 3, Fault(FaultKind.NUMBER_MISSING, 4)),
    ],
)
def test_a_ballot_that_was_changed_after_it_was_cast_is_found(
    fields: dict[str, Any], number: int, fault: Fault
) -> None:
    """V5, V1, V3"""
    scenario, round_id = voted()
    again = recounted(Altered(scenario, BallotCast, fields, number), stream_of(ACCOUNT, round_id))
    assert fault in again.faults
    assert not again.identical


def test_hands_that_were_changed_after_they_were_entered_are_found() -> None:
    """R9"""
    scenario = village()
    round_id = question(scenario)
    met = NOON + timedelta(days=2)
    held = minutes(scenario.at(met + timedelta(hours=3)), ANA, BIA, CATY, met=met)
    scenario.done(hands(round_id, held, *yes_no(2, 1)))
    cast(scenario, round_id, DUDA, "no")
    counted(scenario, round_id)
    stream = stream_of(ACCOUNT, round_id)
    assert recounted(scenario, stream).identical
    again = recounted(Altered(scenario, ShowOfHandsEntered, {"salt": "0" * 32}), stream)
    assert again.same_bytes
    assert again.faults == (Fault(FaultKind.HANDS_ALTERED),)


def test_an_electorate_that_was_changed_after_the_opening_is_found() -> None:
    """R2, R3"""
    scenario, round_id = voted()
    stream = stream_of(ACCOUNT, round_id)
    (opened,) = (event for _, event in scenario.events(stream) if isinstance(event, RoundOpened))
    more = msgspec.structs.replace(opened.terms, electorate=opened.terms.electorate + 1)
    again = recounted(Altered(scenario, RoundOpened, {"terms": more}), stream)
    assert again.faults == (Fault(FaultKind.ELECTORATE_ALTERED),)


@dataclass
class Relisted:
    """A log of which somebody wrote the lists of a count anew."""

    log: Scenario
    written: dict[Seal, tuple[str, ...]]

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return self.written.get(seal) or self.log.listing(seal)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)


@pytest.mark.parametrize(
    ("choices", "numbers"),
    [
        (["yes", "yes", "yes"], "23"),
        (["yes"], "3"),
        (["yes", "no"], "33"),
        (["yes", "no"], "13"),
        (["yes", "no"], "24"),
    ],
    ids=["one too many", "one left out", "one twice", "a replaced one", "one never cast"],
)
def test_lists_that_cannot_be_of_the_ballots_of_a_confidential_round_are_found(
    choices: list[str], numbers: str
) -> None:
    """V3, V5, R4: also where whoever wrote them anew made the result fit."""
    scenario = village()
    asked = msgspec.structs.replace(asks(admitted(scenario)), confidentiality=Confidentiality.CONFIDENTIAL)
    round_id = opened(scenario, asked)
    for member, choice in ((ANA, "no"), (BIA, "no"), (ANA, "yes")):
        cast(scenario, round_id, member, choice)
    counted(scenario, round_id)
    stream = stream_of(ACCOUNT, round_id)
    assert recounted(scenario, stream).identical
    (event,) = (event for _, event in scenario.events(stream) if isinstance(event, RoundCounted))
    assert event.choices is not None
    assert event.ballots is not None
    written = {
        event.choices: tuple(Choices((choice,)).written() for choice in choices),
        event.ballots: tuple(numbers),
    }
    again = recounted(Relisted(scenario, written), stream)
    forged = Altered(Relisted(scenario, written), RoundCounted, {"result": again.recounted})  # type: ignore[arg-type]
    assert recounted(forged, stream).same_bytes
    assert recounted(forged, stream).faults == (Fault(FaultKind.LISTS_ALTERED),)
