"""A round opened and closed in one sitting: recorded from minutes, and judged at the time of the assembly."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from ledger.accounts.refusals import NotEnoughAvailable, PurposeInShortfall
from ledger.associations.events import (
    AssociationFounded,
    MemberCameOfAge,
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    RulesChanged,
)
from ledger.associations.rules import Criterion, Rules
from ledger.command import Listing
from ledger.context import microseconds, seal_of
from ledger.identifiers import MemberToken, MinutesId, ProposalId, RoundId
from ledger.minutes.refusals import UnknownMinutes
from ledger.proposals.refusals import CriterionNotAdopted
from ledger.proposals.state import ProposalStatus
from ledger.refusals import Refused
from ledger.rounds.commands import DecideInAssembly, MakeRoundFinal
from ledger.rounds.counting import Result, Tally, sealed_as
from ledger.rounds.events import RoundCounted, RoundOpened, ShowOfHandsEntered
from ledger.rounds.refusals import (
    AlreadyRecused,
    EntryTooLate,
    MorePresentThanAttended,
    MorePresentThanElectors,
    MoreVotesThanPresent,
    NoElectors,
    NoEntryDeclared,
    ObjectionWindowOpen,
    OptionNotAdmitted,
    PresentMissing,
    PresentNotAsListed,
    RecusedNotMember,
    TotalMalformed,
    TotalMissing,
    TotalOfUnknownOption,
    TotalTwice,
    WrongBody,
)
from ledger.rounds.sitting import RecusalGiven
from ledger.rounds.state import RoundStatus
from tests.ledger.assembling import (
    ENTRY_ENDS,
    MET,
    minutes,
    result_of,
    shared_in_sitting,
    sitting,
    totals,
    yes_no,
)
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DUDA,
    EVA,
    FOUNDED,
    MEMBERS,
    RULES,
    SEAL,
    WAY_TO_SCHOOL,
    admitted,
    available,
    bounced,
    in_account,
    round_of,
    spend,
    status_of,
    submitted,
    village,
)
from tests.ledger.planted import kept_apart
from tests.scenario import Scenario

RUI = MemberToken("member-rui")
YESTERDAY, DAY_OF = MET.date() - timedelta(days=1), MET.date()
TOMORROW = MET.date() + timedelta(days=1)


def but(command: DecideInAssembly, **changes: Any) -> DecideInAssembly:
    """The same sitting with something changed."""
    return msgspec.structs.replace(command, **changes)


def decided(scenario: Scenario, yes: int = 3, no: int = 1, **changes: Any) -> DecideInAssembly:
    """Four were present, and voted on the van."""
    return but(sitting(minutes(scenario, attendance=4), admitted(scenario), *yes_no(yes, no)), **changes)


def opened(scenario: Scenario) -> RoundOpened:
    """What the last sitting froze."""
    (event,) = (fact.event for fact in scenario.recorded if isinstance(fact.event, RoundOpened))
    return event


def with_rules(**changes: Any) -> Rules:
    """The village's rules with something changed."""
    return msgspec.structs.replace(RULES, **changes)


def test_an_assembly_opens_decides_and_closes_a_round_in_one_sitting() -> None:
    """R9, R1, R4"""
    scenario = village()
    held = minutes(scenario, attendance=4)
    proposal = admitted(scenario)
    round_id = scenario.done(sitting(held, proposal, *yes_no(3, 1)))
    kept_apart(scenario, "The van")
    scenario.then_kinds(
        "round-drafted",
        "round-opened",
        "budget-reserved",
        "proposal-put-on-ballot",
        "show-of-hands-entered",
        "round-closed",
        "round-counted",
    )
    terms = opened(scenario).terms
    assert (terms.minutes, terms.electorate, terms.rules_version) == (held, 5, 1)
    assert (terms.opened_us, terms.closes_us) == (
        microseconds(MET),
        microseconds(MET + timedelta(hours=2)),
    )
    assert result_of(scenario, round_id) == Result(
        ballots_counted=4,
        by_hand=4,
        quorum_reached=True,
        tallies=totals(yes=3, no=1, abstain=0),
        accepted=("van",),
        tie_decided=False,
    )
    assert available(scenario) == 900_00
    assert status_of(scenario, proposal) is ProposalStatus.ON_BALLOT


