"""Proposals: written, handed in, admitted, decided elsewhere, reported and closed."""

import hashlib
import json
from datetime import timedelta

import msgspec
import pytest

from ledger.accounts.events import (
    Award,
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    PaymentBooked,
    PaymentRestored,
)
from ledger.accounts.refusals import NotFounded, UnknownPurpose
from ledger.accounts.state import Destination, Line
from ledger.associations.events import LocalAccountOpened, MemberLeft
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.refusals import MemberHasLeft, RuleOutOfRange, UnknownMember
from ledger.associations.rules import AssociationKind, Office, Tier
from ledger.command import AccountCommand, Fact, Paper
from ledger.disbursements.events import (
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementReturned,
    DisbursementSent,
)
from ledger.disbursements.state import Party, PartyKind
from ledger.event import Event
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    DisbursementId,
    MemberToken,
    PartyToken,
    ProposalId,
    PurposeId,
    RoundId,
    stream_of,
)
from ledger.money import LARGEST_MINOR, to_decimal
from ledger.proposals.commands import (
    AdmitProposal,
    AmendProposal,
    AmountGiven,
    AppointGiven,
    ChangeRulesGiven,
    CloseProposal,
    CostGiven,
    DeclareInterest,
    DraftProposal,
    LiftEarmarkGiven,
    LineGiven,
    MeasureGiven,
    ReportProposal,
    SpendGiven,
    StateInterests,
    SubmitProposal,
    WithdrawProposal,
)
from ledger.proposals.events import (
    InterestDeclared,
    InterestsStated,
    ProposalAccepted,
    ProposalAdmitted,
    ProposalClosed,
    ProposalDrafted,
    ProposalExecutionBegun,
    ProposalPutOnBallot,
    ProposalRejected,
    ProposalReported,
    ProposalSubmitted,
    ProposalWithdrawn,
    Tie,
)
from ledger.proposals.look import OVER
from ledger.proposals.measure import Appoint, ChangeRules, LiftEarmark, Spend, Sum
from ledger.proposals.refusals import (
    AlreadyUnrestricted,
    BeneficiariesOutOfRange,
    CostsDoNotAddUp,
    CostsMissing,
    CriterionNotAdopted,
    DestinationMissing,
    DisbursementUnfinished,
    InterestsClosed,
    InterestsNotStated,
    NothingRequested,
    NotTheProposer,
    ObjectOfAnotherDestination,
    PassOnPlanMissing,
    ProposalFrozen,
    ProposalNotAtThisStep,
    ReceivingAccountIsOwn,
    ReceivingAccountMissing,
    UnknownProposal,
    WithdrawalTooLate,
)
from ledger.proposals.state import ProposalStatus
from ledger.refusals import (
    AmountMalformed,
    AmountNotPositive,
    AmountTooLarge,
    Refused,
    StaleVersion,
    TextEmpty,
    TextTooLong,
    TextUnreadable,
    TooManyDigits,
    UnknownUnit,
)
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DUDA,
    FOUNDED,
    GALINHA,
    NOON,
    SCHOOL,
    SEAL,
    account_of,
    admitted,
    asks,
    available,
    draft,
    euros,
    in_account,
    line,
    opened,
    proposal_of,
    shared,
    spend,
    status_of,
    submitted,
    village,
)
from tests.ledger.planted import outside_the_stores
from tests.scenario import Scenario

ROUND = RoundId("round-one")
OFFICER = AppointGiven(office=Office.AUDITOR, member=BIA)


def changed(**changes: object) -> DraftProposal:
    """Ana's proposal with something else in what it asks for."""
    return draft(msgspec.structs.replace(spend(), **changes))


def amend(proposal: ProposalId, measure: MeasureGiven | None = None) -> AmendProposal:
    return AmendProposal(
        account=ACCOUNT,
        proposal=proposal,
        need="Fourteen children walk two hours to school.",
        measure=measure or spend("140.00"),
        pass_on_plan="Not able yet.",
    )


def of(proposal: ProposalId, *events: Event) -> tuple[Fact, ...]:
    """Facts of a proposal's stream."""
    return tuple(Fact(stream_of(ACCOUNT, proposal), event) for event in events)


