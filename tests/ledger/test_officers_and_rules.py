"""Offices are filled, and rules changed, by final decisions alone."""

from typing import Any

import msgspec
import pytest

from ledger.accounts.refusals import (
    DecisionCarriedOut,
    DecisionNotFinal,
    NotFounded,
    OtherMeasure,
)
from ledger.associations.commands import (
    AppointByDecision,
    ChangeRulesByDecision,
    EnrolMember,
    LeaveMember,
    SuspendMember,
)
from ledger.associations.events import OfficerAppointed, RulesChanged
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.refusals import (
    CriterionCodeMalformed,
    CriterionNamedTwice,
    HoldsAnotherOffice,
    MemberHasLeft,
    RuleOutOfRange,
    RulesChangedSince,
    SuspendedFromOffice,
    UnknownMember,
)
from ledger.associations.rules import Office, Rules
from ledger.command import Fact
from ledger.identifiers import MemberToken, ProposalId, RoundId, Seal, stream_of
from ledger.proposals.events import (
    ProposalAdmitted,
    ProposalClosed,
    ProposalExecutionBegun,
    ProposalPutOnBallot,
    ProposalRejected,
    ProposalReported,
    ProposalSubmitted,
    ProposalWithdrawn,
)
from ledger.proposals.measure import Appoint, ChangeRules
from ledger.proposals.refusals import UnknownProposal
from ledger.proposals.state import Proposal, ProposalStatus
from ledger.refusals import TextEmpty
from tests.ledger.caldeiras import (
    ACCOUNT,
    FOUND,
    NOON,
    PROPOSAL,
    account,
    decided,
    drafted,
    founded,
    officer,
    opened,
    treasurer,
)
from tests.scenario import Scenario

APPOINT = AppointByDecision(account=ACCOUNT, proposal=PROPOSAL)
CHANGE = ChangeRulesByDecision(account=ACCOUNT, proposal=PROPOSAL)
STRICTER = ChangeRules(rules=Rules(quorum_percent=30, threshold_percent=66))


def with_rui() -> tuple[Scenario, MemberToken]:
    """Rui is a member without an office."""
    scenario = founded()
    return scenario, MemberToken(scenario.done(EnrolMember(account=ACCOUNT, name="Rui")))


# Officers


def test_a_decision_gives_a_member_an_office_and_its_execution_begins() -> None:
    """A3, M4"""
    scenario, rui = with_rui()
    scenario.given(*decided(Appoint(office=Office.TREASURER, member=rui)))
    scenario.when(APPOINT).then(
        OfficerAppointed(office=Office.TREASURER, member=rui, effective=NOON.date(), decision=PROPOSAL),
        ProposalExecutionBegun(),
    )
    assert [fact.stream for fact in scenario.recorded] == [ACCOUNT, stream_of(ACCOUNT, PROPOSAL)]
    assert treasurer(scenario) == rui
    assert scenario.state(stream_of(ACCOUNT, PROPOSAL), Proposal).status is ProposalStatus.EXECUTING
    assert account(scenario).may_let_money_leave()


def test_a_vacant_office_is_filled_by_decision_and_money_may_leave_again() -> None:
    """A3"""
    scenario, rui = with_rui()
    scenario.done(LeaveMember(account=ACCOUNT, member=treasurer(scenario)))
    assert not account(scenario).may_let_money_leave()
    scenario.given(*decided(Appoint(office=Office.TREASURER, member=rui)))
    scenario.done(APPOINT)
    assert account(scenario).may_let_money_leave()


@pytest.mark.parametrize("held", list(Office))
@pytest.mark.parametrize("given", list(Office))
def test_nobody_holds_two_offices(held: Office, given: Office) -> None:
    """A3, M4"""
    scenario = founded()
    scenario.given(*decided(Appoint(office=given, member=officer(scenario, held))))
    scenario.when(APPOINT)
    if held is given:
        scenario.then_kinds("officer-appointed", "proposal-execution-begun")
    else:
        scenario.then_refused(HoldsAnotherOffice)
        assert held.value in str(scenario.refusal)


def test_only_a_member_takes_an_office() -> None:
    """A3, M1"""
    scenario = founded().given(*decided(Appoint(office=Office.AUDITOR, member=MemberToken("member-none"))))
    scenario.when(APPOINT).then_refused(UnknownMember)


def test_who_left_takes_no_office() -> None:
    """A3, M1"""
    scenario, rui = with_rui()
    scenario.done(LeaveMember(account=ACCOUNT, member=rui))
    scenario.given(*decided(Appoint(office=Office.AUDITOR, member=rui)))
    scenario.when(APPOINT).then_refused(MemberHasLeft)


def test_who_is_suspended_takes_no_office() -> None:
    """A3, M3"""
    scenario, rui = with_rui()
    scenario.done(SuspendMember(account=ACCOUNT, member=rui, reason="ladder"))
    scenario.given(*decided(Appoint(office=Office.AUDITOR, member=rui)))
    scenario.when(APPOINT).then_refused(SuspendedFromOffice)


# The decision behind it


@pytest.mark.parametrize("command", [APPOINT, CHANGE], ids=["appoint", "change"])
def test_what_needs_a_decision_names_one_that_exists(command: Any) -> None:
    """A4, P2"""
    founded().when(command).then_refused(UnknownProposal)
    elsewhere = founded().given(*decided(STRICTER, ProposalId("proposal-two")))
    elsewhere.when(command).then_refused(UnknownProposal)


