"""Decision rounds until they are open: drafted, recusals declared, everything frozen at once."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from ledger.accounts.events import BudgetReserved
from ledger.accounts.refusals import NotEnoughAvailable, NotFounded, PurposeInShortfall, UnknownPurpose
from ledger.accounts.state import Destination
from ledger.associations.events import (
    LocalAccountOpened,
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    RulesChanged,
)
from ledger.associations.refusals import MemberHasLeft, UnknownMember
from ledger.associations.rules import AssociationKind, Body, Criterion, Office, Rules, Tier, TieRule
from ledger.command import ElectorLinks, Fact, Listing, Paper
from ledger.context import canonical, microseconds, seal_of
from ledger.identifiers import AssociationId, MemberToken, ProposalId, PurposeId, RoundId, stream_of
from ledger.proposals.commands import AppointGiven, WithdrawProposal
from ledger.proposals.events import ProposalAmended, ProposalPutOnBallot
from ledger.proposals.refusals import CriterionNotAdopted, UnknownProposal
from ledger.proposals.state import ProposalStatus
from ledger.refusals import AmountNotPositive, AmountTooLarge, TextEmpty
from ledger.rounds.commands import DeclareRecusal, DraftRound, OpenRound
from ledger.rounds.events import RecusalDeclared, RoundDrafted, RoundOpened
from ledger.rounds.refusals import (
    AlreadyRecused,
    BudgetMissing,
    CostBeyondBudget,
    DeadlineOutOfRange,
    DeadlinePassed,
    DeadlineWithoutZone,
    ItemsMissing,
    LabelMalformed,
    LabelTwice,
    NoElectors,
    OneProposalOnly,
    OptionNotAdmitted,
    OptionSpendsNothing,
    ProposalTwice,
    RoundAlreadyOpened,
    UnknownRound,
    WrongBody,
)
from ledger.rounds.state import RoundStatus
from ledger.rounds.terms import BallotType, Confidentiality, Item, Option, Terms
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    DUDA,
    EVA,
    FOUNDED,
    MEMBERS,
    NOON,
    RULES,
    SCHOOL,
    SEAL,
    account_of,
    admitted,
    asks,
    available,
    bounced,
    cast,
    counted,
    draft,
    euros,
    gift,
    in_account,
    line,
    opened,
    proposal_of,
    question,
    round_of,
    shares_out,
    spend,
    status_of,
    submitted,
    suspended,
    village,
)
from tests.ledger.planted import kept_apart, outside_the_stores
from tests.scenario import Scenario

OFFICER = AppointGiven(office=Office.AUDITOR, member=BIA)


def with_rules(**changes: object) -> Rules:
    """The village's rules with something changed."""
    return msgspec.structs.replace(RULES, **changes)


def but(command: DraftRound, **changes: object) -> DraftRound:
    """The same draft with something changed."""
    return msgspec.structs.replace(command, **changes)


def open_round(round_id: str) -> OpenRound:
    return OpenRound(account=ACCOUNT, round=RoundId(round_id))


def recusal(round_id: str, member: MemberToken = EVA) -> DeclareRecusal:
    return DeclareRecusal(
        account=ACCOUNT, round=RoundId(round_id), member=member, reason="My sister drives it."
    )


def terms_of(scenario: Scenario, round_id: str) -> Terms:
    """What the opening froze."""
    terms = round_of(scenario, RoundId(round_id)).terms
    assert terms is not None
    return terms


# Drafting


def test_a_round_is_drafted_on_what_the_assembly_will_decide() -> None:
    """R1, A2"""
    scenario = village()
    proposal = admitted(scenario)
    drafted = scenario.done(asks(proposal, budget=(euros("120.00"),)))
    title = next(outcome for outcome in scenario.outcomes if isinstance(outcome, Paper))
    scenario.then(
        RoundDrafted(
            ballot_type=BallotType.YES_NO_ABSTAIN,
            body=Body.GENERAL_ASSEMBLY,
            items=(Item("van", proposal),),
            budget=(line(120_00),),
            closes_us=microseconds(DEADLINE),
            confidentiality=Confidentiality.OPEN,
            title=title.seal,
        )
    )
    assert scenario.recorded[0].stream == stream_of(ACCOUNT, drafted)
    kept_apart(scenario, "The van")


