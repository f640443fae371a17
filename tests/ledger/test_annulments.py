"""A round that is not final is annulled by a decision, with reason, and all that it held is put back."""

from datetime import timedelta

import msgspec
import pytest

from ledger.accounts.events import BudgetAwarded
from ledger.identifiers import MinutesId, RoundId
from ledger.minutes.refusals import UnknownMinutes
from ledger.proposals.commands import DeclareInterest, WithdrawProposal
from ledger.proposals.events import ProposalPutBack, Tie
from ledger.refusals import TextEmpty
from ledger.rounds.commands import CloseRound, CountRound
from ledger.rounds.events import RoundAnnulled
from ledger.rounds.refusals import (
    AnnulledByRecorder,
    AnnulmentUndecided,
    AssemblyTooEarly,
    AssemblyTooSmall,
    AuditorConcerned,
    RoundNotAtThisStep,
    RoundTakesNoBallots,
    UnknownRound,
)
from ledger.rounds.state import RoundStatus
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    admitted,
    asks,
    available,
    ballot,
    cast,
    line,
    opened,
    round_of,
    status_of,
)
from tests.ledger.objecting import BY_AUDITOR, BY_BODY, Window


def test_an_assembly_annuls_a_counted_round_and_all_is_put_back() -> None:
    """R8, R10, L2"""
    window = Window()
    window.objected(ANA, "bus")
    held = window.met()
    window.scenario.when(window.annuls(minutes=held), by=BIA)
    (told, freed, *back) = [fact.event for fact in window.scenario.recorded]
    assert isinstance(told, RoundAnnulled)
    assert told.minutes == held
    assert "called together" not in str(told)
    assert freed == BudgetAwarded(round=window.round, awards=(), freed=(line(350_00),))
    assert back == [ProposalPutBack(round=window.round)] * 3
    assert window.held() == {}
    assert available(window.scenario) == 1000_00
    assert {status_of(window.scenario, proposal) for proposal in window.proposals.values()} == {"admitted"}
    found = round_of(window.scenario, window.round)
    assert (found.status, found.undecided) == (RoundStatus.ANNULLED, {})


def test_an_annulled_round_takes_no_further_step() -> None:
    """R2, R10"""
    window = Window()
    window.scenario.done(window.annuls(minutes=window.met()), by=BIA)
    for command in (
        CloseRound(account=ACCOUNT, round=window.round),
        CountRound(account=ACCOUNT, round=window.round),
        window.final(),
        window.item_final("bus"),
        window.objects(ANA, "bus"),
        window.annuls(),
    ):
        window.scenario.when(command).then_refused(RoundNotAtThisStep)
    late = ballot(window.scenario, window.round, ANA, "bus")
    window.scenario.when(late).then_refused(RoundTakesNoBallots)


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_open_or_closed_round_is_annulled_and_what_was_cast_is_never_counted(is_closed: bool) -> None:
    """R8, V8"""
    window = Window()
    proposal = admitted(window.scenario)
    closes = DEADLINE + timedelta(days=1)
    again = opened(window.scenario, msgspec.structs.replace(asks(proposal), closes=closes))
    cast(window.scenario, again, ANA, "yes")
    held = window.met()
    if is_closed:
        window.scenario.at(closes).done(CloseRound(account=ACCOUNT, round=again))
    annul = msgspec.structs.replace(window.annuls(minutes=held), round=again)
    window.scenario.when(annul, by=BIA).then_kinds("round-annulled", "budget-awarded", "proposal-put-back")
    assert round_of(window.scenario, again).result is None
    window.scenario.done(WithdrawProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))


def test_a_draft_is_given_up_with_a_reason_alone() -> None:
    """R1"""
    window = Window()
    proposal = admitted(window.scenario)
    drafted = RoundId(window.scenario.done(asks(proposal)))
    give_up = msgspec.structs.replace(window.annuls(), round=drafted)
    window.scenario.when(msgspec.structs.replace(give_up, reason=" ")).then_refused(TextEmpty)
    unknown = msgspec.structs.replace(give_up, minutes=MinutesId("minutes-unknown"))
    window.scenario.when(unknown).then_refused(UnknownMinutes)
    window.scenario.when(give_up).then_kinds("round-annulled")
    assert status_of(window.scenario, proposal) == "admitted"