def accepted(scenario: Scenario, measure: MeasureGiven | None = None) -> ProposalId:
    """A final round accepted it, and the account holds its costs."""
    proposal = admitted(scenario, measure)
    found = proposal_of(scenario, proposal).measure
    scenario.given(*of(proposal, ProposalPutOnBallot(round=ROUND, version=1), ProposalAccepted(round=ROUND)))
    if isinstance(found, Spend):
        award = Award(proposal, found.destination, found.requested)
        scenario.given(
            *in_account(
                BudgetReserved(round=ROUND, lines=found.requested),
                BudgetAwarded(round=ROUND, awards=(award,), freed=()),
            )
        )
    return proposal


def with_status(scenario: Scenario, status: ProposalStatus) -> ProposalId:
    """A proposal that has come this far."""
    proposal = ProposalId(scenario.done(draft()))
    on_ballot = ProposalPutOnBallot(round=ROUND, version=1)
    way: dict[ProposalStatus, tuple[Event, ...]] = {
        ProposalStatus.DRAFT: (),
        ProposalStatus.SUBMITTED: (ProposalSubmitted(version=1),),
        ProposalStatus.ADMITTED: (ProposalAdmitted(version=1),),
        ProposalStatus.ON_BALLOT: (on_ballot,),
        ProposalStatus.ACCEPTED: (on_ballot, ProposalAccepted(round=ROUND)),
        ProposalStatus.REJECTED: (on_ballot, ProposalRejected(round=ROUND)),
        ProposalStatus.WITHDRAWN: (ProposalWithdrawn(),),
        ProposalStatus.EXECUTING: (ProposalAccepted(round=ROUND), ProposalExecutionBegun()),
        ProposalStatus.REPORTED: (ProposalReported(report=SEAL),),
        ProposalStatus.CLOSED: (ProposalClosed(),),
    }
    scenario.given(*of(proposal, InterestsStated(), *way[status]))
    assert status_of(scenario, proposal) is status
    return proposal


BEFORE_BALLOT = (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED, ProposalStatus.ADMITTED)
FROM_BALLOT = tuple(status for status in ProposalStatus if status not in BEFORE_BALLOT)


# Drafting


def test_a_member_drafts_what_is_needed_for_whom_and_what_it_costs() -> None:
    """P1, P2"""
    scenario = village()
    proposal = scenario.done(draft())
    scenario.then_kinds("proposal-drafted")
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, ProposalDrafted)
    assert event.proposer == ANA
    assert event.measure == Spend(
        destination=Destination.DISADVANTAGED_AT_HOME,
        criterion="way-to-school",
        beneficiaries=12,
        costs=(Sum("EUR", 100_00),),
        requested=(Line("EUR", UNRESTRICTED, 100_00),),
    )
    assert scenario.recorded[0].stream == f"{ACCOUNT}/{proposal}"