def test_a_sitting_becomes_final_by_command_after_its_window_counted_from_counting() -> None:
    """R10, R9"""
    scenario = village(with_rules(objection_days=3))
    command = decided(scenario)
    round_id = RoundId(scenario.done(command))
    final = MakeRoundFinal(account=ACCOUNT, round=round_id)
    counted = next(fact.event for fact in scenario.recorded if isinstance(fact.event, RoundCounted))
    assert counted.counted_us == scenario.clock.now_us()
    scenario.when(final).then_refused(ObjectionWindowOpen)
    scenario.at(MET + timedelta(days=6)).when(final)
    scenario.then_kinds("round-made-final", "budget-awarded", "proposal-accepted")
    assert status_of(scenario, command.items[0].proposal) is ProposalStatus.ACCEPTED


def test_with_a_window_of_zero_a_sitting_is_final_at_once_but_never_by_itself() -> None:
    """R10"""
    scenario = village()
    round_id = RoundId(scenario.done(decided(scenario)))
    assert round_of(scenario, round_id).status is RoundStatus.COUNTED
    scenario.done(MakeRoundFinal(account=ACCOUNT, round=round_id))
    assert round_of(scenario, round_id).status is RoundStatus.FINAL


def test_the_totals_are_sealed_so_that_they_can_be_pointed_at() -> None:
    """R9"""
    scenario = village()
    scenario.done(decided(scenario))
    (entry,) = (fact.event for fact in scenario.recorded if isinstance(fact.event, ShowOfHandsEntered))
    assert entry.seal == seal_of(entry.salt, '[4,[["yes",3],["no",1],["abstain",0]]]')
    assert sealed_as(entry.hands) in '[4,[["yes",3],["no",1],["abstain",0]]]'


def test_a_budget_is_shared_out_by_show_of_hands() -> None:
    """R9, R6, R7"""
    scenario = village()
    held = minutes(scenario, attendance=5)
    van, bus = admitted(scenario, spend("300.00")), admitted(scenario, spend("250.00"))
    command = shared_in_sitting(held, "500.00", *totals(bus=5, van=4), van=van, bus=bus)
    result = result_of(scenario, scenario.done(command))
    assert (result.accepted, result.ballots_counted) == (("bus",), 5)
    assert result.tallies == totals(bus=5, van=4)
    assert available(scenario) == 500_00


# Judged at the time of the assembly


def test_who_was_a_member_on_the_day_is_an_elector_whoever_joined_or_left_since() -> None:
    """R9, M1, M3"""
    scenario = village()
    scenario.given(
        *in_account(
            MemberEnrolled(member=RUI, effective=TOMORROW), MemberLeft(member=EVA, effective=TOMORROW)
        )
    )
    scenario.done(decided(scenario))
    assert electors(scenario) == set(MEMBERS)


def test_who_left_on_the_day_of_the_assembly_was_no_elector_of_it() -> None:
    """R9, M1"""
    scenario = village().given(*in_account(MemberLeft(member=EVA, effective=DAY_OF)))
    scenario.done(decided(scenario))
    assert electors(scenario) == set(MEMBERS) - {EVA}


@pytest.mark.parametrize(
    ("since", "until", "elects"),
    [
        (TOMORROW, None, True),
        (DAY_OF, None, False),
        (YESTERDAY, None, False),
        (YESTERDAY, DAY_OF, True),
        (YESTERDAY, TOMORROW, False),
    ],
)
def test_whoever_was_suspended_on_the_day_is_no_elector_and_nobody_else(
    since: date, until: date | None, elects: bool
) -> None:
    """R9, M3"""
    scenario = village().given(*in_account(MemberSuspended(member=EVA, reason=SEAL, effective=since)))
    if until is not None:
        scenario.given(*in_account(MemberReinstated(member=EVA, effective=until)))
    scenario.done(decided(scenario))
    assert (EVA in electors(scenario)) is elects


