"""Members come, go, are suspended and reinstated, and come of age."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.refusals import UnknownAccount
from ledger.accounts.state import MemberRecord, member_mark
from ledger.associations.commands import (
    DeclareOfAge,
    EnrolMember,
    LeaveMember,
    ReinstateMember,
    SuspendMember,
)
from ledger.associations.events import (
    MemberCameOfAge,
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    OfficeVacated,
)
from ledger.associations.refusals import (
    AlreadyOfAge,
    AlreadySuspended,
    DateBeforeMembership,
    MemberHasLeft,
    NotSuspended,
    UnknownMember,
)
from ledger.associations.rules import Office
from ledger.command import AccountCommand, Person
from ledger.identifiers import AccountId, MemberToken
from ledger.refusals import DateBeforeAccount, DateInFuture, Refused, TextEmpty, TextUnreadable
from tests.ledger.caldeiras import ACCOUNT, NOON, OPENED, account, founded, treasurer
from tests.ledger.planted import kept_apart
from tests.scenario import Scenario

TODAY = NOON.date()
FEBRUARY = date(2026, 2, 1)
NOBODY = MemberToken("member-nobody")


def with_rui(of_age: bool = True) -> tuple[Scenario, MemberToken]:
    """Rui is a member since the first of February."""
    scenario = founded()
    enrol = EnrolMember(account=ACCOUNT, name="Rui", of_age=of_age, effective=FEBRUARY)
    return scenario, MemberToken(scenario.done(enrol))


def membership(scenario: Scenario, member: MemberToken) -> MemberRecord:
    """What the marks say of a member."""
    record = scenario.workspace.marks.get(member_mark(ACCOUNT, member), MemberRecord)
    assert record is not None
    return record


def test_a_member_is_enrolled_from_a_date_under_a_random_token() -> None:
    """M1, L10"""
    scenario, rui = with_rui()
    scenario.then(MemberEnrolled(member=rui, effective=FEBRUARY))
    assert scenario.outcomes[0] == Person(rui, "Rui")
    assert membership(scenario, rui) == MemberRecord(since=FEBRUARY)
    assert account(scenario).members == 5


def test_a_members_name_and_telephone_stand_in_no_event() -> None:
    """M1, L9"""
    scenario = founded().when(EnrolMember(account=ACCOUNT, name="Zé da Praia", contact="+238 999 88 77"))
    kept_apart(scenario, "Zé da Praia", "+238 999 88 77")


def test_a_member_may_be_enrolled_without_a_name() -> None:
    """M1"""
    scenario = founded().when(EnrolMember(account=ACCOUNT))
    assert [type(outcome).__name__ for outcome in scenario.outcomes] == ["Fact"]
    scenario.then(MemberEnrolled(member=MemberToken(scenario.created or ""), effective=TODAY))


@pytest.mark.parametrize(
    ("effective", "refusal"),
    [(OPENED - timedelta(days=1), DateBeforeAccount), (TODAY + timedelta(days=1), DateInFuture)],
)
def test_a_membership_begins_between_the_opening_of_the_account_and_today(
    effective: date, refusal: type[Refused]
) -> None:
    """M1, L10"""
    founded().when(EnrolMember(account=ACCOUNT, effective=effective)).then_refused(refusal)
    scenario = founded().when(EnrolMember(account=ACCOUNT, effective=OPENED))
    scenario.then_kinds("member-enrolled")


def test_a_members_name_is_a_name() -> None:
    """M1"""
    founded().when(EnrolMember(account=ACCOUNT, name=" ")).then_refused(TextEmpty)
    founded().when(EnrolMember(account=ACCOUNT, contact="")).then_refused(TextEmpty)
    founded().when(EnrolMember(account=ACCOUNT, name="a\0")).then_refused(TextUnreadable)


def test_members_are_enrolled_in_accounts_that_exist() -> None:
    """M1"""
    founded().when(EnrolMember(account=AccountId("account-none"))).then_refused(UnknownAccount)


def test_a_member_who_leaves_is_no_member_from_that_day_on() -> None:
    """M1"""
    scenario, rui = with_rui()
    scenario.when(LeaveMember(account=ACCOUNT, member=rui, effective=TODAY))
    scenario.then(MemberLeft(member=rui, effective=TODAY))
    record = membership(scenario, rui)
    assert record.on(TODAY - timedelta(days=1))
    assert not record.on(TODAY)
    assert not record.on(FEBRUARY - timedelta(days=1))
    assert account(scenario).members == 4


def test_leaving_is_one_event_about_the_membership_and_touches_nothing_cast_before() -> None:
    """M5"""
    scenario, rui = with_rui()
    scenario.when(LeaveMember(account=ACCOUNT, member=rui))
    assert {fact.stream for fact in scenario.recorded} == {ACCOUNT}
    scenario.then_kinds("member-left")


def test_an_officer_who_leaves_vacates_the_office_and_no_money_leaves() -> None:
    """M1, A3"""
    scenario = founded()
    ana = treasurer(scenario)
    scenario.when(LeaveMember(account=ACCOUNT, member=ana, effective=FEBRUARY))
    scenario.then(
        MemberLeft(member=ana, effective=FEBRUARY),
        OfficeVacated(office=Office.TREASURER, member=ana, effective=FEBRUARY),
    )
    assert Office.TREASURER not in account(scenario).officers
    assert not account(scenario).may_let_money_leave()


def test_nobody_leaves_before_joining_or_in_the_future() -> None:
    """M1, L10"""
    scenario, rui = with_rui()
    early = LeaveMember(account=ACCOUNT, member=rui, effective=FEBRUARY - timedelta(days=1))
    scenario.when(early).then_refused(DateBeforeMembership)
    late = LeaveMember(account=ACCOUNT, member=rui, effective=TODAY + timedelta(days=1))
    scenario.when(late).then_refused(DateInFuture)


def test_nobody_leaves_twice() -> None:
    """M1"""
    scenario, rui = with_rui()
    scenario.done(LeaveMember(account=ACCOUNT, member=rui))
    scenario.when(LeaveMember(account=ACCOUNT, member=rui)).then_refused(MemberHasLeft)
    assert "2026-03-01" in str(scenario.refusal)


def test_a_suspension_has_a_reason_on_paper_and_an_end() -> None:
    """M3, L9"""
    scenario, rui = with_rui()
    scenario.when(SuspendMember(account=ACCOUNT, member=rui, reason="took the ladder home"))
    scenario.then_kinds("member-suspended")
    kept_apart(scenario, "took the ladder home")
    assert membership(scenario, rui).suspended
    scenario.when(ReinstateMember(account=ACCOUNT, member=rui))
    scenario.then(MemberReinstated(member=rui, effective=TODAY))
    assert not membership(scenario, rui).suspended


def test_nobody_is_suspended_twice_or_without_a_reason() -> None:
    """M3"""
    scenario, rui = with_rui()
    scenario.when(SuspendMember(account=ACCOUNT, member=rui, reason="")).then_refused(TextEmpty)
    suspend = SuspendMember(account=ACCOUNT, member=rui, reason="ladder")
    scenario.done(suspend)
    scenario.when(suspend).then_refused(AlreadySuspended)


def test_only_who_is_suspended_is_reinstated() -> None:
    """M3"""
    scenario, rui = with_rui()
    scenario.when(ReinstateMember(account=ACCOUNT, member=rui)).then_refused(NotSuspended)


def test_a_young_member_comes_of_age_once() -> None:
    """M3"""
    scenario, rui = with_rui(of_age=False)
    assert not membership(scenario, rui).of_age
    scenario.when(DeclareOfAge(account=ACCOUNT, member=rui, effective=TODAY))
    scenario.then(MemberCameOfAge(member=rui, effective=TODAY))
    assert membership(scenario, rui).of_age
    scenario.when(DeclareOfAge(account=ACCOUNT, member=rui)).then_refused(AlreadyOfAge)


def about(member: MemberToken, effective: date | None = None) -> tuple[AccountCommand, ...]:
    """Every command about one membership."""
    return (
        LeaveMember(account=ACCOUNT, member=member, effective=effective),
        SuspendMember(account=ACCOUNT, member=member, effective=effective, reason="r"),
        ReinstateMember(account=ACCOUNT, member=member, effective=effective),
        DeclareOfAge(account=ACCOUNT, member=member, effective=effective),
    )


@pytest.mark.parametrize("command", about(NOBODY), ids=lambda c: type(c).__name__)
def test_what_is_said_of_a_member_is_said_of_one_who_exists(command: AccountCommand) -> None:
    """M1"""
    founded().when(command).then_refused(UnknownMember)


@pytest.mark.parametrize("which", range(4))
def test_nothing_more_happens_to_a_membership_that_ended(which: int) -> None:
    """M1"""
    scenario, rui = with_rui()
    scenario.done(LeaveMember(account=ACCOUNT, member=rui))
    scenario.when(about(rui)[which]).then_refused(MemberHasLeft)


def test_no_date_about_a_membership_lies_before_it() -> None:
    """M1, L10"""
    before = FEBRUARY - timedelta(days=1)
    scenario, rui = with_rui(of_age=False)
    leave, suspend, reinstate, of_age = about(rui, before)
    for command in (leave, suspend, of_age):
        scenario.when(command).then_refused(DateBeforeMembership)
    scenario.done(about(rui)[1])
    scenario.when(reinstate).then_refused(DateBeforeMembership)


def test_a_member_of_one_account_is_a_stranger_in_another() -> None:
    """M1, M2"""
    scenario, rui = with_rui()
    other = AccountId("account-other")
    scenario.when(LeaveMember(account=other, member=rui)).then_refused(UnknownAccount)


@given(st.lists(st.tuples(st.sampled_from(["enrol", "leave"]), st.integers(0, 9)), max_size=20))
def test_the_number_of_members_is_who_came_less_who_left(steps: list[tuple[str, int]]) -> None:
    """M1, M2"""
    scenario = founded()
    here: list[MemberToken] = []
    for step, number in steps:
        if step == "enrol":
            here.append(MemberToken(scenario.done(EnrolMember(account=ACCOUNT))))
        elif here:
            scenario.done(LeaveMember(account=ACCOUNT, member=here.pop(number % len(here))))
    assert account(scenario).members == 4 + len(here)
    assert len(set(here)) == len(here)