def test_anyone_can_compute_the_seal_of_a_version_again_from_its_parts() -> None:
    """P2"""
    scenario = village()
    scenario.done(draft())
    paper = next(outcome for outcome in scenario.outcomes if isinstance(outcome, Paper))
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, ProposalDrafted)
    assert event.paper == paper.seal == hashlib.sha256(f"{paper.salt}\n{paper.text}".encode()).hexdigest()
    measure = json.dumps(
        {
            "type": "spend",
            "destination": "c",
            "criterion": "way-to-school",
            "beneficiaries": 12,
            "costs": [{"unit": "EUR", "amount_minor": 10000}],
            "requested": [{"unit": "EUR", "purpose": "unrestricted", "amount_minor": 10000}],
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    assert event.seal == hashlib.sha256(f"{paper.seal}\n{measure}".encode()).hexdigest()


def test_the_seal_changes_with_every_part_of_a_proposal() -> None:
    """P2"""
    seals = set()
    for command in (
        draft(),
        draft(spend("100.01")),
        changed(beneficiaries=13),
        msgspec.structs.replace(draft(), need="Thirteen children walk."),
        msgspec.structs.replace(draft(), pass_on_plan="They will teach."),
        changed(costs=(CostGiven("A seat in the bus", "EUR", "100.00"),)),
    ):
        scenario = village()
        seals.add(proposal_of(scenario, ProposalId(scenario.done(command))).seal)
    assert len(seals) == 6


def test_what_people_write_stands_in_one_paper_and_in_no_event() -> None:
    """P2: people and papers"""
    scenario = village()
    scenario.done(draft())
    papers = [outcome for outcome in scenario.outcomes if isinstance(outcome, Paper)]
    assert [json.loads(paper.text) for paper in papers] == [
        {
            "need": "Twelve children walk two hours to school.",
            "costs": ["A seat in the van"],
            "pass_on_plan": "Not able yet.",
        }
    ]
    public = outside_the_stores(scenario.outcomes)
    assert not [text for text in ("children", "seat", "able yet") if text in public]


def test_only_a_member_proposes() -> None:
    """M1"""
    village().when(draft(proposer=MemberToken("member-nobody"))).then_refused(UnknownMember)
    left = village().given(*in_account(MemberLeft(member=ANA, effective=NOON.date())))
    left.when(draft()).then_refused(MemberHasLeft)


def test_nothing_is_proposed_before_the_association_is_founded() -> None:
    """A5"""
    opening = LocalAccountOpened(
        association=AssociationId("association-caldeiras"),
        association_kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
        opened=FOUNDED,
    )
    Scenario(NOON).given(*in_account(opening)).when(draft()).then_refused(NotFounded)


def test_own_other_and_requested_make_the_costs() -> None:
    """P1"""
    scenario = village()
    scenario.done(draft(shared(costs="150.00", own="50.00", requested="100.00")))
    scenario.when(draft(shared(costs="150.00", own="50.00", requested="100.01")))
    scenario.then_refused(CostsDoNotAddUp)
    assert scenario.refusal is not None
    assert scenario.refusal.about == {"unit": "EUR", "costs": "150.00", "covered": "150.01"}
    scenario.when(changed(own=(AmountGiven("CVE", "1.00"),))).then_refused(CostsDoNotAddUp)
    scenario.done(
        changed(
            costs=(CostGiven("Seats", "EUR", "100.00"), CostGiven("Fuel", "CVE", "500.00")),
            other=(AmountGiven("CVE", "500.00"),),
        )
    )


def test_one_unit_never_makes_up_for_another() -> None:
    """L3, P1"""
    costs = (CostGiven("Seats", "EUR", "100.00"), CostGiven("Fuel", "CVE", "50.00"))
    village().when(changed(costs=costs, own=(AmountGiven("EUR", "50.00"),))).then_refused(CostsDoNotAddUp)


def test_lines_of_one_unit_and_purpose_are_one_line() -> None:
    """P1"""
    scenario = village()
    parts = {"requested": (euros("60.00"), euros("40.00")), "costs": spend("110.00").costs}
    proposal = ProposalId(
        scenario.done(changed(**parts, other=(AmountGiven("EUR", "4.00"), AmountGiven("EUR", "6.00"))))
    )
    measure = proposal_of(scenario, proposal).measure
    assert isinstance(measure, Spend)
    assert measure.requested == (line(100_00),)
    assert measure.other == (Sum("EUR", 10_00),)


def test_a_proposal_to_spend_has_costs_and_asks_for_something() -> None:
    """P1"""
    scenario = village()
    scenario.when(changed(costs=())).then_refused(CostsMissing)
    scenario.when(changed(requested=(), own=(AmountGiven("EUR", "100.00"),))).then_refused(NothingRequested)


@pytest.mark.parametrize(
    ("amount", "unit", "refusal"),
    [
        ("0", "EUR", AmountNotPositive),
        ("-1.00", "EUR", AmountNotPositive),
        ("1e3", "EUR", AmountMalformed),
        ("NaN", "EUR", AmountMalformed),
        ("1.005", "EUR", TooManyDigits),
        ("99999999999999999999", "EUR", AmountTooLarge),
        ("1.00", "euro", UnknownUnit),
    ],
)
def test_costs_are_positive_amounts_of_a_known_unit(amount: str, unit: str, refusal: type[Refused]) -> None:
    """L3, L4"""
    scenario = village()
    scenario.when(changed(costs=(CostGiven("Seats", unit, amount),))).then_refused(refusal)
    scenario.when(changed(own=(AmountGiven(unit, amount),))).then_refused(refusal)
    scenario.when(changed(requested=(LineGiven(unit, UNRESTRICTED, amount),))).then_refused(refusal)


def test_a_sum_that_the_ledger_cannot_hold_is_refused() -> None:
    """L4"""
    scenario = village()
    most, cent = to_decimal(LARGEST_MINOR, "EUR"), "0.01"
    scenario.done(draft(spend(most)))
    costs = (CostGiven("Seats", "EUR", most), CostGiven("Fuel", "EUR", cent))
    scenario.when(changed(costs=costs, requested=(euros(most),))).then_refused(AmountTooLarge)
    scenario.when(changed(requested=(euros(most), euros(cent)))).then_refused(AmountTooLarge)


def test_money_is_asked_for_under_a_purpose_that_the_account_has() -> None:
    """L5, C5"""
    scenario = village()
    scenario.done(changed(requested=(euros("100.00", SCHOOL),)))
    for purpose in ("purpose-unknown", "awaiting"):
        asked = (euros("100.00", PurposeId(purpose)),)
        scenario.when(changed(requested=asked)).then_refused(UnknownPurpose)


@pytest.mark.parametrize("beneficiaries", [0, -1, 10_000_000_000])
def test_somebody_benefits(beneficiaries: int) -> None:
    """P1"""
    village().when(changed(beneficiaries=beneficiaries)).then_refused(BeneficiariesOutOfRange)


def test_a_proposal_to_spend_names_its_destination() -> None:
    """P1"""
    village().when(changed(destination=Destination.UNASSIGNED)).then_refused(DestinationMissing)


def elsewhere(receiving: str | None, criterion: str | None = None) -> DraftProposal:
    """Universal solidarity with somebody."""
    return changed(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        criterion=criterion,
        receiving_account=None if receiving is None else AccountId(receiving),
    )


@pytest.mark.parametrize("receiving", [None, "", "Ribeirão Galinha", "account-maria", f"{GALINHA}\n"])
def test_universal_solidarity_names_the_account_that_receives(receiving: str | None) -> None:
    """P1"""
    scenario = village()
    scenario.done(elsewhere(GALINHA))
    scenario.when(elsewhere(receiving)).then_refused(ReceivingAccountMissing)


def test_universal_solidarity_is_for_another_account() -> None:
    """P1"""
    village().when(elsewhere(ACCOUNT)).then_refused(ReceivingAccountIsOwn)


@pytest.mark.parametrize("criterion", [None, "", "never-adopted"])
def test_need_at_home_is_shown_by_a_criterion_that_the_assembly_adopted(criterion: str | None) -> None:
    """P1"""
    village().when(changed(criterion=criterion)).then_refused(CriterionNotAdopted)


def test_a_destination_has_no_object_of_another() -> None:
    """P1"""
    scenario = village()
    scenario.when(elsewhere(GALINHA, criterion="way-to-school")).then_refused(ObjectOfAnotherDestination)
    scenario.when(changed(receiving_account=GALINHA)).then_refused(ObjectOfAnotherDestination)


def test_a_pass_on_plan_is_stated_with_spending() -> None:
    """P6"""
    scenario = village()
    scenario.when(msgspec.structs.replace(draft(), pass_on_plan=" ")).then_refused(PassOnPlanMissing)
    scenario.done(msgspec.structs.replace(draft(OFFICER), pass_on_plan=""))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", TextEmpty),
        (" \n", TextEmpty),
        ("half \ud800", TextUnreadable),
        ("nothing \0", TextUnreadable),
        ("x" * 20_001, TextTooLong),
    ],
)
def test_need_and_costs_are_said_in_readable_words(text: str, refusal: type[Refused]) -> None:
    """P1"""
    scenario = village()
    scenario.when(msgspec.structs.replace(draft(), need=text)).then_refused(refusal)
    scenario.when(changed(costs=(CostGiven(text, "EUR", "100.00"),))).then_refused(refusal)
    plan = PassOnPlanMissing if refusal is TextEmpty else refusal
    scenario.when(msgspec.structs.replace(draft(), pass_on_plan=text)).then_refused(plan)