@pytest.mark.parametrize(
    ("tier", "body"),
    [
        (Tier.MICRO_LOCAL, Body.GENERAL_ASSEMBLY),
        (Tier.FEDERATION, Body.FEDERATION_ASSEMBLY),
        (Tier.GLOBAL, Body.STEERING_COMMITTEE),
    ],
)
def test_the_deciding_body_follows_the_tier(tier: Tier, body: Body) -> None:
    """A2"""
    scenario = village(tier=tier)
    command = asks(admitted(scenario))
    for other in Body:
        scenario.when(but(command, body=other))
        if other is body:
            scenario.then_kinds("round-drafted")
        else:
            scenario.then_refused(WrongBody)


def test_nothing_is_decided_before_the_association_is_founded() -> None:
    """A5"""
    opening = LocalAccountOpened(
        association=AssociationId("association-caldeiras"),
        association_kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
        opened=FOUNDED,
    )
    scenario = Scenario(NOON).given(*in_account(opening))
    scenario.when(asks(ProposalId("proposal-one"))).then_refused(NotFounded)
    scenario.when(open_round("round-one")).then_refused(NotFounded)
    scenario.when(recusal("round-one")).then_refused(NotFounded)


def test_a_deadline_says_its_zone() -> None:
    """R1"""
    scenario = village()
    command = but(asks(admitted(scenario)), closes=DEADLINE.replace(tzinfo=None))
    scenario.when(command).then_refused(DeadlineWithoutZone)


@pytest.mark.parametrize(
    ("closes", "offset"), [(datetime.max.replace(tzinfo=UTC), -14), (datetime.min.replace(tzinfo=UTC), 14)]
)
def test_a_deadline_has_a_day_in_utc(closes: datetime, offset: int) -> None:
    """R1"""
    scenario = village()
    proposal = admitted(scenario)
    beyond = closes.replace(tzinfo=timezone(timedelta(hours=offset)))
    scenario.when(but(asks(proposal), closes=beyond)).then_refused(DeadlineOutOfRange)
    scenario.when(but(asks(proposal), closes=closes)).then_kinds("round-drafted")


def test_a_round_decides_on_something() -> None:
    """R1"""
    scenario = village()
    command = asks(admitted(scenario))
    scenario.when(but(command, items=())).then_refused(ItemsMissing)
    approval = but(shares_out("100.00"), items=())
    scenario.when(approval).then_refused(ItemsMissing)


def test_yes_and_no_answer_one_question() -> None:
    """R1"""
    scenario = village()
    van, bus = admitted(scenario), admitted(scenario)
    command = but(asks(van), items=(Item("van", van), Item("bus", bus)))
    scenario.when(command).then_refused(OneProposalOnly)


@pytest.mark.parametrize(
    "label",
    [
        "244",
        "BAD/0019",
        "2024-A.7",
        "D10:3",
        "B001BC",
        "W_12",
        "Ł/3",
        "formação",
        "BO.OM12.3/20",
        "D/01/8/2020",
        "PB/2023/00123",
        "x" * 24,
    ],
)
def test_labels_are_short_public_codes(label: str) -> None:
    """R1, R7"""
    scenario = village()
    scenario.done(asks(admitted(scenario), label=label))


@pytest.mark.parametrize("label", ["", "Maria Silva", "-1", "a\n", "a\0", "x" * 25, "\ud800", "a;b"])
def test_a_label_is_no_place_for_words(label: str) -> None:
    """R1"""
    scenario = village()
    scenario.when(asks(admitted(scenario), label=label)).then_refused(LabelMalformed)


@pytest.mark.parametrize(
    "label", ["9911234", "00238-991-12-34", "tel:(238)991.12.34", "06.12.34.56.78", "PT50/0002/0123/4567"]
)
def test_a_label_is_no_place_for_somebodys_number(label: str) -> None:
    """R1"""
    scenario = village()
    scenario.when(asks(admitted(scenario), label=label)).then_refused(LabelMalformed)


def test_no_two_options_share_a_label() -> None:
    """V2"""
    scenario = village()
    van, bus = admitted(scenario), admitted(scenario)
    command = but(shares_out("500.00", van=van), items=(Item("van", van), Item("van", bus)))
    scenario.when(command).then_refused(LabelTwice)


def test_a_proposal_stands_on_a_ballot_once() -> None:
    """R1"""
    scenario = village()
    van = admitted(scenario)
    scenario.when(shares_out("500.00", van=van, bus=van)).then_refused(ProposalTwice)


