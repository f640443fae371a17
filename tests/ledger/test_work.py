"""Work days: attendance sheets, and the hours that they bring."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.events import EarmarkMoved
from ledger.accounts.refusals import UnknownPurpose
from ledger.accounts.state import Line
from ledger.associations.rules import Office
from ledger.command import Fact, Person
from ledger.contributions.commands import Giver, ReceiveContribution, ReverseContribution
from ledger.contributions.refusals import GiverUnnamed, UnknownGiver
from ledger.contributions.state import GiverKind, Motive
from ledger.identifiers import UNRESTRICTED, MemberToken, PartyToken, ProposalId, PurposeId, SheetId
from ledger.money import LARGEST_MINOR
from ledger.refusals import AmountTooLarge, DateBeforeAccount, DateInFuture
from ledger.units import WORK
from ledger.work.commands import ConfirmWorkDay, HoursGiven, RecordWorkDay, RefuseWorkDay
from ledger.work.events import WorkDayRecorded
from ledger.work.refusals import (
    ConfirmerLed,
    ConfirmerWorked,
    LeaderNotMember,
    MoreThanADay,
    SheetConfirmerNotMember,
    SheetMalformed,
    SheetNotWaiting,
    UnknownSheet,
    WorkerTwice,
)
from ledger.work.state import MINUTES_OF_A_DAY
from tests.ledger.caldeiras import ACCOUNT, NOON, account, founded, officer, treasurer
from tests.scenario import Scenario

DAY = date(2026, 2, 14)
STRANGER = MemberToken("member-0000000000000000")


def sheet(scenario: Scenario, *minutes: int, **changes: Any) -> RecordWorkDay:
    """The treasurer and some helpers work; the auditor leads."""
    lines = [HoursGiven(worker=treasurer(scenario), minutes=minutes[0])] if minutes else []
    lines += [HoursGiven(worker=Giver(name=f"Helper {n}"), minutes=m) for n, m in enumerate(minutes[1:])]
    record = RecordWorkDay(
        account=ACCOUNT, day=DAY, leader=officer(scenario, Office.AUDITOR), lines=tuple(lines)
    )
    return msgspec.structs.replace(record, **changes)


def confirmation(scenario: Scenario, of: str, **changes: Any) -> ConfirmWorkDay:
    """The second signatory confirms."""
    confirm = ConfirmWorkDay(
        account=ACCOUNT, sheet=SheetId(of), confirmer=officer(scenario, Office.SECOND_SIGNATORY)
    )
    return msgspec.structs.replace(confirm, **changes)


def refusal(scenario: Scenario, of: str) -> RefuseWorkDay:
    """The second signatory was there, and saw nobody."""
    confirmer = officer(scenario, Office.SECOND_SIGNATORY)
    return RefuseWorkDay(account=ACCOUNT, sheet=SheetId(of), confirmer=confirmer, reason="It rained.")


def hours(scenario: Scenario) -> int:
    """Minutes that can be spent."""
    return account(scenario).available(WORK, UNRESTRICTED)


def test_hours_come_in_once_somebody_else_confirms_them() -> None:
    """C4"""
    scenario = founded()
    recorded = scenario.done(sheet(scenario, 480, 30))
    assert account(scenario).totals == {}
    scenario.when(confirmation(scenario, recorded)).then_kinds("work-day-confirmed")
    assert hours(scenario) == 510
    scenario.when(confirmation(scenario, recorded)).then_refused(SheetNotWaiting)
    scenario.when(refusal(scenario, recorded)).then_refused(SheetNotWaiting)


def test_who_led_the_work_does_not_confirm_it() -> None:
    """C4"""
    scenario = founded()
    recorded = scenario.done(sheet(scenario, 480))
    leader = officer(scenario, Office.AUDITOR)
    scenario.when(confirmation(scenario, recorded, confirmer=leader)).then_refused(ConfirmerLed)


def test_who_stands_on_the_sheet_does_not_confirm_it() -> None:
    """C4"""
    scenario = founded()
    recorded = scenario.done(sheet(scenario, 480))
    worked = confirmation(scenario, recorded, confirmer=treasurer(scenario))
    scenario.when(worked).then_refused(ConfirmerWorked)


def test_who_leads_and_who_confirms_are_members() -> None:
    """C4, M1"""
    scenario = founded()
    scenario.when(sheet(scenario, 480, leader=STRANGER)).then_refused(LeaderNotMember)
    recorded = scenario.done(sheet(scenario, 480))
    stranger = confirmation(scenario, recorded, confirmer=STRANGER)
    scenario.when(stranger).then_refused(SheetConfirmerNotMember)
    scenario.when(confirmation(scenario, "sheet-0000000000000000")).then_refused(UnknownSheet)


def test_nobody_works_more_than_a_day_over_all_sheets_of_it() -> None:
    """C4"""
    scenario = founded()
    scenario.done(sheet(scenario, 1_000))
    scenario.when(sheet(scenario, 441)).then_refused(MoreThanADay)
    scenario.done(sheet(scenario, 440))
    scenario.done(sheet(scenario, 1_440, day=date(2026, 2, 15)))
    scenario.when(sheet(scenario, 1, MINUTES_OF_A_DAY + 1, day=NOON.date())).then_refused(MoreThanADay)


@given(st.lists(st.tuples(st.integers(1, 900), st.booleans()), max_size=8))
def test_refused_sheets_leave_the_day_as_if_they_had_not_been(acts: list[tuple[int, bool]]) -> None:
    """C4"""
    scenario = founded()
    counted = 0
    for minutes, holds in acts:
        scenario.when(sheet(scenario, minutes))
        assert (scenario.refusal is None) == (counted + minutes <= MINUTES_OF_A_DAY)
        if scenario.created is not None and holds:
            scenario.done(confirmation(scenario, scenario.created))
            counted += minutes
        elif scenario.created is not None:
            scenario.done(refusal(scenario, scenario.created))
    assert hours(scenario) == counted


def test_hours_that_no_row_can_hold_do_not_come_in() -> None:
    """L4, C4"""
    scenario = founded()
    recorded = scenario.done(sheet(scenario, 480))
    much = Line(WORK, UNRESTRICTED, LARGEST_MINOR)
    moved = EarmarkMoved(origin=PurposeId("purpose-x"), line=much, decision=ProposalId("proposal-x"))
    scenario.given(Fact(ACCOUNT, moved))
    scenario.when(confirmation(scenario, recorded)).then_refused(AmountTooLarge)


def test_each_line_is_a_contribution_of_its_own_that_can_be_reversed() -> None:
    """C4, L6"""
    scenario = founded()
    recorded = scenario.done(sheet(scenario, 480, 30, 20))
    event = scenario.recorded[0].event
    assert isinstance(event, WorkDayRecorded)
    assert len({line.contribution for line in event.lines}) == 3
    scenario.done(confirmation(scenario, recorded))
    wrong = ReverseContribution(
        account=ACCOUNT, contribution=event.lines[1].contribution, reason="Was not there."
    )
    scenario.done(wrong)
    assert hours(scenario) == 500


def test_names_of_workers_stand_in_the_people_store_alone() -> None:
    """C6, L9"""
    scenario = founded()
    scenario.done(sheet(scenario, 480, 30))
    assert [outcome.name for outcome in scenario.outcomes if isinstance(outcome, Person)] == ["Helper 0"]
    assert not any(outcome.public for outcome in scenario.outcomes if isinstance(outcome, Person))
    assert b"Helper" not in msgspec.json.encode(scenario.recorded[0].event)


def test_nobody_stands_twice_on_a_sheet() -> None:
    """C4"""
    scenario = founded()
    line = HoursGiven(worker=treasurer(scenario), minutes=60)
    scenario.when(sheet(scenario, lines=(line, line))).then_refused(WorkerTwice)


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_sheet_has_lines_and_each_has_minutes(minutes: int) -> None:
    """C4"""
    scenario = founded()
    scenario.when(sheet(scenario)).then_refused(SheetMalformed)
    scenario.when(sheet(scenario, minutes)).then_refused(SheetMalformed)


def test_who_worked_is_known_or_named() -> None:
    """C6"""
    scenario = founded()
    for worker, why in (
        (PartyToken("giver-0000000000000000"), UnknownGiver),
        (STRANGER, UnknownGiver),
        (Giver(), GiverUnnamed),
    ):
        line = HoursGiven(worker=worker, minutes=60)
        scenario.when(sheet(scenario, lines=(line,))).then_refused(why)


def test_work_has_been_done_and_for_a_purpose_that_is_known() -> None:
    """L5, L10"""
    scenario = founded()
    scenario.when(sheet(scenario, 60, day=date(2026, 3, 2))).then_refused(DateInFuture)
    scenario.when(sheet(scenario, 60, day=date(1999, 3, 2))).then_refused(DateBeforeAccount)
    scenario.when(sheet(scenario, 60, purpose=PurposeId("purpose-x"))).then_refused(UnknownPurpose)


def test_the_work_of_a_day_may_offset_carbon() -> None:
    """C4"""
    scenario = founded()
    recorded = scenario.done(sheet(scenario, 480, motive=Motive.CARBON_OFFSET))
    scenario.when(confirmation(scenario, recorded, carbon_kg="12.5"))
    scenario.then_kinds("work-day-confirmed", "carbon-offset-stated")


def test_an_association_that_gives_its_peoples_time_stays_an_association() -> None:
    """C4, C6: who is first met on a sheet is known by the same kind when money comes from there."""
    scenario = founded()
    crew = Giver(kind=GiverKind.ASSOCIATION, name="Red Cross")
    scenario.done(sheet(scenario, lines=(HoursGiven(worker=crew, minutes=60),)))
    event = scenario.recorded[0].event
    assert isinstance(event, WorkDayRecorded)
    giver = PartyToken(event.lines[0].worker)
    scenario.done(ReceiveContribution(account=ACCOUNT, unit="EUR", amount="5", giver=giver))
    assert scenario.recorded[0].event.giver_kind is GiverKind.ASSOCIATION  # type: ignore[attr-defined]