def test_a_proposal_may_ask_for_an_appointment_of_a_member() -> None:
    """A3, M1"""
    scenario = village()
    proposal = ProposalId(scenario.done(draft(OFFICER)))
    assert proposal_of(scenario, proposal).measure == Appoint(office=Office.AUDITOR, member=BIA)
    stranger = AppointGiven(office=Office.AUDITOR, member=MemberToken("member-nobody"))
    scenario.when(draft(stranger)).then_refused(UnknownMember)


def test_a_proposal_may_ask_for_other_rules_whose_texts_are_papers() -> None:
    """A4"""
    scenario = village()
    given = RulesGiven(quorum_percent=40, criteria=(CriterionGiven("no-well", "No well within an hour."),))
    proposal = ProposalId(scenario.done(draft(ChangeRulesGiven(rules=given))))
    measure = proposal_of(scenario, proposal).measure
    assert isinstance(measure, ChangeRules)
    assert measure.rules.quorum_percent == 40
    papers = {outcome.seal: outcome.text for outcome in scenario.outcomes if isinstance(outcome, Paper)}
    assert papers[measure.rules.criteria[0].text] == "No well within an hour."
    assert "No well" not in outside_the_stores(scenario.outcomes)
    scenario.when(draft(ChangeRulesGiven(rules=RulesGiven(quorum_percent=101)))).then_refused(RuleOutOfRange)