@pytest.mark.parametrize("named", ["proposal-unknown", "", "round-one", "nonsense"])
def test_a_round_names_proposals_that_are_there(named: str) -> None:
    """P2"""
    village().when(asks(ProposalId(named))).then_refused(UnknownProposal)


def test_an_approval_round_has_a_budget_to_share_out() -> None:
    """R1"""
    scenario = village()
    command = shares_out("500.00", van=admitted(scenario))
    scenario.when(but(command, budget=())).then_refused(BudgetMissing)


def test_a_budget_is_made_of_amounts_under_purposes_of_the_account() -> None:
    """L4, L5"""
    scenario = village()
    command = shares_out("500.00", van=admitted(scenario))
    scenario.when(but(command, budget=(euros("0"),))).then_refused(AmountNotPositive)
    unknown = (euros("1.00", PurposeId("purpose-unknown")),)
    scenario.when(but(command, budget=unknown)).then_refused(UnknownPurpose)
    huge = (euros("92233720368547758.07"), euros("0.01"))
    scenario.when(but(command, budget=huge)).then_refused(AmountTooLarge)
    round_id = RoundId(
        scenario.done(but(command, budget=(euros("5.00"), euros("2.00"), euros("1.00", SCHOOL))))
    )
    assert round_of(scenario, round_id).budget == (line(1_00, SCHOOL), line(7_00))


def test_a_round_has_a_title() -> None:
    """R1"""
    scenario = village()
    scenario.when(but(asks(admitted(scenario)), title=" ")).then_refused(TextEmpty)


# Recusals


def test_a_recusal_is_declared_with_its_reason_before_the_opening() -> None:
    """M3, R3"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario)))
    scenario.when(recusal(drafted))
    paper = next(outcome for outcome in scenario.outcomes if isinstance(outcome, Paper))
    scenario.then(RecusalDeclared(member=EVA, reason=paper.seal))
    kept_apart(scenario, "My sister drives it.")


def test_a_recusal_is_declared_once_by_a_member() -> None:
    """M1, M3"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario)))
    scenario.done(recusal(drafted))
    scenario.when(recusal(drafted)).then_refused(AlreadyRecused)
    scenario.when(recusal(drafted, MemberToken("member-nobody"))).then_refused(UnknownMember)
    scenario.given(*in_account(MemberLeft(member=DUDA, effective=NOON.date())))
    scenario.when(recusal(drafted, DUDA)).then_refused(MemberHasLeft)
    scenario.when(msgspec.structs.replace(recusal(drafted, ANA), reason="")).then_refused(TextEmpty)


def test_recused_members_are_left_out_of_the_electorate() -> None:
    """M3, R3"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario)))
    scenario.done(recusal(drafted))
    scenario.done(open_round(drafted))
    terms = terms_of(scenario, drafted)
    assert (terms.electorate, terms.recused) == (4, 1)
    assert EVA not in scenario.round_tokens


def test_who_is_no_elector_anyway_does_not_count_as_recused() -> None:
    """R3"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario)))
    scenario.done(recusal(drafted))
    scenario.given(*in_account(suspended(EVA)))
    scenario.done(open_round(drafted))
    terms = terms_of(scenario, drafted)
    assert (terms.electorate, terms.recused) == (4, 0)


# Opening


def test_opening_freezes_everything_in_one_event() -> None:
    """R1, A4, P2"""
    rules = with_rules(
        quorum_percent=40,
        second_call_quorum_percent=20,
        threshold_percent=66,
        objection_days=3,
        tie_rule=TieRule.LABEL,
    )
    scenario = village(rules)
    proposal = admitted(scenario)
    drafted = scenario.done(asks(proposal))
    scenario.done(open_round(drafted))
    members, tokens = (outcome for outcome in scenario.outcomes if isinstance(outcome, Listing))
    scenario.then(
        RoundOpened(
            terms=Terms(
                ballot_type=BallotType.YES_NO_ABSTAIN,
                body=Body.GENERAL_ASSEMBLY,
                options=(
                    Option(
                        label="van",
                        proposal=proposal,
                        version=1,
                        seal=proposal_of(scenario, proposal).seal,
                        destination=Destination.DISADVANTAGED_AT_HOME,
                        costs=(line(100_00),),
                    ),
                ),
                budget=(line(100_00),),
                electorate=5,
                recused=0,
                members_list=members.seal,
                tokens_list=tokens.seal,
                rules_version=1,
                quorum_percent=40,
                second_call_quorum_percent=20,
                threshold_percent=66,
                tie_rule=TieRule.LABEL,
                objection_days=3,
                closes_us=microseconds(DEADLINE),
                confidentiality=Confidentiality.OPEN,
                opened_us=microseconds(NOON),
            )
        ),
        BudgetReserved(round=RoundId(drafted), lines=(line(100_00),)),
        ProposalPutOnBallot(round=RoundId(drafted), version=1),
    )
    assert round_of(scenario, RoundId(drafted)).status is RoundStatus.OPEN
    assert status_of(scenario, proposal) is ProposalStatus.ON_BALLOT


