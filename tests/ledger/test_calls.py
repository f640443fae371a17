"""Calls on the fund: from a final decision and the twin's opinion to what the body decides where they lie."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.refusals import (
    DecisionCarriedOut,
    DecisionNotFinal,
    NotFounded,
    OtherMeasure,
    UnknownAccount,
)
from ledger.accounts.state import Destination
from ledger.associations.events import (
    AssociationFounded,
    LocalAccountOpened,
    MemberEnrolled,
    OfficerAppointed,
    RulesChanged,
)
from ledger.associations.rules import AssociationKind, Body, ObjectionBody, Office, Rules, Tier
from ledger.calls.commands import GiveOpinion, MakeCall, PassCallOn, SendCall, WithdrawCall
from ledger.calls.messages import (
    CallForOpinion,
    CallGranting,
    CallOpinion,
    CallPassing,
    CallSubmission,
    CallWithdrawal,
)
from ledger.calls.refusals import (
    AddresseeIsOwn,
    AddresseeMissing,
    CallNotAnswered,
    CallNotAtThisStep,
    CallNotOpen,
    CallNotOurs,
    CallTwice,
    CallUnreadable,
    CallWasThere,
    NobodyAbove,
    NotTheirsToSay,
    OpinionMissing,
    OpinionNotAsked,
    UnknownCall,
)
from ledger.calls.state import (
    Call,
    CallStatus,
    OpenCall,
    OpinionKind,
    Refusal,
    open_call_mark,
    open_calls_group,
)
from ledger.command import Fact
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    CallId,
    Mark,
    MemberToken,
    ProposalId,
    RoundId,
    Seal,
    TwinningId,
    stream_of,
)
from ledger.message import Message
from ledger.proposals.commands import (
    AdmitProposal,
    AmountGiven,
    CallOnFundGiven,
    CostGiven,
    DraftProposal,
    LineGiven,
    SpendGiven,
    StateInterests,
    SubmitProposal,
)
from ledger.proposals.events import ProposalAccepted, ProposalDrafted
from ledger.proposals.measure import CallOnFund, LiftEarmark, Spend, Sum
from ledger.proposals.refusals import (
    BeneficiariesOutOfRange,
    CostsDoNotAddUp,
    CostsMissing,
    NothingRequested,
    PassOnPlanMissing,
)
from ledger.refusals import TextEmpty
from ledger.rounds.commands import (
    AnnulRound,
    CastBallot,
    CloseRound,
    CountRound,
    DraftRound,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.refusals import OptionSpendsNothing
from ledger.rounds.terms import BallotType, Item
from ledger.twinnings.commands import SuspendTwinning
from ledger.twinnings.refusals import TwinningNotActive, UnknownTwinning
from tests.ledger.planted import kept_apart
from tests.ledger.twins import CALDEIRAS, OPENED, PLOUHA, twinned, villages
from tests.scenario import Scenario

ISLANDS = AccountId("account-0000000000000fed")
FUND = AccountId("account-0000000000000fnd")
PROPOSAL = ProposalId("proposal-0000000000000001")
MEMBERS = {account: MemberToken(f"member-{account[-16:]}") for account in (CALDEIRAS, PLOUHA, ISLANDS, FUND)}
ISLANDS_AUDITOR = MemberToken("member-auditor")
SEAL = Seal("5ea1" * 16)


def opened(account: AccountId, tier: Tier, rules: Rules | None = None) -> tuple[Fact, ...]:
    """Another founded account."""
    association = AssociationId("association-" + account[-16:])
    kind = AssociationKind.FEDERATION
    return (
        Fact(
            account,
            LocalAccountOpened(association=association, association_kind=kind, tier=tier, opened=OPENED),
        ),
        Fact(
            account,
            AssociationFounded(
                statutes=SEAL,
                rules=rules or Rules(),
                attesting=(MemberToken("member-ana"), MemberToken("member-bia")),
                effective=OPENED,
            ),
        ),
    )


def network() -> tuple[Scenario, TwinningId]:
    """Two twinned villages, the federation of one of them, and the global fund; each has a member."""
    scenario = villages()
    scenario.given(*opened(ISLANDS, Tier.FEDERATION), *opened(FUND, Tier.GLOBAL))
    for account, member in MEMBERS.items():
        scenario.given(Fact(account, MemberEnrolled(member=member, effective=OPENED)))
    return scenario, twinned(scenario)


def calling(twinning: TwinningId, addressee: AccountId = ISLANDS) -> CallOnFund:
    """Half of a press is there, the other half is asked for."""
    return CallOnFund(
        twinning=twinning,
        addressee=addressee,
        beneficiaries=14,
        costs=(Sum("CVE", 200_000_00), Sum("work:minute", 600)),
        own=(Sum("CVE", 50_000_00), Sum("work:minute", 600)),
        other=(Sum("CVE", 50_000_00),),
        requested=(Sum("CVE", 100_000_00),),
    )


def decided(measure: CallOnFund | LiftEarmark, proposal: ProposalId = PROPOSAL) -> tuple[Fact, Fact]:
    """The asking side's body accepted it finally."""
    where = stream_of(CALDEIRAS, proposal)
    drafted = ProposalDrafted(proposer=MEMBERS[CALDEIRAS], measure=measure, paper=SEAL, seal=SEAL)
    accepted = ProposalAccepted(round=RoundId("round-one"), decided=date(2026, 2, 20), rules_version=1)
    return Fact(where, drafted), Fact(where, accepted)


