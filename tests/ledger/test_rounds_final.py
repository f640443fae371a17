"""Decision rounds from the deadline on: closed, counted, final, and what becomes of their money."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.events import Award, BudgetAwarded, left_to_authorise_mark
from ledger.accounts.state import Destination
from ledger.associations.rules import Office
from ledger.command import AccountCommand
from ledger.context import microseconds
from ledger.event import Event
from ledger.identifiers import UNRESTRICTED, MemberToken, RoundId, Stream, stream_of
from ledger.proposals.commands import AppointGiven
from ledger.proposals.events import ProposalAccepted, ProposalRejected
from ledger.proposals.state import ProposalStatus
from ledger.refusals import StaleVersion
from ledger.rounds.commands import CloseRound, CountRound, MakeRoundFinal
from ledger.rounds.counting import Result, Tally
from ledger.rounds.events import RoundClosed, RoundCounted, RoundMadeFinal
from ledger.rounds.refusals import (
    DeadlineNotReached,
    ObjectionWindowOpen,
    RoundNotAtThisStep,
    UnknownRound,
)
from ledger.rounds.state import RoundStatus
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
    account_of,
    admitted,
    asks,
    available,
    ballot,
    bounced,
    cast,
    closed,
    counted,
    euros,
    final,
    in_account,
    line,
    opened,
    question,
    round_of,
    season,
    shares_out,
    spend,
    status_of,
    village,
)


def close(round_id: str) -> CloseRound:
    return CloseRound(account=ACCOUNT, round=RoundId(round_id))


def count(round_id: str) -> CountRound:
    return CountRound(account=ACCOUNT, round=RoundId(round_id))


def make_final(round_id: str) -> MakeRoundFinal:
    return MakeRoundFinal(account=ACCOUNT, round=RoundId(round_id))


# Closing


def test_a_round_closes_at_its_deadline_and_not_before() -> None:
    """R2"""
    scenario = village()
    round_id = question(scenario)
    for member in MEMBERS:
        cast(scenario, round_id, member, "yes")
    scenario.at(DEADLINE - timedelta(microseconds=1)).when(close(round_id)).then_refused(DeadlineNotReached)
    scenario.at(DEADLINE).when(close(round_id)).then(RoundClosed())


def test_each_step_of_a_round_is_taken_once_and_in_order() -> None:
    """R2, V8, R10"""
    scenario = village()
    round_id = RoundId(scenario.done(asks(admitted(scenario))))
    steps: list[AccountCommand] = [close(round_id), count(round_id), make_final(round_id)]
    scenario.at(DEADLINE)
    for command in steps:
        scenario.when(command).then_refused(RoundNotAtThisStep)
    scenario = village()
    round_id = question(scenario)
    scenario.at(DEADLINE)
    steps = [close(round_id), count(round_id), make_final(round_id)]
    for step in steps:
        for other in steps:
            if other is not step:
                scenario.when(other).then_refused(RoundNotAtThisStep)
        scenario.done(step)
    for command in steps:
        scenario.when(command).then_refused(RoundNotAtThisStep)


@pytest.mark.parametrize("named", ["round-unknown", "", "proposal-one", "nonsense"])
def test_a_round_that_is_not_there_is_not_closed_counted_or_final(named: str) -> None:
    """R2"""
    for command in (close(named), count(named), make_final(named)):
        village().when(command).then_refused(UnknownRound)


# Counting


def test_nothing_is_counted_before_the_round_is_closed() -> None:
    """V8"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    scenario.when(count(round_id)).then_refused(RoundNotAtThisStep)
    assert count(round_id).gather(scenario).result is None
    assert round_of(scenario, round_id).result is None