def test_the_lists_are_sealed_apart_in_orders_of_their_own() -> None:
    """R1, V7"""
    scenario = village()
    scenario.given(
        *in_account(
            *(MemberEnrolled(member=MemberToken(f"member-{n}"), effective=FOUNDED) for n in range(40))
        )
    )
    question(scenario)
    members, tokens = (outcome for outcome in scenario.outcomes if isinstance(outcome, Listing))
    (links,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, ElectorLinks))
    assert sorted(members.items) == sorted(member for member, _ in links.links)
    assert sorted(tokens.items) == sorted(token for _, token in links.links)
    assert set(zip(members.items, tokens.items, strict=True)) != set(links.links)
    assert list(members.items) != sorted(members.items)
    assert list(tokens.items) != [token for _, token in links.links]
    for listing in (members, tokens):
        assert listing.seal == seal_of(listing.salt, canonical(listing.items))


def test_no_event_of_a_round_tells_whose_token_is_whose() -> None:
    """V7"""
    scenario = village()
    question(scenario)
    events = [outcome for outcome in scenario.outcomes if isinstance(outcome, Fact)]
    text = outside_the_stores(events)
    assert not [word for word in (*MEMBERS, *scenario.round_tokens.values()) if word in text]
    assert not set(scenario.round_tokens.values()) & set(MEMBERS)


def test_each_round_draws_tokens_of_its_own() -> None:
    """V7"""
    scenario = village()
    question(scenario)
    first = scenario.round_tokens
    question(scenario)
    assert first.keys() == scenario.round_tokens.keys()
    assert not set(first.values()) & set(scenario.round_tokens.values())


def test_the_electorate_is_who_is_a_member_on_the_day_of_the_opening() -> None:
    """M1, M3"""
    scenario = village()
    scenario.given(
        *in_account(
            MemberLeft(member=BIA, effective=NOON.date()),
            MemberLeft(member=CATY, effective=(NOON + timedelta(days=1)).date()),
            MemberEnrolled(member=MemberToken("member-new"), effective=NOON.date()),
            MemberEnrolled(member=MemberToken("member-soon"), effective=(NOON + timedelta(days=1)).date()),
        )
    )
    question(scenario)
    assert sorted(scenario.round_tokens) == sorted([ANA, CATY, DUDA, EVA, MemberToken("member-new")])


def test_who_gave_much_is_one_elector_and_who_gave_nothing_too() -> None:
    """M2, C8"""
    scenario = village().given(*in_account(gift(9_000_00, contribution="contribution-two")))
    question(scenario)
    assert len(scenario.round_tokens) == len(set(scenario.round_tokens.values())) == 5


def test_suspended_members_are_no_electors_until_they_are_reinstated() -> None:
    """M3"""
    scenario = village().given(*in_account(suspended(BIA), suspended(CATY)))
    scenario.given(*in_account(MemberReinstated(member=CATY, effective=FOUNDED)))
    question(scenario)
    assert sorted(scenario.round_tokens) == [ANA, CATY, DUDA, EVA]


def test_a_minimum_age_counts_where_the_rules_have_one() -> None:
    """M3"""
    child = MemberEnrolled(member=MemberToken("member-child"), effective=FOUNDED, of_age=False)
    for minimum_age, electors in ((16, 5), (0, 6)):
        scenario = village(with_rules(minimum_age=minimum_age)).given(*in_account(child))
        question(scenario)
        assert len(scenario.round_tokens) == electors