def test_a_suspension_before_another_one_is_not_forgotten() -> None:
    """R9, M3"""
    scenario = village().given(
        *in_account(
            MemberSuspended(member=EVA, reason=SEAL, effective=YESTERDAY),
            MemberReinstated(member=EVA, effective=TOMORROW),
            MemberSuspended(member=EVA, reason=SEAL, effective=TOMORROW),
            MemberReinstated(member=EVA, effective=TOMORROW),
        )
    )
    scenario.done(decided(scenario))
    assert electors(scenario) == set(MEMBERS) - {EVA}


@pytest.mark.parametrize(("came_of_age", "elects"), [(DAY_OF, True), (TOMORROW, False)])
def test_the_minimum_age_was_reached_on_the_day_or_not(came_of_age: date, elects: bool) -> None:
    """R9, M3"""
    scenario = village(with_rules(minimum_age=16)).given(
        *in_account(
            MemberEnrolled(member=RUI, effective=FOUNDED, of_age=False),
            MemberCameOfAge(member=RUI, effective=came_of_age),
        )
    )
    scenario.done(decided(scenario))
    assert (RUI in electors(scenario)) is elects


def test_seniority_is_counted_to_the_day_of_the_assembly() -> None:
    """R9, M3"""
    scenario = village(with_rules(seniority_days=10)).given(
        *in_account(
            MemberEnrolled(member=RUI, effective=DAY_OF - timedelta(days=9)),
            MemberEnrolled(member=MemberToken("member-sara"), effective=DAY_OF - timedelta(days=10)),
        )
    )
    scenario.done(decided(scenario))
    assert electors(scenario) == {*MEMBERS, MemberToken("member-sara")}


def test_an_assembly_without_electors_decides_nothing() -> None:
    """R9, M3"""
    scenario = village(with_rules(seniority_days=1000))
    scenario.when(decided(scenario)).then_refused(NoElectors)


def changed(version: int, since_us: int, **changes: Any) -> RulesChanged:
    """A later version of the rules."""
    return RulesChanged(
        version=version, rules=with_rules(**changes), decision=ProposalId("proposal-rules"), since_us=since_us
    )


def test_a_round_is_held_under_the_rules_of_its_assembly_not_under_todays() -> None:
    """R9, A4"""
    scenario = village(with_rules(quorum_percent=80)).given(
        *in_account(
            changed(2, microseconds(MET) - 1, quorum_percent=60),
            changed(3, microseconds(MET) + 1, quorum_percent=100),
        )
    )
    round_id = scenario.done(decided(scenario))
    terms = opened(scenario).terms
    assert (terms.rules_version, terms.quorum_percent) == (2, 60)
    assert result_of(scenario, round_id).quorum_reached
    scenario.done(MakeRoundFinal(account=ACCOUNT, round=RoundId(round_id)))


def test_members_who_met_before_the_founding_counted_decided_by_the_first_rules() -> None:
    """R9, A4, A5"""
    scenario = village().given(
        *in_account(
            AssociationFounded(
                statutes=SEAL,
                rules=with_rules(quorum_percent=60),
                attesting=(ANA, BIA),
                effective=TOMORROW,
            ),
            changed(2, microseconds(MET) + 86_400_000_000, quorum_percent=100),
        )
    )
    scenario.done(decided(scenario))
    assert (opened(scenario).terms.rules_version, opened(scenario).terms.quorum_percent) == (1, 60)