def test_a_proposal_may_ask_to_lift_an_earmark_from_earmarked_money() -> None:
    """L5"""

    def lift(purpose: PurposeId, amount: str = "20.00") -> DraftProposal:
        return draft(LiftEarmarkGiven(purpose=purpose, amount=AmountGiven("EUR", amount)))

    scenario = village()
    proposal = ProposalId(scenario.done(lift(SCHOOL)))
    assert proposal_of(scenario, proposal).measure == LiftEarmark(purpose=SCHOOL, amount=Sum("EUR", 20_00))
    scenario.when(lift(UNRESTRICTED)).then_refused(AlreadyUnrestricted)
    scenario.when(lift(PurposeId("purpose-unknown"))).then_refused(UnknownPurpose)
    scenario.when(lift(SCHOOL, "0")).then_refused(AmountNotPositive)


# Amending


@pytest.mark.parametrize("status", BEFORE_BALLOT)
def test_a_proposal_amended_before_its_round_opens_is_a_draft_again_with_a_new_version(
    status: ProposalStatus,
) -> None:
    """P2"""
    scenario = village()
    proposal = with_status(scenario, status)
    first = proposal_of(scenario, proposal).seal
    scenario.done(amend(proposal))
    found = proposal_of(scenario, proposal)
    assert (found.status, found.version) == (ProposalStatus.DRAFT, 2)
    assert found.seal != first
    assert isinstance(found.measure, Spend)
    assert found.measure.requested == (line(140_00),)


@pytest.mark.parametrize("status", FROM_BALLOT)
def test_the_version_on_the_ballot_is_frozen(status: ProposalStatus) -> None:
    """P2"""
    scenario = village()
    scenario.when(amend(with_status(scenario, status))).then_refused(ProposalFrozen)


def test_what_a_round_froze_cannot_be_amended_while_it_is_open() -> None:
    """P2, R2"""
    scenario = village()
    proposal = admitted(scenario)
    opened(scenario, asks(proposal))
    scenario.when(amend(proposal)).then_refused(ProposalFrozen)


def test_an_amended_version_obeys_the_same_rules() -> None:
    """P1, L4"""
    scenario = village()
    proposal = ProposalId(scenario.done(draft()))
    scenario.when(amend(proposal, shared("2.00", "1.00", "2.00"))).then_refused(CostsDoNotAddUp)
    scenario.when(amend(proposal, AppointGiven(office=Office.AUDITOR, member=MemberToken("member-nobody"))))
    scenario.then_refused(UnknownMember)


# Interests, submission, admission, withdrawal