def test_the_count_is_recorded_with_its_time() -> None:
    """R4, R10"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    cast(scenario, round_id, BIA, "no")
    cast(scenario, round_id, CATY, "yes")
    closed(scenario, round_id)
    scenario.when(count(round_id)).then(
        RoundCounted(
            result=Result(
                ballots_counted=3,
                quorum_reached=True,
                tallies=(Tally("yes", 2), Tally("no", 1), Tally("abstain", 0)),
                accepted=("van",),
                tie_decided=False,
            ),
            counted_us=microseconds(DEADLINE),
        )
    )
    assert round_of(scenario, round_id).status is RoundStatus.COUNTED


def test_the_quorum_is_taken_of_the_electors_who_were_frozen() -> None:
    """R3"""
    scenario = village(msgspec.structs.replace(RULES, quorum_percent=60))
    for voters, accepted in ((2, ()), (3, ("van",))):
        round_id = question(scenario)
        for member in MEMBERS[:voters]:
            cast(scenario, round_id, member, "yes")
        assert counted(scenario, round_id).accepted == accepted
        scenario.at(NOON)


def test_who_gathers_the_result_before_the_close_does_not_record_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """V3, R4"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    early = list(scenario.events(stream_of(ACCOUNT, round_id)))

    def before_the_close(stream: Stream) -> Iterator[tuple[int, Event]]:
        return iter(early)

    cast(scenario, round_id, ANA, "no")
    closed(scenario, round_id)
    monkeypatch.setattr(scenario, "events", before_the_close)
    scenario.when(count(round_id)).then_refused(StaleVersion)
    monkeypatch.undo()
    scenario.done(count(round_id))
    result = round_of(scenario, round_id).result
    assert result is not None
    assert result.accepted == ()