def made(addressee: AccountId = ISLANDS) -> tuple[Scenario, CallId]:
    """The call is made; its message to the twin is under way."""
    scenario, twinning = network()
    scenario.given(*decided(calling(twinning, addressee)))
    return scenario, CallId(scenario.done(MakeCall(account=CALDEIRAS, proposal=PROPOSAL)))


def opined(addressee: AccountId = ISLANDS) -> tuple[Scenario, CallId]:
    """The twin has given its opinion."""
    scenario, call = made(addressee)
    scenario.delivered()
    scenario.done(opinion(call))
    scenario.delivered()
    return scenario, call


def sent(addressee: AccountId = ISLANDS) -> tuple[Scenario, CallId]:
    """The call lies with its addressee."""
    scenario, call = opined(addressee)
    scenario.done(SendCall(account=CALDEIRAS, call=call))
    scenario.delivered()
    return scenario, call


def opinion(call: CallId, kind: OpinionKind = OpinionKind.FAVOURABLE) -> GiveOpinion:
    """The twin's opinion."""
    return GiveOpinion(
        account=PLOUHA,
        call=call,
        opinion=kind,
        text="We saw the old press; it is past repair.",
        effective=date(2026, 2, 25),
    )


def at(scenario: Scenario, account: AccountId, call: CallId) -> Call:
    """The call as an account holds it."""
    state = scenario.state(stream_of(account, call), Call)
    assert isinstance(state, Call)
    return state


def meeting(call: CallId, account: AccountId = ISLANDS, **changes: object) -> DraftProposal:
    """A proposal to meet the call."""
    spend = SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        receiving_account=CALDEIRAS,
        beneficiaries=14,
        costs=(CostGiven("Half of the press", "CVE", "100000.00"),),
        requested=(LineGiven("CVE", UNRESTRICTED, "100000.00"),),
        call=call,
    )
    return DraftProposal(
        account=account,
        proposer=MEMBERS[account],
        need="The press of Caldeiras.",
        measure=msgspec.structs.replace(spend, **changes),
        pass_on_plan="Not able yet.",
    )


def admitted(scenario: Scenario, draft: DraftProposal) -> ProposalId:
    """A proposal that may go on a ballot."""
    proposal, account = ProposalId(scenario.done(draft)), draft.account
    scenario.done(StateInterests(account=account, proposal=proposal, proposer=draft.proposer))
    scenario.done(SubmitProposal(account=account, proposal=proposal, proposer=draft.proposer))
    scenario.done(AdmitProposal(account=account, proposal=proposal, version=1))
    return proposal