def interest(proposal: ProposalId, member: MemberToken = CATY, tie: Tie = Tie.PAYEE) -> DeclareInterest:
    return DeclareInterest(account=ACCOUNT, proposal=proposal, member=member, tie=tie)


def test_interests_and_close_ties_are_declared() -> None:
    """P3"""
    scenario = village()
    proposal = ProposalId(scenario.done(draft()))
    scenario.when(interest(proposal)).then(InterestDeclared(member=CATY, tie=Tie.PAYEE))
    scenario.done(interest(proposal, DUDA, Tie.CLOSE_TIE))
    assert proposal_of(scenario, proposal).interests == {CATY: "payee", DUDA: "close-tie"}


def test_interests_are_those_of_members() -> None:
    """P3, M1"""
    scenario = village()
    proposal = ProposalId(scenario.done(draft()))
    scenario.when(interest(proposal, MemberToken("member-nobody"))).then_refused(UnknownMember)
    scenario.given(*in_account(MemberLeft(member=DUDA, effective=NOON.date())))
    scenario.when(interest(proposal, DUDA)).then_refused(MemberHasLeft)


@pytest.mark.parametrize("status", FROM_BALLOT)
def test_interests_are_stated_before_the_round_opens_and_declared_until_it_is_over(
    status: ProposalStatus,
) -> None:
    """P3, B3"""
    scenario = village()
    proposal = with_status(scenario, status)
    scenario.when(interest(proposal))
    if status in OVER:
        scenario.then_refused(InterestsClosed)
    else:
        scenario.then(InterestDeclared(member=CATY, tie=Tie.PAYEE))
    stated = StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA)
    scenario.when(stated).then_refused(InterestsClosed)


def test_a_proposal_is_handed_in_once_the_proposer_has_stated_the_interests() -> None:
    """P3"""
    scenario = village()
    proposal = ProposalId(scenario.done(draft()))
    submit = SubmitProposal(account=ACCOUNT, proposal=proposal, proposer=ANA)
    scenario.when(submit).then_refused(InterestsNotStated)
    scenario.done(interest(proposal))
    scenario.when(submit).then_refused(InterestsNotStated)
    scenario.when(StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA)).then(InterestsStated())
    scenario.when(submit).then(ProposalSubmitted(version=1))


def test_only_the_proposer_states_hands_in_and_takes_back() -> None:
    """P3, P4"""
    scenario = village()
    proposal = ProposalId(scenario.done(draft()))
    for command in (StateInterests, SubmitProposal, WithdrawProposal):
        scenario.when(command(account=ACCOUNT, proposal=proposal, proposer=BIA)).then_refused(NotTheProposer)