def test_seniority_is_reached_on_its_day() -> None:
    """M3"""
    scenario = village(with_rules(seniority_days=30))
    late = {
        "member-thirty": NOON.date() - timedelta(days=30),
        "member-twenty-nine": NOON.date() - timedelta(days=29),
    }
    scenario.given(
        *in_account(*(MemberEnrolled(member=MemberToken(m), effective=day) for m, day in late.items()))
    )
    question(scenario)
    assert "member-thirty" in scenario.round_tokens
    assert "member-twenty-nine" not in scenario.round_tokens


def test_a_round_without_electors_does_not_open() -> None:
    """M3"""
    scenario = village(with_rules(seniority_days=365))
    drafted = scenario.done(asks(admitted(scenario)))
    scenario.when(open_round(drafted)).then_refused(NoElectors)


def test_a_deadline_lies_after_the_opening() -> None:
    """R1"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario)))
    scenario.at(DEADLINE).when(open_round(drafted)).then_refused(DeadlinePassed)
    scenario.at(DEADLINE - timedelta(microseconds=1)).done(open_round(drafted))


def test_a_round_opens_once() -> None:
    """R2"""
    scenario = village()
    round_id = question(scenario)
    before = account_of(scenario).at("EUR", line(0).purpose).reserved
    scenario.when(open_round(round_id)).then_refused(RoundAlreadyOpened)
    assert account_of(scenario).at("EUR", line(0).purpose).reserved == before


@pytest.mark.parametrize("named", ["round-unknown", "", "proposal-one", "nonsense", "round-a/b"])
def test_a_round_that_is_not_there_is_not_found(named: str) -> None:
    """R1"""
    scenario = village()
    scenario.when(open_round(named)).then_refused(UnknownRound)
    scenario.when(recusal(named)).then_refused(UnknownRound)


def test_a_ballot_takes_admitted_proposals_only() -> None:
    """P2"""
    scenario = village()
    proposal = submitted(scenario)
    drafted = scenario.done(asks(proposal))
    scenario.when(open_round(drafted)).then_refused(OptionNotAdmitted)
    assert scenario.refusal is not None
    assert scenario.refusal.about == {"label": "van", "status": "submitted"}


def test_a_proposal_withdrawn_meanwhile_keeps_its_round_from_opening() -> None:
    """P2, P4"""
    scenario = village()
    proposal = admitted(scenario)
    drafted = scenario.done(asks(proposal))
    scenario.done(WithdrawProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.when(open_round(drafted)).then_refused(OptionNotAdmitted)


def test_two_rounds_never_have_one_proposal() -> None:
    """P2"""
    scenario = village()
    proposal = admitted(scenario)
    first, second = scenario.done(asks(proposal)), scenario.done(asks(proposal))
    scenario.done(open_round(first))
    scenario.when(open_round(second)).then_refused(OptionNotAdmitted)


def test_the_ballot_freezes_the_version_that_was_admitted_last() -> None:
    """P2"""
    scenario = village()
    proposal = admitted(scenario)
    drafted = scenario.done(asks(proposal))
    measure = proposal_of(scenario, proposal).measure
    assert measure is not None
    amended = ProposalAmended(version=2, measure=measure, paper=SEAL, seal=SEAL)
    scenario.given(Fact(stream_of(ACCOUNT, proposal), amended))
    scenario.when(open_round(drafted)).then_refused(OptionNotAdmitted)


def test_a_criterion_that_the_rules_no_longer_have_is_on_no_ballot() -> None:
    """P1, A4"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario)))
    other = Criterion("elders", SEAL)
    changed = RulesChanged(version=2, rules=with_rules(criteria=(other,)), decision=ProposalId("proposal-x"))
    scenario.given(*in_account(changed)).when(open_round(drafted)).then_refused(CriterionNotAdopted)
    again = RulesChanged(version=3, rules=RULES, decision=ProposalId("proposal-y"))
    scenario.given(*in_account(again)).done(open_round(drafted))


def test_an_approval_round_shares_out_money_only() -> None:
    """R1"""
    scenario = village()
    drafted = scenario.done(shares_out("500.00", van=admitted(scenario), office=admitted(scenario, OFFICER)))
    scenario.when(open_round(drafted)).then_refused(OptionSpendsNothing)


def test_the_budget_of_a_question_is_its_cost_unless_it_says_otherwise() -> None:
    """R1, R6, L2"""
    scenario = village()
    proposal = admitted(scenario)
    for budget, refused in (("99.99", True), ("250.00", False)):
        drafted = scenario.done(asks(proposal, budget=(euros(budget),)))
        scenario.when(open_round(drafted))
        if refused:
            scenario.then_refused(CostBeyondBudget)
    assert available(scenario) == 750_00