def test_a_criterion_of_need_that_was_not_adopted_yet_decides_nothing() -> None:
    """R9, P1"""
    adopted = (Criterion(WAY_TO_SCHOOL, SEAL),)
    scenario = village(with_rules(criteria=())).given(
        *in_account(changed(2, microseconds(MET) + 1, criteria=adopted))
    )
    scenario.when(decided(scenario)).then_refused(CriterionNotAdopted)
    scenario = village(with_rules(criteria=())).given(
        *in_account(changed(2, microseconds(MET), criteria=adopted))
    )
    scenario.done(decided(scenario))


def test_who_is_recused_in_the_assembly_is_neither_elector_nor_counted_for_the_quorum() -> None:
    """R9, M3, R3"""
    scenario = village(with_rules(quorum_percent=100)).given(
        *in_account(MemberLeft(member=EVA, effective=TOMORROW))
    )
    recusals = RecusalGiven(EVA, "My sister drives it."), RecusalGiven(DUDA, "I sell fuel.")
    round_id = scenario.done(decided(scenario, 2, 1, recusals=recusals, present=3))
    kept_apart(scenario, "My sister drives it.", "I sell fuel.")
    assert electors(scenario) == {ANA, BIA, CATY}
    assert opened(scenario).terms.recused == 2
    assert result_of(scenario, round_id).quorum_reached
    assert [fact.event.kind() for fact in scenario.recorded][:3] == [
        "round-drafted",
        "recusal-declared",
        "recusal-declared",
    ]


def test_only_who_was_a_member_is_recused_and_only_once() -> None:
    """R9, M3"""
    scenario = village().given(*in_account(MemberLeft(member=EVA, effective=DAY_OF)))
    command = decided(scenario)
    scenario.when(but(command, recusals=(RecusalGiven(EVA, "I left."),))).then_refused(RecusedNotMember)
    twice = RecusalGiven(DUDA, "One."), RecusalGiven(DUDA, "Two.")
    scenario.when(but(command, recusals=twice)).then_refused(AlreadyRecused)


# Judged when it is recorded


def test_the_budget_is_what_is_there_when_it_is_recorded() -> None:
    """R9, L2"""
    scenario = village()
    command = decided(scenario)
    scenario.given(*in_account(bounced(950_00)))
    scenario.when(command).then_refused(NotEnoughAvailable)
    scenario.given(*in_account(bounced(100_00)))
    scenario.when(command).then_refused(PurposeInShortfall)


def test_votes_are_entered_until_the_declared_day_and_not_after_it() -> None:
    """R9"""
    scenario = village()
    command = decided(scenario)
    before = ENTRY_ENDS - timedelta(microseconds=1)
    scenario.at(ENTRY_ENDS).when(command).then_refused(EntryTooLate)
    scenario = village()
    scenario.at(before).when(decided(scenario))
    assert scenario.refusal is None


def test_minutes_that_declare_no_day_for_entry_bring_no_votes() -> None:
    """R9"""
    scenario = village()
    held = minutes(scenario, attendance=4, entry_until=None)
    scenario.when(sitting(held, admitted(scenario), *yes_no(4))).then_refused(NoEntryDeclared)


def test_a_proposal_is_admitted_before_its_sitting_is_recorded() -> None:
    """P2, R9"""
    scenario = village()
    command = sitting(minutes(scenario, attendance=4), submitted(scenario), *yes_no(4))
    scenario.when(command).then_refused(OptionNotAdmitted)


def test_a_sitting_names_its_minutes_and_the_body_that_decides() -> None:
    """R9, A2"""
    scenario = village()
    command = decided(scenario)
    unknown = MinutesId("minutes-0000000000000000")
    scenario.when(but(command, minutes=unknown)).then_refused(UnknownMinutes)
    for other in (str(command.items[0].proposal), "minutes-1/x"):
        scenario.when(but(command, minutes=MinutesId(other))).then_refused(UnknownMinutes)
    federation = type(command.body)("federation-assembly")
    scenario.when(but(command, body=federation)).then_refused(WrongBody)


# Totals