@pytest.mark.parametrize("status", [status for status in ProposalStatus if status != "draft"])
def test_only_a_draft_is_handed_in(status: ProposalStatus) -> None:
    """P2"""
    scenario = village()
    proposal = with_status(scenario, status)
    scenario.when(SubmitProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.then_refused(ProposalNotAtThisStep)


def test_who_admits_a_proposal_says_which_version_they_read() -> None:
    """P2"""
    scenario = village()
    proposal = submitted(scenario)
    scenario.done(amend(proposal))
    scenario.done(StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.done(SubmitProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.when(AdmitProposal(account=ACCOUNT, proposal=proposal, version=1)).then_refused(StaleVersion)
    scenario.when(AdmitProposal(account=ACCOUNT, proposal=proposal, version=2))
    scenario.then(ProposalAdmitted(version=2))


@pytest.mark.parametrize("status", [status for status in ProposalStatus if status != "submitted"])
def test_only_what_was_handed_in_is_admitted(status: ProposalStatus) -> None:
    """P2"""
    scenario = village()
    proposal = with_status(scenario, status)
    scenario.when(AdmitProposal(account=ACCOUNT, proposal=proposal, version=1))
    scenario.then_refused(ProposalNotAtThisStep)


@pytest.mark.parametrize("status", BEFORE_BALLOT)
def test_the_proposer_may_take_it_back_before_the_opening(status: ProposalStatus) -> None:
    """P4"""
    scenario = village()
    proposal = with_status(scenario, status)
    scenario.when(WithdrawProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.then(ProposalWithdrawn())


@pytest.mark.parametrize("status", FROM_BALLOT)
def test_nothing_is_withdrawn_once_a_round_opened_on_it(status: ProposalStatus) -> None:
    """P4"""
    scenario = village()
    proposal = with_status(scenario, status)
    scenario.when(WithdrawProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.then_refused(WithdrawalTooLate)


# Reporting and closing


def report(proposal: ProposalId) -> ReportProposal:
    return ReportProposal(account=ACCOUNT, proposal=proposal, report="Twelve children ride the van.")


def close(proposal: ProposalId) -> CloseProposal:
    return CloseProposal(account=ACCOUNT, proposal=proposal)


@pytest.mark.parametrize("status", ProposalStatus)
def test_what_was_accepted_is_reported(status: ProposalStatus) -> None:
    """P2"""
    scenario = village()
    proposal = with_status(scenario, status)
    scenario.when(report(proposal))
    if status in {ProposalStatus.ACCEPTED, ProposalStatus.EXECUTING}:
        scenario.then_kinds("proposal-reported")
        assert "children" not in outside_the_stores(scenario.outcomes)
    else:
        scenario.then_refused(ProposalNotAtThisStep)


@pytest.mark.parametrize("status", ProposalStatus)
def test_spending_is_reported_before_it_is_closed(status: ProposalStatus) -> None:
    """P2, B6"""
    scenario = village()
    scenario.when(close(with_status(scenario, status)))
    if status is ProposalStatus.REPORTED:
        scenario.then(ProposalClosed())
    else:
        scenario.then_refused(ProposalNotAtThisStep)


@pytest.mark.parametrize("begun", [False, True])
def test_what_asked_for_no_money_is_closed_as_soon_as_it_is_decided(begun: bool) -> None:
    """P2"""
    scenario = village()
    proposal = accepted(scenario, OFFICER)
    if begun:
        scenario.given(*of(proposal, ProposalExecutionBegun()))
    scenario.when(close(proposal)).then(ProposalClosed())
    scenario.when(close(proposal)).then_refused(ProposalNotAtThisStep)


PAID = DisbursementId("disbursement-one")
SOMEBODY = Party(PartyKind.HOUSEHOLD, PartyToken("party-one"))


def authorised(scenario: Scenario, proposal: ProposalId, amount_minor: int) -> None:
    """A payment under the decision is named."""
    event = DisbursementAuthorised(
        proposal=proposal,
        destination=Destination.DISADVANTAGED_AT_HOME,
        tranche=1,
        line=line(amount_minor),
        payee=SOMEBODY,
        beneficiary=SOMEBODY,
    )
    scenario.given(Fact(stream_of(ACCOUNT, PAID), event))


def sent(scenario: Scenario, proposal: ProposalId, amount_minor: int) -> None:
    """It left the account."""
    booked = PaymentBooked(
        disbursement=PAID,
        proposal=proposal,
        destination=Destination.DISADVANTAGED_AT_HOME,
        line=line(amount_minor),
        effective=FOUNDED,
    )
    event = DisbursementSent(effective=FOUNDED)
    scenario.given(Fact(stream_of(ACCOUNT, PAID), event), *in_account(booked))


def freed(proposal: ProposalId, amount_minor: int) -> BudgetFreed:
    return BudgetFreed(
        proposal=proposal, destination=Destination.DISADVANTAGED_AT_HOME, lines=(line(amount_minor),)
    )


def test_closing_frees_what_was_not_used() -> None:
    """B6, L2"""
    scenario = village()
    proposal = accepted(scenario)
    authorised(scenario, proposal, 70_00)
    sent(scenario, proposal, 70_00)
    scenario.done(report(proposal))
    assert available(scenario) == 900_00
    scenario.when(close(proposal)).then(ProposalClosed(), freed(proposal, 30_00))
    assert available(scenario) == 930_00
    assert proposal not in account_of(scenario).holdings
    assert account_of(scenario).at("EUR", UNRESTRICTED).available == 930_00
    assert account_of(scenario).at("EUR", UNRESTRICTED, Destination.DISADVANTAGED_AT_HOME).available == 0


def test_nothing_is_freed_while_a_disbursement_is_authorised_and_not_sent() -> None:
    """B6"""
    scenario = village()
    proposal = accepted(scenario)
    authorised(scenario, proposal, 70_00)
    scenario.done(report(proposal))
    scenario.when(close(proposal)).then_refused(DisbursementUnfinished)
    cancelled = DisbursementCancelled(proposal=proposal, tranche=1, line=line(70_00), reason=SEAL)
    scenario.given(Fact(stream_of(ACCOUNT, PAID), cancelled))
    scenario.when(close(proposal)).then(ProposalClosed(), freed(proposal, 100_00))


def test_closing_after_everything_was_paid_frees_nothing() -> None:
    """B6"""
    scenario = village()
    proposal = accepted(scenario)
    authorised(scenario, proposal, 100_00)
    sent(scenario, proposal, 100_00)
    scenario.done(report(proposal))
    scenario.when(close(proposal)).then(ProposalClosed())
    assert available(scenario) == 900_00


def test_a_payment_that_comes_back_after_the_closing_is_freed_by_closing_again() -> None:
    """B5, B6"""
    scenario = village()
    proposal = accepted(scenario)
    authorised(scenario, proposal, 100_00)
    sent(scenario, proposal, 100_00)
    scenario.done(report(proposal))
    scenario.done(close(proposal))
    returned = DisbursementReturned(
        proposal=proposal, tranche=1, line=line(100_00), reason=SEAL, effective=FOUNDED
    )
    restored = PaymentRestored(
        disbursement=PAID,
        proposal=proposal,
        destination=Destination.DISADVANTAGED_AT_HOME,
        line=line(100_00),
        effective=FOUNDED,
    )
    scenario.given(Fact(stream_of(ACCOUNT, PAID), returned), *in_account(restored))
    assert available(scenario) == 900_00
    scenario.when(close(proposal)).then(freed(proposal, 100_00))
    assert available(scenario) == 1000_00
    scenario.when(close(proposal)).then_refused(ProposalNotAtThisStep)


# Ids of something else


@pytest.mark.parametrize(
    "named", ["proposal-unknown", "", "round-one", "nonsense", "proposal-one/round-one", "proposal-a/b"]
)
def test_a_proposal_that_is_not_there_is_not_found(named: str) -> None:
    """P2, P3, P4"""
    scenario, proposal = village(), ProposalId(named)
    commands: tuple[AccountCommand, ...] = (
        amend(proposal),
        interest(proposal),
        StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA),
        SubmitProposal(account=ACCOUNT, proposal=proposal, proposer=ANA),
        AdmitProposal(account=ACCOUNT, proposal=proposal, version=1),
        WithdrawProposal(account=ACCOUNT, proposal=proposal, proposer=ANA),
        report(proposal),
        close(proposal),
    )
    for command in commands:
        scenario.when(command).then_refused(UnknownProposal)


def test_the_steps_of_a_proposal_are_recorded_in_its_own_stream() -> None:
    """P2"""
    scenario = village()
    proposal = admitted(scenario)
    kinds = [event.kind() for _, event in scenario.events(stream_of(ACCOUNT, proposal))]
    assert kinds == ["proposal-drafted", "interests-stated", "proposal-submitted", "proposal-admitted"]
    assert scenario.at(NOON + timedelta(days=1)).done(amend(proposal)) == proposal


def test_a_measure_is_read_from_json_by_its_type() -> None:
    """P1"""
    given = msgspec.json.decode(msgspec.json.encode(spend()), type=MeasureGiven)
    assert isinstance(given, SpendGiven)
    assert given == spend()


def test_a_new_version_asks_for_its_own_statement_of_interests() -> None:
    """P3, P2"""
    scenario = village()
    proposal = ProposalId(scenario.done(draft()))
    scenario.done(StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.done(amend(proposal))
    submit = SubmitProposal(account=ACCOUNT, proposal=proposal, proposer=ANA)
    scenario.when(submit).then_refused(InterestsNotStated)
    scenario.done(StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.when(submit).then_kinds("proposal-submitted")