def test_a_result_that_a_caller_brings_along_is_not_believed() -> None:
    """R4"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "no")
    closed(scenario, round_id)
    wished = Result(ballots_counted=5, quorum_reached=True, tallies=(), accepted=("van",), tie_decided=False)
    scenario.done(CountRound(account=ACCOUNT, round=round_id, result=wished, version=99))
    result = round_of(scenario, round_id).result
    assert result is not None
    assert result.accepted == ()


@given(
    st.lists(
        st.tuples(st.sampled_from(MEMBERS), st.sets(st.sampled_from(["van", "bus", "well"]))), max_size=8
    ),
    st.integers(),
)
def test_the_order_in_which_electors_voted_changes_no_result(
    ballots: list[tuple[MemberToken, set[str]]], seed: int
) -> None:
    """R4, V3, V4"""
    latest = dict(ballots)
    mixed = list(latest.items())
    Random(seed).shuffle(mixed)
    results = set()
    for order in (ballots, mixed):
        scenario = village()
        round_id = season(scenario, "300.00", van=100_00, bus=200_00, well=150_00)
        for member, choices in order:
            cast(scenario, round_id, member, *choices)
        results.add(msgspec.json.encode(counted(scenario, round_id)))
    assert len(results) == 1


# Final


def test_a_round_becomes_final_after_its_objection_window() -> None:
    """R10"""
    scenario = village(msgspec.structs.replace(RULES, objection_days=3))
    round_id = question(scenario)
    counted(scenario, round_id)
    end = DEADLINE + timedelta(days=3)
    scenario.at(end - timedelta(microseconds=1)).when(make_final(round_id)).then_refused(ObjectionWindowOpen)
    scenario.at(end).when(make_final(round_id))
    scenario.then_kinds("round-made-final", "budget-awarded", "proposal-rejected")


def test_a_window_may_be_zero_but_final_is_never_by_itself() -> None:
    """R10"""
    scenario = village()
    round_id = question(scenario)
    counted(scenario, round_id)
    assert round_of(scenario, round_id).status is RoundStatus.COUNTED
    scenario.done(make_final(round_id))
    assert round_of(scenario, round_id).status is RoundStatus.FINAL


def test_nothing_is_awarded_before_the_round_is_final() -> None:
    """B2"""
    scenario = village()
    proposal = admitted(scenario)
    round_id = opened(scenario, asks(proposal))
    cast(scenario, round_id, ANA, "yes")
    counted(scenario, round_id)
    mark = left_to_authorise_mark(ACCOUNT, proposal, "EUR", UNRESTRICTED)
    assert status_of(scenario, proposal) is ProposalStatus.ON_BALLOT
    assert scenario.workspace.marks.get(mark, int) is None
    assert set(account_of(scenario).holdings) == {round_id}
    scenario.done(make_final(round_id))
    assert status_of(scenario, proposal) is ProposalStatus.ACCEPTED
    assert scenario.workspace.marks.get(mark, int) == 100_00
    assert set(account_of(scenario).holdings) == {proposal}


def test_what_was_accepted_keeps_its_cost_and_the_rest_is_freed() -> None:
    """B2, R6, L2"""
    scenario = village()
    van, bus = admitted(scenario, spend("300.00")), admitted(scenario, spend("250.00"))
    round_id = opened(scenario, shares_out("500.00", van=van, bus=bus))
    for member in (ANA, BIA):
        cast(scenario, round_id, member, "van", "bus")
    cast(scenario, round_id, CATY, "van")
    counted(scenario, round_id)
    scenario.when(make_final(round_id)).then(
        RoundMadeFinal(),
        BudgetAwarded(
            round=round_id,
            awards=(Award(van, Destination.DISADVANTAGED_AT_HOME, (line(300_00),)),),
            freed=(line(200_00),),
        ),
        ProposalAccepted(round=round_id, decided=DEADLINE.date(), rules_version=1),
        ProposalRejected(round=round_id),
    )
    assert (status_of(scenario, van), status_of(scenario, bus)) == ("accepted", "rejected")
    assert available(scenario) == 700_00
    at_home = account_of(scenario).at("EUR", UNRESTRICTED, Destination.DISADVANTAGED_AT_HOME)
    assert (at_home.received, at_home.reserved, at_home.available) == (300_00, 300_00, 0)


def test_a_rejected_proposal_frees_its_whole_budget() -> None:
    """B2, L2"""
    scenario = village()
    proposal = admitted(scenario)
    round_id = opened(scenario, asks(proposal, budget=(euros("150.00"),)))
    for member in (DUDA, EVA):
        cast(scenario, round_id, member, "no")
    counted(scenario, round_id)
    scenario.when(make_final(round_id)).then(
        RoundMadeFinal(),
        BudgetAwarded(round=round_id, awards=(), freed=(line(150_00),)),
        ProposalRejected(round=round_id),
    )
    assert available(scenario) == 1000_00
    assert account_of(scenario).holdings == {}


def test_without_a_quorum_everything_is_freed() -> None:
    """R3, B2"""
    scenario = village(msgspec.structs.replace(RULES, quorum_percent=50))
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    assert final(scenario, round_id).accepted == ()
    assert available(scenario) == 1000_00


def test_an_appointment_is_accepted_without_any_money() -> None:
    """R10, B2"""
    scenario = village()
    proposal = admitted(scenario, AppointGiven(office=Office.AUDITOR, member=BIA))
    round_id = opened(scenario, asks(proposal))
    cast(scenario, round_id, ANA, "yes")
    counted(scenario, round_id)
    accepted = ProposalAccepted(round=round_id, decided=DEADLINE.date(), rules_version=1)
    scenario.when(make_final(round_id)).then(RoundMadeFinal(), accepted)


def test_a_shortfall_found_meanwhile_does_not_undo_a_decision() -> None:
    """L2, R2"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    scenario.given(*in_account(bounced(1000_00)))
    assert final(scenario, round_id).accepted == ("van",)
    assert available(scenario) == -100_00


@given(
    st.dictionaries(st.sampled_from("abcde"), st.integers(1, 400_00), min_size=1),
    st.integers(1, 1000_00),
    st.data(),
)
def test_what_a_round_awards_and_frees_is_exactly_its_budget(
    costs: dict[str, int], budget: int, data: st.DataObject
) -> None:
    """R6, L2, B2"""
    scenario = village()
    round_id = season(scenario, f"{budget // 100}.{budget % 100:02}", **costs)
    assert available(scenario) == 1000_00 - budget
    for member in MEMBERS:
        chosen = data.draw(st.sets(st.sampled_from(sorted(costs))))
        scenario.done(ballot(scenario, round_id, member, *chosen))
    result = final(scenario, round_id)
    awarded = sum(costs[label] for label in result.accepted)
    assert awarded <= budget
    assert available(scenario) == 1000_00 - awarded
    account = account_of(scenario)
    assert round_id not in account.holdings
    assert sum(h.amount_minor for held in account.holdings.values() for h in held) == awarded
    assert all(totals.available >= 0 for totals in account.totals.values())