IMPOSSIBLE: tuple[tuple[type[Refused], dict[str, Any]], ...] = (
    (MoreVotesThanPresent, {"totals": yes_no(3, 1, 1)}),
    (MoreVotesThanPresent, {"totals": yes_no(5)}),
    (TotalMissing, {"totals": totals(yes=3, no=1)}),
    (TotalMissing, {"totals": ()}),
    (TotalTwice, {"totals": (*yes_no(3), Tally("yes", 3))}),
    (TotalOfUnknownOption, {"totals": totals(yes=3, no=1, abstain=0, maybe=0)}),
    (TotalOfUnknownOption, {"totals": totals(van=3)}),
    (TotalMalformed, {"totals": yes_no(3, -1)}),
    (MorePresentThanAttended, {"present": 5}),
    (MoreVotesThanPresent, {"present": 3}),
    (PresentMissing, {"present": -1, "totals": yes_no(0)}),
)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    IMPOSSIBLE,
    ids=[f"{number}-{refusal.slug}" for number, (refusal, _) in enumerate(IMPOSSIBLE)],
)
def test_totals_that_cannot_be_are_refused(refusal: type[Refused], changes: dict[str, Any]) -> None:
    """R9, V2, V4"""
    scenario = village()
    scenario.when(decided(scenario, **changes)).then_refused(refusal)


def test_of_several_options_each_has_at_most_as_many_hands_as_electors_were_there() -> None:
    """R9, V2"""
    scenario = village()
    held = minutes(scenario, attendance=3)
    van, bus = admitted(scenario, spend("300.00")), admitted(scenario, spend("250.00"))

    def share(**votes: int) -> DecideInAssembly:
        return shared_in_sitting(held, "900.00", *totals(**votes), van=van, bus=bus)

    scenario.when(share(van=4, bus=0)).then_refused(MoreVotesThanPresent)
    scenario.when(share(van=1)).then_refused(TotalMissing)
    scenario.done(share(van=3, bus=3))


def test_members_who_are_no_electors_are_not_counted_as_present() -> None:
    """R9, M3"""
    scenario = village(with_rules(seniority_days=30)).given(
        *in_account(*(MemberEnrolled(member=MemberToken(f"member-{n}"), effective=DAY_OF) for n in "xyz"))
    )
    command = sitting(minutes(scenario, attendance=7), admitted(scenario), *yes_no(4))
    scenario.when(command).then_refused(PresentMissing)
    scenario.when(but(command, present=6)).then_refused(MorePresentThanElectors)
    round_id = scenario.done(but(command, present=4))
    assert result_of(scenario, round_id).ballots_counted == 4


def test_an_attendance_list_tells_how_many_electors_were_present() -> None:
    """R9, M3"""
    scenario = village(with_rules(seniority_days=30)).given(
        *in_account(MemberEnrolled(member=RUI, effective=DAY_OF))
    )
    held = minutes(scenario, ANA, BIA, CATY, RUI)
    command = sitting(held, admitted(scenario), *yes_no(3))
    scenario.when(but(command, totals=yes_no(4))).then_refused(MoreVotesThanPresent)
    scenario.when(but(command, present=4)).then_refused(PresentNotAsListed)
    round_id = scenario.done(but(command, present=3))
    assert result_of(scenario, round_id).by_hand == 3


def test_who_raised_no_hand_was_there_for_the_quorum() -> None:
    """R9, R3"""
    scenario = village(with_rules(quorum_percent=80))
    result = result_of(scenario, scenario.done(decided(scenario, 1, 0)))
    assert (result.ballots_counted, result.quorum_reached, result.accepted) == (4, True, ("van",))


def electors(scenario: Scenario) -> set[str]:
    """Who the last round's electors are, by its own list."""
    seal = opened(scenario).terms.members_list
    (listed,) = (o for o in scenario.outcomes if isinstance(o, Listing) and o.seal == seal)
    return set(listed.items)