def test_a_final_round_stands() -> None:
    """R10"""
    window = Window()
    window.scenario.done(window.final())
    window.scenario.when(window.annuls(minutes=window.met()), by=BIA).then_refused(RoundNotAtThisStep)


def test_no_officer_annuls_a_result_without_the_assembly() -> None:
    """R8, A2"""
    window = Window()
    window.scenario.when(window.annuls(), by=ANA).then_refused(AnnulmentUndecided)
    window.scenario.when(window.annuls(auditor=CATY), by=CATY).then_refused(AnnulmentUndecided)
    unknown = window.annuls(minutes=MinutesId("minutes-unknown"))
    window.scenario.when(unknown, by=BIA).then_refused(UnknownMinutes)


def test_the_assembly_met_when_there_was_something_to_annul() -> None:
    """R8, R9"""
    window = Window(BY_BODY)
    before = window.met()
    proposal = admitted(window.scenario)
    later = msgspec.structs.replace(asks(proposal), closes=DEADLINE + timedelta(days=1))
    again = opened(window.scenario, later)
    early = msgspec.structs.replace(window.annuls(minutes=before), round=again)
    window.scenario.when(early, by=BIA).then_refused(AssemblyTooEarly)
    while_open = window.met()
    window.scenario.at(later.closes).done(CloseRound(account=ACCOUNT, round=again))
    window.scenario.done(CountRound(account=ACCOUNT, round=again))
    before_counting = msgspec.structs.replace(early, minutes=while_open)
    window.scenario.when(before_counting, by=BIA).then_refused(AssemblyTooEarly)


def test_what_many_decided_a_few_do_not_annul() -> None:
    """R8, R3"""
    window = Window(msgspec.structs.replace(BY_BODY, quorum_percent=60))
    few = window.annuls(minutes=window.met(attendance=2))
    window.scenario.when(few, by=BIA).then_refused(AssemblyTooSmall)
    window.scenario.done(window.annuls(minutes=window.met(attendance=3)), by=BIA)


def test_who_recorded_the_minutes_does_not_annul_by_them() -> None:
    """R8, A3"""
    window = Window()
    annul = window.annuls(minutes=window.met(recorder=BIA))
    window.scenario.when(annul, by=BIA).then_refused(AnnulledByRecorder)
    believed = msgspec.structs.replace(annul, recorder=CATY)
    window.scenario.when(believed, by=BIA).then_refused(AnnulledByRecorder)
    window.scenario.done(annul, by=ANA)


def test_where_the_rules_name_the_auditor_the_auditor_may_annul() -> None:
    """R8"""
    window = Window(BY_AUDITOR)
    window.scenario.when(window.annuls(auditor=CATY), by=ANA).then_refused(AnnulmentUndecided)
    window.scenario.when(window.annuls(auditor=ANA), by=ANA).then_refused(AnnulmentUndecided)
    window.scenario.done(window.annuls(auditor=CATY), by=CATY)
    window = Window(BY_AUDITOR)
    window.scenario.done(window.annuls(minutes=window.met()), by=BIA)


def test_an_auditor_with_an_interest_in_an_item_does_not_annul_alone() -> None:
    """R8, P3"""
    window = Window(BY_AUDITOR)
    interest = DeclareInterest(
        account=ACCOUNT, proposal=window.proposals["well"], member=CATY, tie=Tie.BENEFICIARY
    )
    window.scenario.done(interest)
    window.scenario.when(window.annuls(auditor=CATY), by=CATY).then_refused(AuditorConcerned)


@pytest.mark.parametrize("named", ["round-unknown", "", "proposal-one", "nonsense"])
def test_a_round_that_is_not_there_is_not_annulled(named: str) -> None:
    """R2"""
    window = Window()
    annul = msgspec.structs.replace(window.annuls(), round=RoundId(named))
    window.scenario.when(annul).then_refused(UnknownRound)