def test_a_decision_is_carried_out_as_what_it_is() -> None:
    """A4"""
    scenario, rui = with_rui()
    scenario.given(*decided(Appoint(office=Office.AUDITOR, member=rui)))
    scenario.when(CHANGE).then_refused(OtherMeasure)
    founded().given(*decided(STRICTER)).when(APPOINT).then_refused(OtherMeasure)


ROUND = RoundId("round-one")


@pytest.mark.parametrize(
    "events",
    [
        (),
        (ProposalSubmitted(version=1),),
        (ProposalAdmitted(version=1),),
        (ProposalPutOnBallot(round=ROUND, version=1),),
        (ProposalRejected(round=ROUND),),
        (ProposalWithdrawn(),),
    ],
    ids=["draft", "submitted", "admitted", "on-ballot", "rejected", "withdrawn"],
)
def test_only_a_final_decision_changes_anything(events: tuple[Any, ...]) -> None:
    """A4, R10"""
    scenario = founded().given(drafted(STRICTER))
    scenario.given(*(Fact(stream_of(ACCOUNT, PROPOSAL), event) for event in events))
    scenario.when(CHANGE).then_refused(DecisionNotFinal)
    assert account(scenario).rules_version == 1


@pytest.mark.parametrize(
    "event",
    [ProposalExecutionBegun(), ProposalReported(report=Seal("02")), ProposalClosed()],
    ids=["begun", "reported", "closed"],
)
def test_a_decision_that_is_begun_or_over_is_not_carried_out_again(event: Any) -> None:
    """A4"""
    scenario = founded().given(*decided(STRICTER), Fact(stream_of(ACCOUNT, PROPOSAL), event))
    scenario.when(CHANGE).then_refused(DecisionCarriedOut)


def test_a_decision_is_carried_out_once() -> None:
    """A4"""
    scenario = founded().given(*decided(STRICTER))
    scenario.done(CHANGE)
    scenario.when(CHANGE).then_refused(DecisionCarriedOut)
    assert account(scenario).rules_version == 2


def test_an_association_that_is_not_founded_decides_nothing() -> None:
    """A5"""
    opened().given(*decided(STRICTER)).when(CHANGE).then_refused(NotFounded)
    opened().given(*decided(STRICTER)).when(APPOINT).then_refused(NotFounded)


# Rules


def test_rules_change_by_decision_to_the_next_version() -> None:
    """A4"""
    scenario = founded().given(*decided(STRICTER))
    scenario.when(CHANGE).then(
        RulesChanged(version=2, rules=STRICTER.rules, decision=PROPOSAL, since_us=scenario.clock.now_us()),
        ProposalExecutionBegun(),
    )
    assert account(scenario).rules == STRICTER.rules
    two = ProposalId("proposal-two")
    scenario.given(*decided(ChangeRules(rules=Rules()), two, under=2))
    scenario.when(ChangeRulesByDecision(account=ACCOUNT, proposal=two))
    assert account(scenario).rules_version == 3


def test_rules_decided_under_rules_that_were_changed_since_are_decided_anew() -> None:
    """A4"""
    two = ProposalId("proposal-two")
    scenario = founded().given(*decided(STRICTER), *decided(ChangeRules(rules=Rules()), two))
    scenario.done(CHANGE)
    scenario.when(ChangeRulesByDecision(account=ACCOUNT, proposal=two)).then_refused(RulesChangedSince)
    assert account(scenario).rules == STRICTER.rules


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("quorum_percent", (-1, 101)),
        ("second_call_quorum_percent", (-1, 101)),
        ("threshold_percent", (49, 101)),
        ("objection_days", (-1, 31)),
        ("objection_decision_days", (0, 31)),
        ("seniority_days", (-1, 36_501)),
        ("minimum_age", (-1, 121)),
    ],
)
def test_the_first_rules_lie_within_their_bounds(rule: str, values: tuple[int, int]) -> None:
    """A4, A5, R8"""
    below, above = values
    for value in (below, above):
        rules = msgspec.structs.replace(RulesGiven(), **{rule: value})
        scenario = opened().when(msgspec.structs.replace(FOUND, rules=rules))
        scenario.then_refused(RuleOutOfRange)
        assert rule in str(scenario.refusal)
    for value in (below + 1, above - 1):
        scenario = opened()
        rules = msgspec.structs.replace(RulesGiven(), **{rule: value})
        scenario.done(msgspec.structs.replace(FOUND, rules=rules))
        assert getattr(account(scenario).rules, rule) == value


def with_criteria(*codes: str, text: str = "who eats once a day") -> Any:
    """A founding whose rules name these criteria."""
    criteria = tuple(CriterionGiven(code, text) for code in codes)
    return msgspec.structs.replace(FOUND, rules=RulesGiven(criteria=criteria))


@pytest.mark.parametrize(
    "code", ["", "Poorest", "the poorest", "-poor", "poor-", "po--or", "a" * 41, "pobre\n", "órfãos", "a_b"]
)
def test_a_criterion_has_a_short_public_code_and_no_room_for_a_name(code: str) -> None:
    """P1"""
    opened().when(with_criteria("fine", code)).then_refused(CriterionCodeMalformed)


def test_a_criterion_is_named_once_and_has_a_text() -> None:
    """P1"""
    opened().when(with_criteria("poorest", "poorest")).then_refused(CriterionNamedTwice)
    opened().when(with_criteria("poorest", text="")).then_refused(TextEmpty)
    scenario = opened()
    scenario.done(with_criteria("poorest", "a" * 40, "orphans-under-5"))
    rules = account(scenario).rules
    assert rules is not None
    assert [criterion.code for criterion in rules.criteria] == ["poorest", "a" * 40, "orphans-under-5"]