def test_a_budget_of_another_purpose_does_not_cover_a_cost() -> None:
    """R6, L5"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario), budget=(euros("100.00", SCHOOL),)))
    scenario.when(open_round(drafted)).then_refused(CostBeyondBudget)


def test_an_appointment_reserves_nothing() -> None:
    """R1"""
    scenario = village()
    drafted = scenario.done(asks(admitted(scenario, OFFICER)))
    scenario.when(open_round(drafted)).then_kinds("round-opened", "proposal-put-on-ballot")
    (option,) = terms_of(scenario, drafted).options
    assert (option.destination, option.costs) == (Destination.UNASSIGNED, ())


def test_an_option_dearer_than_the_whole_budget_may_stand_on_the_ballot() -> None:
    """R6"""
    scenario = village()
    opened(scenario, shares_out("500.00", van=admitted(scenario, spend("500.01"))))


def test_opening_takes_the_whole_budget_out_of_what_is_available() -> None:
    """L2, R1"""
    scenario = village()
    round_id = opened(scenario, shares_out("600.00", van=admitted(scenario)))
    assert available(scenario) == 400_00
    assert [holding.amount_minor for holding in account_of(scenario).holdings[round_id]] == [600_00]
    other = scenario.done(shares_out("400.01", bus=admitted(scenario)))
    scenario.when(open_round(other)).then_refused(NotEnoughAvailable)
    opened(scenario, shares_out("400.00", bus=admitted(scenario)))
    assert available(scenario) == 0


def test_money_of_one_purpose_is_no_budget_of_another() -> None:
    """L2, L5"""
    scenario = village()
    command = but(shares_out("1.00", van=admitted(scenario)), budget=(euros("1.00", SCHOOL),))
    scenario.when(open_round(scenario.done(command))).then_refused(NotEnoughAvailable)


def test_a_shortfall_keeps_rounds_on_its_purpose_from_opening() -> None:
    """L2"""
    scenario = village()
    opened(scenario, shares_out("800.00", van=admitted(scenario)))
    scenario.given(*in_account(bounced(1000_00)))
    assert available(scenario) == -800_00
    drafted = scenario.done(asks(admitted(scenario, spend("1.00"))))
    scenario.when(open_round(drafted)).then_refused(PurposeInShortfall)
    scenario.given(*in_account(gift(801_00, contribution="contribution-two")))
    scenario.done(open_round(drafted))


def test_later_rules_do_not_touch_a_round_that_is_open() -> None:
    """A4, R2"""
    scenario = village()
    round_id = question(scenario)
    before = terms_of(scenario, round_id)
    stricter = with_rules(quorum_percent=100, threshold_percent=100, objection_days=30)
    changed = RulesChanged(version=2, rules=stricter, decision=ProposalId("proposal-rules"))
    scenario.given(*in_account(changed))
    cast(scenario, round_id, ANA, "yes")
    result = counted(scenario, round_id)
    assert (result.quorum_reached, result.accepted) == (True, ("van",))
    assert terms_of(scenario, round_id) == before
    assert round_of(scenario, round_id).window_ends_us() == microseconds(DEADLINE)


def test_a_later_round_has_the_later_rules() -> None:
    """A4"""
    scenario = village()
    changed = RulesChanged(
        version=2, rules=with_rules(quorum_percent=100), decision=ProposalId("proposal-rules")
    )
    scenario.given(*in_account(changed))
    terms = terms_of(scenario, question(scenario))
    assert (terms.rules_version, terms.quorum_percent) == (2, 100)


def test_who_joins_or_leaves_after_the_opening_changes_no_electorate() -> None:
    """R2, M3, M5"""
    scenario = village()
    round_id = question(scenario)
    before = terms_of(scenario, round_id)
    scenario.given(
        *in_account(
            MemberEnrolled(member=MemberToken("member-new"), effective=NOON.date()),
            MemberLeft(member=EVA, effective=NOON.date()),
        )
    )
    cast(scenario, round_id, EVA, "yes")
    assert terms_of(scenario, round_id) == before


def test_a_draft_is_written_by_itself() -> None:
    """P2"""
    scenario = village()
    drafted = scenario.done(asks(ProposalId(scenario.done(draft()))))
    assert round_of(scenario, RoundId(drafted)).status is RoundStatus.DRAFTED