def drafted_round(
    scenario: Scenario, account: AccountId, *proposals: ProposalId, body: Body = Body.FEDERATION_ASSEMBLY
) -> RoundId:
    """A round on these, which is not open yet; by approval where there are several."""
    several = len(proposals) > 1
    draft = DraftRound(
        account=account,
        title="We decide.",
        ballot_type=BallotType.APPROVAL if several else BallotType.YES_NO_ABSTAIN,
        body=body,
        items=tuple(Item(f"p{number}", proposal) for number, proposal in enumerate(proposals)),
        budget=(LineGiven("CVE", UNRESTRICTED, "200000.00"),) if several else (),
        closes=datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    return RoundId(scenario.done(draft))


def on_ballot(
    scenario: Scenario, call: CallId, account: AccountId = ISLANDS, body: Body = Body.FEDERATION_ASSEMBLY
) -> tuple[ProposalId, RoundId]:
    """A round is open on a proposal to meet the call."""
    gift = ReceiveContribution(account=account, unit="CVE", amount="300000.00", giver=Giver(name="Emma"))
    scenario.done(gift)
    proposal = admitted(scenario, meeting(call, account))
    round_id = drafted_round(scenario, account, proposal, body=body)
    scenario.done(OpenRound(account=account, round=round_id))
    return proposal, round_id


def made_final(scenario: Scenario, round_id: RoundId, vote: str, account: AccountId = ISLANDS) -> None:
    """The one member votes, and the round becomes final."""
    elector = scenario.round_tokens[MEMBERS[account]]
    scenario.done(CastBallot(account=account, round=round_id, elector=elector, choices=(vote,)))
    scenario.at(datetime(2026, 3, 2, 13, tzinfo=UTC))
    scenario.done(CloseRound(account=account, round=round_id))
    scenario.done(CountRound(account=account, round=round_id))
    scenario.done(MakeRoundFinal(account=account, round=round_id))


def open_at(scenario: Scenario, account: AccountId) -> dict[Mark, OpenCall]:
    """The calls that wait for a decision there."""
    return dict(scenario.workspace.marks.group(open_calls_group(account), OpenCall))


def draft_call(twinning: TwinningId, **changes: object) -> DraftProposal:
    """A proposal of Caldeiras to call on the fund."""
    measure = CallOnFundGiven(
        twinning=twinning,
        addressee=ISLANDS,
        beneficiaries=14,
        costs=(CostGiven("A press", "CVE", "200000.00"),),
        own=(AmountGiven("CVE", "50000.00"),),
        other=(AmountGiven("CVE", "50000.00"),),
        requested=(AmountGiven("CVE", "100000.00"),),
    )
    return DraftProposal(
        account=CALDEIRAS,
        proposer=MEMBERS[CALDEIRAS],
        need="The press broke.",
        measure=msgspec.structs.replace(measure, **changes),
        pass_on_plan="A tenth of the first harvest.",
    )


def test_a_call_is_proposed_with_costs_and_what_is_asked_of_whom() -> None:
    """P5, P6"""
    scenario, twinning = network()
    scenario.when(draft_call(twinning))
    text = '{"costs":["A press"],"need":"The press broke.","pass_on_plan":"A tenth of the first harvest."}'
    kept_apart(scenario, text)
    event = scenario.recorded[0].event
    assert isinstance(event, ProposalDrafted)
    assert event.measure == CallOnFund(
        twinning=twinning,
        addressee=ISLANDS,
        beneficiaries=14,
        costs=(Sum("CVE", 200_000_00),),
        own=(Sum("CVE", 50_000_00),),
        other=(Sum("CVE", 50_000_00),),
        requested=(Sum("CVE", 100_000_00),),
    )


def test_own_other_and_requested_make_the_costs_of_a_call_in_each_unit() -> None:
    """P1, P5, L3"""
    scenario, twinning = network()
    short = draft_call(twinning, own=(AmountGiven("CVE", "49999.99"),))
    scenario.when(short).then_refused(CostsDoNotAddUp)
    other_unit = draft_call(twinning, own=(AmountGiven("EUR", "50000.00"),))
    scenario.when(other_unit).then_refused(CostsDoNotAddUp)
    scenario.when(draft_call(twinning, costs=())).then_refused(CostsMissing)
    scenario.when(draft_call(twinning, requested=())).then_refused(NothingRequested)
    scenario.when(draft_call(twinning, beneficiaries=0)).then_refused(BeneficiariesOutOfRange)


def test_a_call_states_its_pass_on_plan_be_it_not_able_yet() -> None:
    """P6"""
    scenario, twinning = network()
    silent = msgspec.structs.replace(draft_call(twinning), pass_on_plan=" ")
    scenario.when(silent).then_refused(PassOnPlanMissing)


def test_a_call_is_made_in_the_name_of_an_active_twinning() -> None:
    """P5, W6"""
    scenario, twinning = network()
    unknown = draft_call(TwinningId("twinning-0000000000000000"))
    scenario.when(unknown).then_refused(UnknownTwinning)
    scenario.given(*decided(calling(twinning)))
    scenario.done(SuspendTwinning(account=CALDEIRAS, twinning=twinning))
    scenario.when(draft_call(twinning)).then_refused(TwinningNotActive)
    scenario.when(MakeCall(account=CALDEIRAS, proposal=PROPOSAL)).then_refused(TwinningNotActive)
    scenario, call = opined()
    terms = at(scenario, CALDEIRAS, call).terms
    assert terms is not None
    scenario.done(SuspendTwinning(account=CALDEIRAS, twinning=terms.measure.twinning))
    scenario.when(SendCall(account=CALDEIRAS, call=call)).then_refused(TwinningNotActive)


def test_a_call_is_addressed_to_another_account() -> None:
    """P5"""
    scenario, twinning = network()
    scenario.when(draft_call(twinning, addressee=CALDEIRAS)).then_refused(AddresseeIsOwn)
    scenario.when(draft_call(twinning, addressee="The fund")).then_refused(AddresseeMissing)


def test_only_a_final_decision_makes_a_call_and_makes_it_once() -> None:
    """P5, A4, A5"""
    scenario, twinning = network()
    drafted, accepted = decided(calling(twinning))
    make = MakeCall(account=CALDEIRAS, proposal=PROPOSAL)
    scenario.given(drafted).when(make).then_refused(DecisionNotFinal)
    scenario.given(accepted).when(make).then_kinds("call-made", "proposal-execution-begun")
    scenario.when(make).then_refused(DecisionCarriedOut)
    lifting = ProposalId("proposal-0000000000000002")
    scenario.given(*decided(LiftEarmark(purpose=UNRESTRICTED, amount=Sum("EUR", 1)), lifting))
    scenario.when(MakeCall(account=CALDEIRAS, proposal=lifting)).then_refused(OtherMeasure)
    unfounded = Scenario().given(opened(CALDEIRAS, Tier.MICRO_LOCAL)[0])
    call = CallId("call-0000000000000000")
    for command in (
        make,
        SendCall(account=CALDEIRAS, call=call),
        WithdrawCall(account=CALDEIRAS, call=call),
        PassCallOn(account=CALDEIRAS, call=call, to=FUND),
        msgspec.structs.replace(opinion(call), account=CALDEIRAS),
    ):
        unfounded.when(command).then_refused(NotFounded)


def test_the_twin_gives_one_dated_opinion_that_travels_with_its_text() -> None:
    """P5"""
    scenario, call = made()
    scenario.when(opinion(call)).then_refused(UnknownCall)
    scenario.delivered()
    assert at(scenario, PLOUHA, call).opinion_asked
    blank = msgspec.structs.replace(opinion(call), text=" ")
    scenario.when(blank).then_refused(TextEmpty)
    scenario.when(opinion(call, OpinionKind.WITH_RESERVATIONS))
    kept_apart(scenario, "We saw the old press; it is past repair.")
    (arrived,) = scenario.outbox
    assert [paper.text for paper in arrived.papers] == ["We saw the old press; it is past repair."]
    scenario.delivered()
    told = at(scenario, CALDEIRAS, call).opinion
    assert told is not None
    assert (told.kind, told.effective) == (OpinionKind.WITH_RESERVATIONS, date(2026, 2, 25))
    scenario.when(opinion(call)).then_refused(OpinionNotAsked)


def test_nobody_but_the_twin_is_asked_and_heard() -> None:
    """P5"""
    scenario, call = made()
    scenario.delivered()
    foreign = msgspec.structs.replace(opinion(call), account=CALDEIRAS)
    scenario.when(foreign).then_refused(OpinionNotAsked)
    scenario.done(opinion(call))
    arrived = scenario.outbox.popleft()
    forged = msgspec.structs.replace(arrived, sender=ISLANDS)
    scenario.when(taken_in(forged), by=ISLANDS).then_refused(NotTheirsToSay)
    assert isinstance(arrived.message, CallOpinion)
    unsealed = msgspec.structs.replace(arrived.message.opinion, text="It is past repair.")
    message = msgspec.structs.replace(arrived.message, opinion=unsealed)
    scenario.when(taken_in(msgspec.structs.replace(arrived, message=message))).then_refused(CallUnreadable)


def test_a_call_is_sent_with_the_opinion_of_the_twin_and_not_before() -> None:
    """P5"""
    scenario, call = made()
    send = SendCall(account=CALDEIRAS, call=call)
    scenario.when(send).then_refused(OpinionMissing)
    scenario.delivered()
    scenario.when(msgspec.structs.replace(send, account=PLOUHA)).then_refused(CallNotOurs)
    scenario.done(opinion(call))
    scenario.delivered()
    scenario.done(send)
    assert {paper.seal for paper in scenario.outbox[0].papers} >= {at(scenario, PLOUHA, call).opinion.text}  # type: ignore[union-attr]
    scenario.delivered()
    assert at(scenario, ISLANDS, call).status is CallStatus.RECEIVED
    assert at(scenario, CALDEIRAS, call).lies_with == ISLANDS
    scenario.when(send).then_refused(CallNotAtThisStep)


def test_who_is_to_decide_sees_the_final_decision_and_the_opinion() -> None:
    """P5"""
    scenario, call = sent()
    received = at(scenario, ISLANDS, call)
    assert received.terms is not None
    assert (received.terms.proposal, received.terms.decided) == (PROPOSAL, date(2026, 2, 20))
    assert received.opinion == at(scenario, PLOUHA, call).opinion


@pytest.mark.parametrize(
    ("tier", "said", "accepts"),
    [
        (Tier.MICRO_LOCAL, None, False),
        (Tier.FEDERATION, None, True),
        (Tier.GLOBAL, None, True),
        (Tier.MICRO_LOCAL, True, True),
        (Tier.GLOBAL, False, False),
    ],
)
def test_an_account_takes_calls_as_its_rules_say_or_from_the_federation_upwards(
    tier: Tier, said: bool | None, accepts: bool
) -> None:
    """P5, A4"""
    there = AccountId("account-00000000000000zz")
    scenario, call = opined(there)
    rules = Rules() if said is None else Rules(accepts_calls=said)
    scenario.given(*opened(there, tier, rules))
    scenario.done(SendCall(account=CALDEIRAS, call=call))
    scenario.delivered()
    own = at(scenario, CALDEIRAS, call)
    assert at(scenario, there, call).status is (CallStatus.RECEIVED if accepts else CallStatus.REFUSED)
    assert own.status is (CallStatus.SENT if accepts else CallStatus.REFUSED)
    assert bool(open_at(scenario, there)) == accepts


def test_rules_changed_later_hold_for_later_calls() -> None:
    """A4, P5"""
    scenario, call = sent()
    changed = RulesChanged(version=2, rules=Rules(accepts_calls=False), decision=PROPOSAL)
    scenario.given(Fact(ISLANDS, changed))
    assert at(scenario, ISLANDS, call).status is CallStatus.RECEIVED


def test_a_call_is_granted_by_the_final_round_of_the_body_where_it_lies() -> None:
    """P5, B2"""
    scenario, call = sent()
    proposal, round_id = on_ballot(scenario, call)
    assert at(scenario, ISLANDS, call).status is CallStatus.ON_BALLOT
    made_final(scenario, round_id, "yes")
    assert "call-granted" in [fact.event.kind() for fact in scenario.recorded]
    scenario.delivered()
    own = at(scenario, CALDEIRAS, call)
    assert (own.status, own.proposal) == (CallStatus.GRANTED, proposal)
    assert open_at(scenario, ISLANDS) == {}


def test_a_call_is_refused_by_the_final_round_that_rejects_it() -> None:
    """P5, R10"""
    scenario, call = sent()
    _, round_id = on_ballot(scenario, call)
    made_final(scenario, round_id, "no")
    refused = scenario.recorded[-1].event
    assert getattr(refused, "ground", None) is Refusal.DECIDED
    scenario.delivered()
    assert at(scenario, CALDEIRAS, call).status is CallStatus.REFUSED
    assert at(scenario, ISLANDS, call).status is CallStatus.REFUSED


def annulled(scenario: Scenario, round_id: RoundId) -> Scenario:
    """The federation's auditor, to whom its rules give the say on objections, annuls a round."""
    annulment = AnnulRound(
        account=ISLANDS, round=round_id, reason="Nobody was called.", auditor=ISLANDS_AUDITOR
    )
    return scenario.when(annulment, by=ISLANDS_AUDITOR)


def with_an_auditor(scenario: Scenario) -> None:
    """Who may annul alone."""
    rules = Rules(accepts_calls=True, objection_body=ObjectionBody.AUDITOR)
    auditor = OfficerAppointed(office=Office.AUDITOR, member=ISLANDS_AUDITOR, effective=date(2026, 2, 1))
    scenario.given(
        Fact(ISLANDS, RulesChanged(version=2, rules=rules, decision=PROPOSAL)), Fact(ISLANDS, auditor)
    )


def test_a_call_waits_again_once_the_round_on_it_is_annulled() -> None:
    """P5, R8"""
    scenario, call = sent()
    with_an_auditor(scenario)
    _, round_id = on_ballot(scenario, call)
    annulled(scenario, round_id)
    scenario.then_kinds("round-annulled", "budget-awarded", "proposal-put-back", "call-put-back")
    found = at(scenario, ISLANDS, call)
    assert (found.status, found.proposal) == (CallStatus.RECEIVED, None)
    assert [waiting.on_ballot for waiting in open_at(scenario, ISLANDS).values()] == [False]
    scenario.done(PassCallOn(account=ISLANDS, call=call, to=FUND))


def test_a_call_that_was_withdrawn_meanwhile_waits_no_more() -> None:
    """P5, R8"""
    scenario, call = sent()
    with_an_auditor(scenario)
    _, round_id = on_ballot(scenario, call)
    scenario.done(WithdrawCall(account=CALDEIRAS, call=call))
    scenario.delivered()
    annulled(scenario, round_id)
    scenario.then_kinds("round-annulled", "budget-awarded", "proposal-put-back")
    assert at(scenario, ISLANDS, call).status is CallStatus.WITHDRAWN
    assert open_at(scenario, ISLANDS) == {}


def test_the_twin_itself_may_be_called_on_and_meets_the_call_as_the_twinned_area() -> None:
    """P5, P1"""
    scenario, call = opined(PLOUHA)
    scenario.given(Fact(PLOUHA, RulesChanged(version=2, rules=Rules(accepts_calls=True), decision=PROPOSAL)))
    scenario.done(SendCall(account=CALDEIRAS, call=call))
    scenario.delivered()
    received = at(scenario, PLOUHA, call)
    assert received.status is CallStatus.RECEIVED
    assert received.terms is not None
    draft = meeting(
        call,
        PLOUHA,
        destination=Destination.TWINNED_AREA,
        receiving_account=None,
        twinning=received.terms.measure.twinning,
    )
    scenario.when(draft).then_kinds("proposal-drafted")


def test_a_proposal_meets_a_call_by_giving_to_who_asks() -> None:
    """P5, P1"""
    scenario, call = sent()
    scenario.when(meeting(call, receiving_account=PLOUHA)).then_refused(CallNotAnswered)
    scenario.when(meeting(CallId("call-0000000000000000"))).then_refused(CallNotOpen)
    scenario.when(meeting(call)).then_kinds("proposal-drafted")
    measure = scenario.recorded[0].event.measure  # type: ignore[attr-defined]
    assert isinstance(measure, Spend)
    assert measure.call == call


def test_a_call_is_decided_once() -> None:
    """P5"""
    scenario, call = sent()
    gift = ReceiveContribution(account=ISLANDS, unit="CVE", amount="900000.00", giver=Giver(name="Emma"))
    scenario.done(gift)
    one, other, third = (admitted(scenario, meeting(call)) for _ in range(3))
    both = drafted_round(scenario, ISLANDS, one, other)
    scenario.when(OpenRound(account=ISLANDS, round=both)).then_refused(CallTwice)
    scenario.done(OpenRound(account=ISLANDS, round=drafted_round(scenario, ISLANDS, one)))
    late = drafted_round(scenario, ISLANDS, third)
    scenario.when(OpenRound(account=ISLANDS, round=late)).then_refused(CallNotOpen)
    scenario.when(meeting(call)).then_refused(CallNotOpen)
    passing = PassCallOn(account=ISLANDS, call=call, to=FUND)
    scenario.when(passing).then_refused(CallNotOpen)


def test_a_call_on_the_fund_is_asked_as_yes_or_no() -> None:
    """P5, R1"""
    scenario, twinning = network()
    one, other = (admitted(scenario, draft_call(twinning)) for _ in range(2))
    approval = drafted_round(scenario, CALDEIRAS, one, other, body=Body.GENERAL_ASSEMBLY)
    scenario.when(OpenRound(account=CALDEIRAS, round=approval)).then_refused(OptionSpendsNothing)
    yes_no = drafted_round(scenario, CALDEIRAS, one, body=Body.GENERAL_ASSEMBLY)
    scenario.when(OpenRound(account=CALDEIRAS, round=yes_no)).then_kinds(
        "round-opened", "proposal-put-on-ballot"
    )


def test_no_round_opens_on_a_call_in_the_name_of_a_suspended_twinning() -> None:
    """P5, W6"""
    scenario, twinning = network()
    proposal = admitted(scenario, draft_call(twinning))
    yes_no = drafted_round(scenario, CALDEIRAS, proposal, body=Body.GENERAL_ASSEMBLY)
    scenario.done(SuspendTwinning(account=CALDEIRAS, twinning=twinning))
    scenario.when(OpenRound(account=CALDEIRAS, round=yes_no)).then_refused(TwinningNotActive)


def test_a_call_is_passed_up_the_tiers_and_the_asking_side_knows_where_it_lies() -> None:
    """P5"""
    there = AccountId("account-0000000000000vv1")
    scenario, call = opined(there)
    scenario.given(*opened(there, Tier.MICRO_LOCAL, Rules(accepts_calls=True)))
    scenario.done(SendCall(account=CALDEIRAS, call=call))
    scenario.delivered()
    for below, above in ((there, ISLANDS), (ISLANDS, FUND)):
        scenario.done(PassCallOn(account=below, call=call, to=above))
        scenario.delivered()
        assert at(scenario, CALDEIRAS, call).lies_with == above
        assert at(scenario, below, call).status is CallStatus.PASSED_ON
    assert at(scenario, FUND, call).trail == (there, ISLANDS)
    scenario.when(PassCallOn(account=FUND, call=call, to=PLOUHA)).then_refused(NobodyAbove)
    proposal, round_id = on_ballot(scenario, call, FUND, Body.STEERING_COMMITTEE)
    made_final(scenario, round_id, "yes", FUND)
    scenario.delivered()
    own = at(scenario, CALDEIRAS, call)
    assert (own.status, own.proposal) == (CallStatus.GRANTED, proposal)


def test_a_call_is_passed_to_an_account_that_has_not_seen_it() -> None:
    """P5"""
    scenario, call = sent()
    for seen in (CALDEIRAS, ISLANDS):
        scenario.when(PassCallOn(account=ISLANDS, call=call, to=seen)).then_refused(CallWasThere)
    nowhere = PassCallOn(account=ISLANDS, call=call, to=AccountId("The fund"))
    scenario.when(nowhere).then_refused(AddresseeMissing)


def test_a_call_is_taken_back_before_it_is_decided_and_not_after() -> None:
    """P5"""
    scenario, call = sent()
    withdraw = WithdrawCall(account=CALDEIRAS, call=call)
    scenario.when(msgspec.structs.replace(withdraw, account=ISLANDS)).then_refused(CallNotOurs)
    scenario.done(withdraw)
    scenario.delivered()
    assert at(scenario, ISLANDS, call).status is CallStatus.WITHDRAWN
    assert open_at(scenario, ISLANDS) == {}
    scenario.when(meeting(call)).then_refused(CallNotOpen)
    scenario.when(withdraw).then_refused(CallNotAtThisStep)


def test_a_twin_is_no_longer_asked_once_the_call_is_taken_back() -> None:
    """P5"""
    scenario, call = made()
    scenario.delivered()
    scenario.done(WithdrawCall(account=CALDEIRAS, call=call))
    scenario.delivered()
    scenario.when(opinion(call)).then_refused(OpinionNotAsked)


def test_what_was_decided_first_where_the_call_lies_holds_on_both_sides() -> None:
    """P5"""
    for decided_first in (True, False):
        scenario, call = sent()
        _, round_id = on_ballot(scenario, call)
        scenario.done(WithdrawCall(account=CALDEIRAS, call=call))
        if not decided_first:
            scenario.delivered()
        made_final(scenario, round_id, "yes")
        scenario.delivered()
        expected = CallStatus.GRANTED if decided_first else CallStatus.WITHDRAWN
        assert at(scenario, CALDEIRAS, call).status is expected
        assert at(scenario, ISLANDS, call).status is expected


def test_a_call_that_says_what_no_call_says_is_not_taken_in() -> None:
    """P5, L3"""
    scenario, call = opined()
    scenario.done(SendCall(account=CALDEIRAS, call=call))
    arrived = scenario.outbox.popleft()
    message = arrived.message
    assert isinstance(message, CallSubmission)
    terms, measure = message.terms, message.terms.measure

    def told(**changes: object) -> Arrived:
        return msgspec.structs.replace(arrived, message=msgspec.structs.replace(message, **changes))

    def asking(**changes: object) -> Arrived:
        return told(terms=msgspec.structs.replace(terms, measure=msgspec.structs.replace(measure, **changes)))

    for unreadable in (
        told(call="call-of-somebody"),
        told(terms=msgspec.structs.replace(terms, paper="The press broke.")),
        told(terms=msgspec.structs.replace(terms, twin="Plouha")),
        told(opinion=msgspec.structs.replace(message.opinion, text="It is past repair.")),
        told(trail=(ISLANDS,)),
        told(trail=("account-of-somebody",)),
        asking(requested=()),
        asking(requested=(Sum("CVE", 1),)),
        asking(costs=(Sum("CVE", -1),), own=(), other=(), requested=(Sum("CVE", -1),)),
        asking(costs=(Sum("goats", 1),), own=(), other=(), requested=(Sum("goats", 1),)),
        asking(costs=(Sum("CVE", 2**70),), own=(), other=(), requested=(Sum("CVE", 2**70),)),
        asking(beneficiaries=0),
    ):
        scenario.when(taken_in(unreadable), by=CALDEIRAS).then_refused(CallUnreadable)
    forged = msgspec.structs.replace(arrived, sender=PLOUHA)
    scenario.when(taken_in(forged), by=PLOUHA).then_refused(NotTheirsToSay)
    scenario.when(taken_in(arrived), by=CALDEIRAS).then_kinds("call-received")
    scenario.when(taken_in(arrived), by=CALDEIRAS).then()
    scenario.when(taken_in(forged), by=PLOUHA).then_refused(NotTheirsToSay)


def test_only_whoever_a_call_lies_with_answers_it() -> None:
    """P5"""
    scenario, call = sent()
    _, round_id = on_ballot(scenario, call)
    made_final(scenario, round_id, "yes")
    arrived = scenario.outbox.popleft()
    forged = msgspec.structs.replace(arrived, sender=PLOUHA)
    scenario.when(taken_in(forged), by=PLOUHA).then_refused(NotTheirsToSay)


def test_an_answer_that_says_what_no_answer_says_is_not_taken_in() -> None:
    """P5"""
    scenario, call = sent()

    def told(message: Message) -> None:
        arrived = Arrived(sender=ISLANDS, to=CALDEIRAS, message=message)
        scenario.when(taken_in(arrived), by=ISLANDS).then_refused(CallUnreadable)

    told(CallGranting(call=call, proposal=ProposalId("ours"), effective=OPENED))
    told(CallPassing(call=call, to=AccountId("The fund")))
    told(CallPassing(call=call, to=CALDEIRAS))
    told(CallPassing(call=call, to=ISLANDS))
    told(CallPassing(call=CallId("call-of-somebody"), to=FUND))


def test_only_the_asking_side_takes_a_call_back_and_asks_its_own_twin() -> None:
    """P5"""
    scenario, call = sent()
    withdrawal = Arrived(sender=PLOUHA, to=ISLANDS, message=CallWithdrawal(call=call))
    scenario.when(taken_in(withdrawal), by=PLOUHA).then_refused(NotTheirsToSay)
    terms = at(scenario, ISLANDS, call).terms
    assert terms is not None
    other = CallId("call-000000000000000x")
    asked = CallForOpinion(call=other, terms=msgspec.structs.replace(terms, asking=ISLANDS))
    foreign = Arrived(sender=ISLANDS, to=PLOUHA, message=asked)
    scenario.when(taken_in(foreign), by=ISLANDS).then_refused(NotTheirsToSay)


def test_no_message_about_a_call_is_taken_in_by_an_account_that_is_not_there() -> None:
    """P5"""
    scenario, call = opined(AccountId("account-00000000000000zz"))
    scenario.done(SendCall(account=CALDEIRAS, call=call))
    scenario.when(taken_in(scenario.outbox.popleft()), by=CALDEIRAS).then_refused(UnknownAccount)
    scenario.done(WithdrawCall(account=CALDEIRAS, call=call))
    scenario.when(taken_in(scenario.outbox.popleft()), by=CALDEIRAS).then_refused(UnknownAccount)


def test_no_call_is_found_under_the_id_of_something_else() -> None:
    """P5"""
    scenario, _ = sent()
    for other in ("proposal-0000000000000001", "call-x/y", "x"):
        scenario.when(SendCall(account=CALDEIRAS, call=CallId(other))).then_refused(UnknownCall)


def delivered_in_any_order(scenario: Scenario, draws: Iterable[int]) -> None:
    """Messages overtake each other, and half of them come twice."""
    for draw in draws:
        if scenario.outbox:
            scenario.outbox.rotate(draw)
            arrived = scenario.outbox.popleft()
            scenario.done(taken_in(arrived), by=arrived.sender)
            if draw % 2:
                scenario.done(taken_in(arrived), by=arrived.sender)
    scenario.delivered()


@given(st.lists(st.integers(0, 7), max_size=12), st.integers(0, 4), st.booleans())
def test_however_messages_come_both_sides_agree_in_the_end(
    draws: list[int], withdrawn_at: int, passed: bool
) -> None:
    """P5"""
    scenario, call = opined()
    steps = [
        SendCall(account=CALDEIRAS, call=call),
        PassCallOn(account=ISLANDS, call=call, to=FUND) if passed else None,
    ]
    for number, step in enumerate(steps):
        if number == withdrawn_at:
            scenario.when(WithdrawCall(account=CALDEIRAS, call=call))
        if step is not None:
            scenario.when(step)
        delivered_in_any_order(scenario, draws[number::3])
    where = FUND if passed and withdrawn_at > 1 else ISLANDS
    if withdrawn_at >= len(steps):
        body = Body.STEERING_COMMITTEE if where is FUND else Body.FEDERATION_ASSEMBLY
        _, round_id = on_ballot(scenario, call, where, body)
        if withdrawn_at == len(steps):
            scenario.done(WithdrawCall(account=CALDEIRAS, call=call))
        made_final(scenario, round_id, "yes", where)
    delivered_in_any_order(scenario, draws[2::3])
    own = at(scenario, CALDEIRAS, call)
    if own.status is CallStatus.GRANTED:
        assert at(scenario, own.lies_with, call).status is CallStatus.GRANTED
    else:
        assert own.status is CallStatus.WITHDRAWN
        assert not open_at(scenario, ISLANDS)
        assert not open_at(scenario, FUND)


def test_an_open_call_is_kept_until_it_is_answered() -> None:
    """P5"""
    scenario, call = sent()
    assert open_at(scenario, ISLANDS) == {open_call_mark(ISLANDS, call): OpenCall(CALDEIRAS)}
    _, round_id = on_ballot(scenario, call)
    assert open_at(scenario, ISLANDS) == {open_call_mark(ISLANDS, call): OpenCall(CALDEIRAS, on_ballot=True)}
    made_final(scenario, round_id, "no")
    assert open_at(scenario, ISLANDS) == {}
