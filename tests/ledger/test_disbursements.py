"""Disbursements: from the authorisation under a final decision to evidence, failure, return or cancellation."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec
import pytest

from ledger.accounts.events import (
    Award,
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    PaymentBooked,
    PaymentRestored,
    PurposeDeclared,
    PurposeKind,
)
from ledger.accounts.refusals import NotFounded, OfficesIncomplete, PurposeInShortfall, UnknownAccount
from ledger.accounts.state import Account, Destination, Line
from ledger.associations.events import (
    AssociationFounded,
    LocalAccountOpened,
    MemberEnrolled,
    MemberLeft,
    OfficerAppointed,
    OfficeVacated,
)
from ledger.associations.refusals import UnknownMember
from ledger.associations.rules import AssociationKind, Office, Rules, Tier
from ledger.command import Fact, Paper, Person, Reference
from ledger.contributions.events import ContributionReceived, ContributionReversed
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.contributions.state import reference_is
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    CancelDisbursement,
    EvidenceDisbursement,
    FailDisbursement,
    PartyGiven,
    ReturnDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.events import (
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementFailed,
    DisbursementReturned,
    DisbursementSent,
    DisbursementSettled,
    DisbursementSignedOff,
)
from ledger.disbursements.look import DisbursementCommand
from ledger.disbursements.refusals import (
    AcknowledgementMissing,
    AlreadySignedOff,
    AttestingIsPayee,
    AttestingNotMember,
    BeyondDecision,
    DateBeforeDecision,
    DateBeforeSending,
    DecisionSpendsNothing,
    DecisionStillOpen,
    GoodsHaveNoReference,
    MemberIsAPerson,
    NotASignatory,
    NothingDecided,
    OfficeSignedOff,
    PartyUnclear,
    PartyUnknown,
    PurposeNotDecided,
    ReservationMissing,
    SettlementUnclear,
    SignerBecameAuditor,
    SignerBecameInterested,
    SignerHasInterest,
    SignerIsPayee,
    SignerIsProposer,
    SignOffsMissing,
    StatusForbids,
    TrancheMalformed,
    TrancheTaken,
    UnknownDisbursement,
)
from ledger.disbursements.state import Disbursement, DisbursementStatus, Party, PartyKind
from ledger.event import Event
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    ContributionId,
    DisbursementId,
    MemberToken,
    PartyToken,
    ProposalId,
    PurposeId,
    RoundId,
    Seal,
    stream_of,
)
from ledger.proposals.commands import CloseProposal, DeclareInterest
from ledger.proposals.events import (
    InterestDeclared,
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
from ledger.proposals.measure import Appoint, Measure, Spend, Sum
from ledger.proposals.refusals import UnknownProposal
from ledger.proposals.state import Proposal, ProposalStatus
from ledger.refusals import (
    AmountMalformed,
    AmountNotPositive,
    AmountTooLarge,
    DateBeforeAccount,
    DateInFuture,
    TextEmpty,
    TextTooLong,
    TextUnreadable,
    TooManyDigits,
    UnknownUnit,
)
from tests.scenario import SECRET, Scenario

Step = Callable[..., DisbursementCommand]
"""Makes a command about the disbursement with this id."""

CALDEIRAS = AccountId("account-caldeiras0000000")
TREASURER = MemberToken("member-00000000000000tr")
SIGNATORY = MemberToken("member-00000000000000si")
AUDITOR = MemberToken("member-00000000000000au")
ANA = MemberToken("member-0000000000000ana")
RUI = MemberToken("member-0000000000000rui")
WINE = ProposalId("proposal-00000000000wine")
ROUND = RoundId("round-0000000000000001")
SCHOOL = PurposeId("purpose-0000000000scho")
GIFT = ContributionId("contribution-00000gift1")
SEAL = Seal("5ea1" * 16)
OPENED = date(2026, 1, 1)
DECIDED = date(2026, 2, 1)
LINE = Line("EUR", UNRESTRICTED, 600_00)
SPEND = Spend(
    destination=Destination.DISADVANTAGED_AT_HOME,
    criterion="income",
    beneficiaries=12,
    costs=(Sum("EUR", 600_00),),
    requested=(LINE,),
)
COOPER = PartyGiven(kind=PartyKind.COMPANY, name="Tanoaria de Santo Antão", contact="+238 555 01 02")
WOMEN = PartyGiven(kind=PartyKind.ASSOCIATION, name="Mulheres das Caldeiras")


def given(*events: Event, part: str = "", account: AccountId = CALDEIRAS) -> list[Fact]:
    """Facts of the account's stream, or of one of its parts."""
    return [Fact(stream_of(account, part), event) for event in events]


def founded() -> Scenario:
    """A founded association with five members, three officers and a gift of 1,000 euros."""
    return Scenario().given(
        *given(
            LocalAccountOpened(
                association=AssociationId("association-1"),
                association_kind=AssociationKind.RESIDENTS,
                tier=Tier.MICRO_LOCAL,
                opened=OPENED,
            ),
            AssociationFounded(statutes=SEAL, rules=Rules(), attesting=(ANA, RUI), effective=OPENED),
            *(MemberEnrolled(member=m, effective=OPENED) for m in (TREASURER, SIGNATORY, AUDITOR, ANA, RUI)),
            OfficerAppointed(office=Office.TREASURER, member=TREASURER, effective=OPENED),
            OfficerAppointed(office=Office.SECOND_SIGNATORY, member=SIGNATORY, effective=OPENED),
            OfficerAppointed(office=Office.AUDITOR, member=AUDITOR, effective=OPENED),
            PurposeDeclared(purpose=SCHOOL, purpose_kind=PurposeKind.THEME, description=SEAL),
            ContributionReceived(
                contribution=GIFT,
                giver=PartyToken("giver-1"),
                unit="EUR",
                amount_minor=1000_00,
                effective=OPENED,
            ),
        )
    )


def on_ballot(measure: Measure = SPEND, proposer: MemberToken = ANA) -> Scenario:
    """Ana's proposal is on the ballot of an open round, and its costs are reserved."""
    scenario = founded()
    scenario.given(
        *given(
            ProposalDrafted(proposer=proposer, measure=measure, paper=SEAL, seal=SEAL),
            ProposalSubmitted(version=1),
            ProposalAdmitted(version=1),
            ProposalPutOnBallot(round=ROUND, version=1),
            part=WINE,
        )
    )
    return scenario.given(*given(BudgetReserved(round=ROUND, lines=(LINE,))))


def accepted(measure: Measure = SPEND, proposer: MemberToken = ANA) -> Scenario:
    """The round is final, and gives the proposal 600 euros."""
    award = Award(WINE, Destination.DISADVANTAGED_AT_HOME, (LINE,))
    scenario = on_ballot(measure, proposer)
    scenario.given(*given(BudgetAwarded(round=ROUND, awards=(award,), freed=())))
    return scenario.given(*given(ProposalAccepted(round=ROUND, decided=DECIDED), part=WINE))


def authorise(
    amount: str = "400.00",
    *,
    tranche: int = 1,
    unit: str = "EUR",
    purpose: PurposeId = UNRESTRICTED,
    payee: PartyGiven = COOPER,
    beneficiary: PartyGiven | None = WOMEN,
    proposal: ProposalId = WINE,
    account: AccountId = CALDEIRAS,
) -> AuthoriseDisbursement:
    """A payment to the cooper for the women's association."""
    return AuthoriseDisbursement(
        account=account,
        proposal=proposal,
        tranche=tranche,
        unit=unit,
        purpose=purpose,
        amount=amount,
        payee=payee,
        beneficiary=beneficiary,
    )


def sign(disbursement: str) -> SignOffDisbursement:
    """A sign-off by whoever acts."""
    return SignOffDisbursement(account=CALDEIRAS, disbursement=DisbursementId(disbursement))


def send(disbursement: str, effective: date | None = None) -> SendDisbursement:
    """The money leaves."""
    return SendDisbursement(account=CALDEIRAS, disbursement=DisbursementId(disbursement), effective=effective)


def settle(
    disbursement: str,
    reference: str | None = "BCA 2026-0311 7",
    attesting: MemberToken | None = None,
    effective: date | None = None,
) -> SettleDisbursement:
    """The bank's line arrived, unless said otherwise."""
    return SettleDisbursement(
        account=CALDEIRAS,
        disbursement=DisbursementId(disbursement),
        reference=reference,
        attesting=attesting,
        effective=effective,
    )


def acknowledge(disbursement: str, effective: date | None = None) -> AcknowledgeDisbursement:
    """The beneficiary's word."""
    return AcknowledgeDisbursement(
        account=CALDEIRAS,
        disbursement=DisbursementId(disbursement),
        acknowledgement="The barrels are here.",
        effective=effective,
    )


def evidence(disbursement: str, effective: date | None = None) -> EvidenceDisbursement:
    """What was done with it."""
    return EvidenceDisbursement(
        account=CALDEIRAS,
        disbursement=DisbursementId(disbursement),
        evidence="Invoice 12, and a photograph of the barrels.",
        effective=effective,
    )


def fail(disbursement: str, effective: date | None = None) -> FailDisbursement:
    """The bank could not deliver it."""
    return FailDisbursement(
        account=CALDEIRAS,
        disbursement=DisbursementId(disbursement),
        reason="The bank does not know the cooper's number.",
        effective=effective,
    )


def give_back(disbursement: str, effective: date | None = None) -> ReturnDisbursement:
    """The payee sent it back."""
    return ReturnDisbursement(
        account=CALDEIRAS,
        disbursement=DisbursementId(disbursement),
        reason="The cooper has no oak this year.",
        effective=effective,
    )


def cancel(disbursement: str) -> CancelDisbursement:
    """It will not be sent."""
    return CancelDisbursement(
        account=CALDEIRAS, disbursement=DisbursementId(disbursement), reason="The barrels were given to us."
    )


def signed_off(scenario: Scenario, tranche: int = 1, amount: str = "400.00") -> str:
    """A payment that both signatories approved."""
    disbursement = scenario.done(authorise(amount, tranche=tranche))
    scenario.done(sign(disbursement), by=TREASURER)
    scenario.done(sign(disbursement), by=SIGNATORY)
    return disbursement


def sent(scenario: Scenario, tranche: int = 1, amount: str = "400.00") -> str:
    """A payment that left on 20 February."""
    disbursement = signed_off(scenario, tranche, amount)
    return scenario.done(send(disbursement, date(2026, 2, 20)))


def disbursement_in(scenario: Scenario, disbursement: str) -> Disbursement:
    """What a disbursement remembers."""
    state = scenario.state(stream_of(CALDEIRAS, disbursement), Disbursement)
    assert isinstance(state, Disbursement)
    return state


def sums(scenario: Scenario) -> tuple[int, int, int]:
    """Available, reserved and paid of the unrestricted euros, in cents."""
    account = scenario.state(CALDEIRAS, Account)
    totals = [
        t for (unit, purpose, _), t in account.totals.items() if (unit, purpose) == ("EUR", UNRESTRICTED)
    ]
    return (
        account.available("EUR", UNRESTRICTED),
        sum(t.reserved for t in totals),
        sum(t.paid for t in totals),
    )


# Authorising


def test_a_final_decision_authorises_a_payment_that_names_payee_and_beneficiary() -> None:
    """B1, B2"""
    scenario = accepted().when(authorise(), by=TREASURER)
    assert scenario.created is not None
    people = [outcome for outcome in scenario.outcomes if isinstance(outcome, Person)]
    payee, beneficiary = people
    assert payee.token.startswith("payee-")
    assert beneficiary.token.startswith("beneficiary-")
    assert (payee.name, payee.contact, payee.public) == (COOPER.name, COOPER.contact, True)
    scenario.then(
        DisbursementAuthorised(
            proposal=WINE,
            destination=Destination.DISADVANTAGED_AT_HOME,
            tranche=1,
            line=Line("EUR", UNRESTRICTED, 400_00),
            payee=Party(PartyKind.COMPANY, PartyToken(payee.token)),
            beneficiary=Party(PartyKind.ASSOCIATION, PartyToken(beneficiary.token)),
        ),
        ProposalExecutionBegun(),
    )
    assert [fact.stream for fact in scenario.recorded] == [
        f"{CALDEIRAS}/{scenario.created}",
        f"{CALDEIRAS}/{WINE}",
    ]
    assert scenario.state(stream_of(CALDEIRAS, WINE), Proposal).status is ProposalStatus.EXECUTING
    assert sums(scenario) == (400_00, 600_00, 0)


def test_a_second_payment_under_a_decision_does_not_begin_its_execution_again() -> None:
    """B1"""
    scenario = accepted()
    scenario.done(authorise(tranche=1))
    scenario.when(authorise("200.00", tranche=2)).then_kinds("disbursement-authorised")


def test_no_payment_before_its_round_is_final() -> None:
    """B2"""
    on_ballot().when(authorise()).then_refused(DecisionStillOpen)


@pytest.mark.parametrize(
    "later",
    [
        (ProposalRejected(round=ROUND),),
        (ProposalWithdrawn(),),
        (ProposalAccepted(round=ROUND), ProposalReported(report=SEAL)),
        (ProposalAccepted(round=ROUND), ProposalReported(report=SEAL), ProposalClosed()),
    ],
    ids=lambda events: events[-1].kind(),
)
def test_a_proposal_that_is_not_accepted_or_is_done_with_authorises_nothing(later: tuple[Event, ...]) -> None:
    """B1"""
    scenario = on_ballot().given(*given(*later, part=WINE))
    scenario.when(authorise()).then_refused(NothingDecided)


def test_a_draft_authorises_nothing() -> None:
    """B1"""
    drafted = ProposalDrafted(proposer=ANA, measure=SPEND, paper=SEAL, seal=SEAL)
    founded().given(*given(drafted, part=WINE)).when(authorise()).then_refused(NothingDecided)


def test_a_decision_to_appoint_somebody_pays_nobody() -> None:
    """B1"""
    appoint = Appoint(office=Office.AUDITOR, member=RUI)
    accepted(appoint).when(authorise()).then_refused(DecisionSpendsNothing)


def test_a_payment_names_a_proposal_of_its_account() -> None:
    """B1, P2"""
    for proposal in ("proposal-000000000000none", "round-0000000000000001", "proposal", "", f"{WINE}/x"):
        accepted().when(authorise(proposal=ProposalId(proposal))).then_refused(UnknownProposal)


def test_a_payment_needs_a_founded_association() -> None:
    """A5, B1"""
    other = AccountId("account-0000000000other")
    scenario = accepted()
    scenario.when(authorise(account=other)).then_refused(UnknownAccount)
    opened = LocalAccountOpened(
        association=AssociationId("association-2"),
        association_kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
        opened=OPENED,
    )
    scenario.given(*given(opened, account=other)).when(authorise(account=other)).then_refused(NotFounded)


def test_payments_never_exceed_what_remains_of_their_decision() -> None:
    """B1, L2"""
    scenario = accepted()
    scenario.when(authorise("600.01")).then_refused(BeyondDecision)
    scenario.done(authorise("400.00", tranche=1))
    scenario.when(authorise("200.01", tranche=2)).then_refused(BeyondDecision)
    assert scenario.refusal is not None
    assert scenario.refusal.about == {"left": "200.00", "unit": "EUR"}
    scenario.done(authorise("200.00", tranche=2))
    scenario.when(authorise("0.01", tranche=3)).then_refused(BeyondDecision)


@pytest.mark.parametrize(("unit", "purpose"), [("EUR", SCHOOL), ("CVE", UNRESTRICTED)])
def test_a_payment_comes_from_a_unit_and_purpose_that_its_decision_names(
    unit: str, purpose: PurposeId
) -> None:
    """B1, L3, L5"""
    accepted().when(authorise("1", unit=unit, purpose=purpose)).then_refused(PurposeNotDecided)


@pytest.mark.parametrize(
    ("amount", "unit", "refusal"),
    [
        ("0", "EUR", AmountNotPositive),
        ("-1", "EUR", AmountNotPositive),
        ("1e3", "EUR", AmountMalformed),
        ("NaN", "EUR", AmountMalformed),
        ("1.001", "EUR", TooManyDigits),
        ("92233720368547758.08", "EUR", AmountTooLarge),
        ("1", "XYZ", UnknownUnit),
    ],
)
def test_an_amount_that_cannot_be_read_is_not_authorised(amount: str, unit: str, refusal: type) -> None:
    """L3, L4"""
    accepted().when(authorise(amount, unit=unit)).then_refused(refusal)


def test_one_tranche_of_a_decision_is_not_authorised_twice() -> None:
    """B4"""
    scenario = accepted()
    scenario.done(authorise("100.00", tranche=1))
    scenario.when(authorise("100.00", tranche=1)).then_refused(TrancheTaken)
    assert scenario.refusal is not None
    assert scenario.refusal.about == {"tranche": 1}


@pytest.mark.parametrize("tranche", [0, -1, 10_000, 2**63])
def test_tranches_are_numbered_from_one(tranche: int) -> None:
    """B4"""
    accepted().when(authorise(tranche=tranche)).then_refused(TrancheMalformed)


def test_a_purpose_in_shortfall_authorises_nothing_until_it_is_covered() -> None:
    """L2"""
    scenario = accepted()
    lost = ContributionReversed(
        contribution=GIFT,
        purpose=UNRESTRICTED,
        unit="EUR",
        amount_minor=1000_00,
        reason=SEAL,
        effective=OPENED,
    )
    scenario.given(*given(lost)).when(authorise()).then_refused(PurposeInShortfall)
    cover = ContributionReceived(
        contribution=ContributionId("contribution-00000gift2"),
        giver=PartyToken("giver-2"),
        unit="EUR",
        amount_minor=600_00,
        effective=OPENED,
    )
    scenario.given(*given(cover)).done(authorise())


def test_a_member_who_is_paid_keeps_the_members_token() -> None:
    """B1"""
    rui = PartyGiven(kind=PartyKind.PERSON, member=RUI)
    scenario = accepted().when(authorise(payee=rui, beneficiary=None))
    event = scenario.recorded[0].event
    assert isinstance(event, DisbursementAuthorised)
    assert event.payee == event.beneficiary == Party(PartyKind.PERSON, RUI)
    assert not [outcome for outcome in scenario.outcomes if isinstance(outcome, Person)]


def test_a_payee_named_as_member_is_one() -> None:
    """M1"""
    nobody = PartyGiven(kind=PartyKind.PERSON, member=MemberToken("member-000000000nobody0"))
    accepted().when(authorise(payee=nobody)).then_refused(UnknownMember)
    accepted().when(authorise(beneficiary=nobody)).then_refused(UnknownMember)


def test_who_is_paid_and_benefits_alike_is_one_person() -> None:
    """B1"""
    scenario = accepted().when(authorise(payee=WOMEN, beneficiary=WOMEN))
    event = scenario.recorded[0].event
    assert isinstance(event, DisbursementAuthorised)
    assert event.payee == event.beneficiary
    assert len([outcome for outcome in scenario.outcomes if isinstance(outcome, Person)]) == 1


def test_an_earlier_payee_is_named_again_by_token() -> None:
    """PartyUnknown"""
    scenario = accepted()
    scenario.when(authorise("100.00", tranche=1))
    first = scenario.recorded[0].event
    assert isinstance(first, DisbursementAuthorised)
    again = PartyGiven(kind=PartyKind.COMPANY, token=PartyToken(first.payee.token))
    scenario.when(authorise("100.00", tranche=2, payee=again, beneficiary=again))
    second = scenario.recorded[0].event
    assert isinstance(second, DisbursementAuthorised)
    assert second.payee == second.beneficiary == first.payee
    as_person = msgspec.structs.replace(again, kind=PartyKind.PERSON)
    scenario.when(authorise("100.00", tranche=3, payee=as_person)).then_refused(PartyUnknown)
    unknown = PartyGiven(kind=PartyKind.COMPANY, token=PartyToken("payee-0000000000000000"))
    scenario.when(authorise("100.00", tranche=3, payee=unknown)).then_refused(PartyUnknown)


@pytest.mark.parametrize(
    "party",
    [
        PartyGiven(kind=PartyKind.COMPANY),
        PartyGiven(kind=PartyKind.COMPANY, name="  "),
        PartyGiven(kind=PartyKind.PERSON, member=RUI, name="Rui"),
        PartyGiven(kind=PartyKind.PERSON, member=RUI, token=PartyToken("payee-1")),
        PartyGiven(kind=PartyKind.PERSON, member=RUI, contact="+238 555 01 02"),
    ],
)
def test_a_payee_is_named_in_one_way(party: PartyGiven) -> None:
    """PartyUnclear"""
    accepted().when(authorise(payee=party)).then_refused(PartyUnclear)


@pytest.mark.parametrize("kind", [PartyKind.ASSOCIATION, PartyKind.COMPANY, PartyKind.PUBLIC_BODY])
def test_a_member_is_never_paid_under_the_name_of_an_organisation(kind: PartyKind) -> None:
    """L9"""
    member = PartyGiven(kind=kind, member=ANA)
    accepted().when(authorise(payee=member)).then_refused(MemberIsAPerson)
    accepted().when(authorise(beneficiary=member)).then_refused(MemberIsAPerson)


@pytest.mark.parametrize("field", ["name", "contact"])
def test_a_payees_name_and_contact_can_be_read(field: str) -> None:
    """TextUnreadable, TextTooLong"""
    unreadable = msgspec.structs.replace(COOPER, **{field: "Tan\0aria"})
    accepted().when(authorise(payee=unreadable)).then_refused(TextUnreadable)
    half = msgspec.structs.replace(COOPER, **{field: "Tan\ud800aria"})
    accepted().when(authorise(payee=half)).then_refused(TextUnreadable)
    long = msgspec.structs.replace(COOPER, **{field: "T" * 20_001})
    accepted().when(authorise(payee=long)).then_refused(TextTooLong)


@pytest.mark.parametrize("kind", [PartyKind.PERSON, PartyKind.HOUSEHOLD])
def test_the_name_of_a_person_or_household_is_never_public(kind: PartyKind) -> None:
    """L9"""
    somebody = PartyGiven(kind=kind, name="Maria dos Santos", public=True)
    scenario = accepted().when(authorise(payee=somebody, beneficiary=None))
    assert [outcome.public for outcome in scenario.outcomes if isinstance(outcome, Person)] == [False]


def test_an_organisations_name_is_public_unless_it_asks_otherwise() -> None:
    """L9"""
    shy = msgspec.structs.replace(COOPER, public=False)
    scenario = accepted().when(authorise(payee=shy, beneficiary=WOMEN))
    assert [o.public for o in scenario.outcomes if isinstance(o, Person)] == [False, True]


# Signing off


def test_treasurer_and_second_signatory_sign_a_payment_off() -> None:
    """B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.when(sign(disbursement), by=TREASURER)
    scenario.then(DisbursementSignedOff(member=TREASURER, office=Office.TREASURER))
    assert disbursement_in(scenario, disbursement).status is DisbursementStatus.AUTHORISED
    scenario.when(sign(disbursement), by=SIGNATORY)
    scenario.then(DisbursementSignedOff(member=SIGNATORY, office=Office.SECOND_SIGNATORY))
    assert disbursement_in(scenario, disbursement).status is DisbursementStatus.SIGNED_OFF


def test_nobody_signs_a_payment_off_twice() -> None:
    """B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.done(sign(disbursement), by=TREASURER)
    scenario.when(sign(disbursement), by=TREASURER).then_refused(AlreadySignedOff)
    scenario.done(sign(disbursement), by=SIGNATORY)
    scenario.when(sign(disbursement), by=SIGNATORY).then_refused(AlreadySignedOff)


def test_somebody_who_changed_office_does_not_sign_the_same_payment_again() -> None:
    """B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.done(sign(disbursement), by=TREASURER)
    scenario.given(
        *given(
            OfficerAppointed(office=Office.TREASURER, member=RUI, effective=OPENED),
            OfficerAppointed(office=Office.SECOND_SIGNATORY, member=TREASURER, effective=OPENED),
        )
    )
    scenario.when(sign(disbursement), by=TREASURER).then_refused(AlreadySignedOff)


def test_a_new_treasurer_does_not_add_to_the_old_treasurers_sign_off() -> None:
    """B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.done(sign(disbursement), by=TREASURER)
    scenario.given(*given(OfficerAppointed(office=Office.TREASURER, member=RUI, effective=OPENED)))
    scenario.when(sign(disbursement), by=RUI).then_refused(OfficeSignedOff)
    scenario.done(sign(disbursement), by=SIGNATORY)


@pytest.mark.parametrize("member", [AUDITOR, RUI, "key-0000000000000000"])
def test_only_the_signatories_in_office_sign_off_and_never_the_auditor(member: str) -> None:
    """B3, M4"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.when(sign(disbursement), by=member).then_refused(NotASignatory)


def test_a_former_treasurer_signs_nothing_off() -> None:
    """A3, B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.given(*given(OfficerAppointed(office=Office.TREASURER, member=RUI, effective=OPENED)))
    scenario.when(sign(disbursement), by=TREASURER).then_refused(NotASignatory)
    scenario.done(sign(disbursement), by=RUI)


def test_who_proposed_it_does_not_sign_its_payments_off() -> None:
    """B3"""
    scenario = accepted(proposer=TREASURER)
    disbursement = scenario.done(authorise())
    scenario.when(sign(disbursement), by=TREASURER).then_refused(SignerIsProposer)


def test_who_is_paid_does_not_sign_the_payment_off() -> None:
    """B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise(payee=PartyGiven(kind=PartyKind.PERSON, member=SIGNATORY)))
    scenario.when(sign(disbursement), by=SIGNATORY).then_refused(SignerIsPayee)


def test_who_proposed_it_may_be_paid() -> None:
    """B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise(payee=PartyGiven(kind=PartyKind.PERSON, member=ANA)))
    scenario.done(sign(disbursement), by=TREASURER)
    scenario.done(sign(disbursement), by=SIGNATORY)


@pytest.mark.parametrize("tie", list(Tie))
def test_who_declared_an_interest_does_not_sign_off_even_if_declared_late(tie: Tie) -> None:
    """B3, P3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.given(*given(InterestDeclared(member=TREASURER, tie=tie), part=WINE))
    scenario.when(sign(disbursement), by=TREASURER).then_refused(SignerHasInterest)


def test_nothing_is_signed_off_while_an_office_is_vacant() -> None:
    """A3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    vacated = OfficeVacated(office=Office.AUDITOR, member=AUDITOR, effective=OPENED)
    scenario.given(*given(vacated)).when(sign(disbursement), by=TREASURER).then_refused(OfficesIncomplete)


def test_three_offices_held_by_two_people_are_not_enough() -> None:
    """A3, M4"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.given(*given(OfficerAppointed(office=Office.AUDITOR, member=TREASURER, effective=OPENED)))
    scenario.when(sign(disbursement), by=SIGNATORY).then_refused(OfficesIncomplete)


def test_a_payment_that_is_signed_off_or_cancelled_takes_no_more_sign_offs() -> None:
    """B3: StatusForbids"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    scenario.given(*given(OfficerAppointed(office=Office.TREASURER, member=RUI, effective=OPENED)))
    scenario.when(sign(disbursement), by=RUI).then_refused(StatusForbids)
    scenario.done(cancel(disbursement))
    scenario.when(sign(disbursement), by=RUI).then_refused(StatusForbids)


# Sending


def test_sending_books_the_payment_out_of_the_reservation() -> None:
    """L2, L10"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    scenario.when(send(disbursement, date(2026, 2, 20)))
    scenario.then(
        DisbursementSent(effective=date(2026, 2, 20)),
        PaymentBooked(
            disbursement=DisbursementId(disbursement),
            proposal=WINE,
            destination=Destination.DISADVANTAGED_AT_HOME,
            line=Line("EUR", UNRESTRICTED, 400_00),
            effective=date(2026, 2, 20),
        ),
    )
    assert sums(scenario) == (400_00, 200_00, 400_00)


def test_nothing_is_sent_before_two_people_signed_it_off() -> None:
    """B3"""
    scenario = accepted()
    disbursement = scenario.done(authorise())
    scenario.when(send(disbursement)).then_refused(SignOffsMissing)
    scenario.done(sign(disbursement), by=TREASURER)
    scenario.when(send(disbursement)).then_refused(SignOffsMissing)


def test_a_payment_is_not_sent_twice() -> None:
    """B4: StatusForbids"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.when(send(disbursement)).then_refused(StatusForbids)
    assert scenario.refusal is not None
    assert scenario.refusal.about == {"status": "sent", "wanted": "signed-off"}
    assert sums(scenario) == (400_00, 200_00, 400_00)


def test_nothing_is_sent_while_an_office_is_vacant() -> None:
    """A3"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    vacated = OfficeVacated(office=Office.AUDITOR, member=AUDITOR, effective=OPENED)
    scenario.given(*given(vacated)).when(send(disbursement)).then_refused(OfficesIncomplete)


def test_nothing_is_sent_from_a_purpose_in_shortfall() -> None:
    """L2"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    lost = ContributionReversed(
        contribution=GIFT,
        purpose=UNRESTRICTED,
        unit="EUR",
        amount_minor=1000_00,
        reason=SEAL,
        effective=OPENED,
    )
    scenario.given(*given(lost)).when(send(disbursement)).then_refused(PurposeInShortfall)


def test_nothing_is_sent_that_its_decision_no_longer_holds() -> None:
    """B1, L2"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    rest = BudgetFreed(
        proposal=WINE,
        destination=Destination.DISADVANTAGED_AT_HOME,
        lines=(Line("EUR", UNRESTRICTED, 200_01),),
    )
    scenario.given(*given(rest)).when(send(disbursement)).then_refused(ReservationMissing)


def test_a_payment_is_dated_neither_in_the_future_nor_before_the_account() -> None:
    """L10"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    scenario.when(send(disbursement, date(2026, 3, 2))).then_refused(DateInFuture)
    scenario.when(send(disbursement, date(2025, 12, 31))).then_refused(DateBeforeAccount)
    scenario.when(send(disbursement)).then_kinds("disbursement-sent", "payment-booked")
    assert disbursement_in(scenario, disbursement).sent == date(2026, 3, 1)


def test_no_money_left_before_its_decision_was_final_whatever_day_is_given() -> None:
    """B2"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    scenario.when(send(disbursement, date(2026, 1, 31))).then_refused(DateBeforeDecision)
    scenario.when(send(disbursement, DECIDED)).then_kinds("disbursement-sent", "payment-booked")


def test_who_became_auditor_has_no_sign_off_on_what_is_sent_then() -> None:
    """B3, M4"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    scenario.given(
        *given(
            OfficerAppointed(office=Office.SECOND_SIGNATORY, member=RUI, effective=OPENED),
            OfficerAppointed(office=Office.AUDITOR, member=SIGNATORY, effective=OPENED),
        )
    )
    scenario.when(send(disbursement)).then_refused(SignerBecameAuditor)
    scenario.done(cancel(disbursement))
    scenario.done(authorise())


@pytest.mark.parametrize("member", [TREASURER, SIGNATORY])
def test_an_interest_declared_after_the_sign_off_holds_the_payment_back(member: MemberToken) -> None:
    """B3, P3"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    scenario.done(DeclareInterest(account=CALDEIRAS, proposal=WINE, member=member, tie=Tie.CLOSE_TIE))
    scenario.when(send(disbursement)).then_refused(SignerBecameInterested)


# Settling


def test_a_bank_line_settles_a_payment_and_stands_in_no_event() -> None:
    """C2"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.when(settle(disbursement)).then_kinds("disbursement-settled", "promise-opened")
    event = scenario.recorded[0].event
    assert isinstance(event, DisbursementSettled)
    assert event.attesting is None
    assert event.effective == date(2026, 3, 1)
    [reference] = [outcome for outcome in scenario.outcomes if isinstance(outcome, Reference)]
    assert reference.text == "BCA 2026-0311 7"
    assert event.reference is not None
    assert reference_is(reference.text, event.reference, CALDEIRAS, SECRET)
    assert b"0311" not in msgspec.json.encode(event)
    assert disbursement_in(scenario, disbursement).status is DisbursementStatus.SETTLED


@pytest.mark.parametrize(
    "typed", ["BCA 2026-0311 7", "  bca 2026-0311   7\n", "\uff22\uff23\uff21 2026-0311 7"]
)
def test_one_bank_line_never_settles_two_payments(typed: str) -> None:
    """C2"""
    scenario = accepted()
    first, second = sent(scenario, 1, "100.00"), sent(scenario, 2, "100.00")
    scenario.done(settle(first))
    scenario.when(settle(second, typed)).then_refused(ReferenceAlreadyBooked)
    scenario.done(settle(second, "BCA 2026-0311 8"))


def test_a_bank_line_of_a_gift_settles_no_payment() -> None:
    """C2"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.when(settle(disbursement))
    settled = scenario.recorded[0].event
    assert isinstance(settled, DisbursementSettled)
    other = accepted()
    received = ContributionReceived(
        contribution=ContributionId("contribution-00000gift2"),
        giver=PartyToken("giver-2"),
        unit="EUR",
        amount_minor=5_00,
        reference=settled.reference,
        effective=OPENED,
    )
    other.given(*given(received))
    other.when(settle(sent(other))).then_refused(ReferenceAlreadyBooked)


def test_cash_is_settled_before_an_attesting_member() -> None:
    """C2, M1"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.when(settle(disbursement, None, ANA, date(2026, 2, 21)))
    scenario.then_kinds("disbursement-settled", "promise-opened")
    assert scenario.recorded[0].event == DisbursementSettled(attesting=ANA, effective=date(2026, 2, 21))


@pytest.mark.parametrize(("reference", "attesting"), [(None, None), ("BCA 7", ANA)])
def test_a_payment_settles_by_a_reference_or_a_member_and_not_by_both(
    reference: str | None, attesting: MemberToken | None
) -> None:
    """C2"""
    scenario = accepted()
    scenario.when(settle(sent(scenario), reference, attesting)).then_refused(SettlementUnclear)


def test_goods_and_hours_settle_by_the_beneficiarys_word_before_a_member() -> None:
    """B8"""
    scenario, goats = founded(), DisbursementId("disbursement-0000000000goats0")
    family = Party(PartyKind.HOUSEHOLD, PartyToken("payee-goats"))
    authorised = DisbursementAuthorised(
        proposal=WINE,
        destination=Destination.DISADVANTAGED_AT_HOME,
        tranche=1,
        line=Line("goat:piece", UNRESTRICTED, 2),
        payee=family,
        beneficiary=family,
    )
    scenario.given(*given(authorised, DisbursementSent(effective=date(2026, 2, 20)), part=goats))
    scenario.when(settle(goats)).then_refused(GoodsHaveNoReference)
    by_hand = settle(goats, None, ANA)
    scenario.when(by_hand).then_refused(AcknowledgementMissing)
    word = msgspec.structs.replace(by_hand, acknowledgement="Two goats, both well.")
    scenario.when(msgspec.structs.replace(word, attesting=None)).then_refused(AcknowledgementMissing)
    scenario.when(word)
    assert disbursement_in(scenario, goats).status is DisbursementStatus.ACKNOWLEDGED
    assert [o.text for o in scenario.outcomes if isinstance(o, Paper)] == ["Two goats, both well."]


def test_an_empty_or_unreadable_reference_settles_nothing() -> None:
    """C2: TextEmpty, TextUnreadable, TextTooLong"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.when(settle(disbursement, " ")).then_refused(TextEmpty)
    scenario.when(settle(disbursement, "BCA \ud800")).then_refused(TextUnreadable)
    scenario.when(settle(disbursement, "BCA \0")).then_refused(TextUnreadable)
    scenario.when(settle(disbursement, "7" * 20_001)).then_refused(TextTooLong)


def test_only_a_member_of_that_day_attests_a_cash_payment() -> None:
    """M1"""
    scenario = accepted()
    disbursement = sent(scenario)
    nobody = MemberToken("member-000000000nobody0")
    scenario.when(settle(disbursement, None, nobody)).then_refused(AttestingNotMember)
    scenario.given(*given(MemberLeft(member=RUI, effective=date(2026, 2, 25))))
    scenario.when(settle(disbursement, None, RUI, date(2026, 2, 25))).then_refused(AttestingNotMember)
    scenario.done(settle(disbursement, None, RUI, date(2026, 2, 24)))


def test_who_is_paid_does_not_attest_the_payment() -> None:
    """AttestingIsPayee"""
    scenario = accepted()
    disbursement = scenario.done(authorise(payee=PartyGiven(kind=PartyKind.PERSON, member=RUI)))
    scenario.done(sign(disbursement), by=TREASURER)
    scenario.done(sign(disbursement), by=SIGNATORY)
    scenario.done(send(disbursement))
    scenario.when(settle(disbursement, None, RUI)).then_refused(AttestingIsPayee)


# What becomes of it


def test_a_settled_payment_is_acknowledged_and_evidenced() -> None:
    """L9"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.done(settle(disbursement))
    scenario.when(acknowledge(disbursement)).then_kinds("disbursement-acknowledged")
    assert [o.text for o in scenario.outcomes if isinstance(o, Paper)] == ["The barrels are here."]
    scenario.when(evidence(disbursement)).then_kinds("disbursement-evidenced")
    assert b"Invoice" not in msgspec.json.encode(scenario.recorded[0].event)
    assert disbursement_in(scenario, disbursement).status is DisbursementStatus.EVIDENCED
    assert sums(scenario) == (400_00, 200_00, 400_00)


def test_a_payment_goes_its_way_step_by_step() -> None:
    """StatusForbids"""
    before_sending: tuple[Step, ...] = (settle, acknowledge, evidence, fail, give_back)
    before_settling: tuple[Step, ...] = (acknowledge, evidence, give_back, cancel)
    once_settled: tuple[Step, ...] = (send, settle, evidence, fail, cancel)
    once_acknowledged: tuple[Step, ...] = (send, settle, acknowledge, fail, cancel)
    once_evidenced: tuple[Step, ...] = (*once_acknowledged, evidence)
    once_returned: tuple[Step, ...] = (*once_evidenced, give_back)
    scenario = accepted()
    disbursement = signed_off(scenario)
    for early in before_sending:
        scenario.when(early(disbursement)).then_refused(StatusForbids)
    scenario.done(send(disbursement))
    for early in before_settling:
        scenario.when(early(disbursement)).then_refused(StatusForbids)
    scenario.done(settle(disbursement))
    for wrong in once_settled:
        scenario.when(wrong(disbursement)).then_refused(StatusForbids)
    scenario.done(acknowledge(disbursement))
    for wrong in once_acknowledged:
        scenario.when(wrong(disbursement)).then_refused(StatusForbids)
    scenario.done(evidence(disbursement))
    for wrong in once_evidenced:
        scenario.when(wrong(disbursement)).then_refused(StatusForbids)
    scenario.done(give_back(disbursement))
    for late in once_returned:
        scenario.when(late(disbursement)).then_refused(StatusForbids)


def test_a_failed_payment_is_reserved_for_its_decision_again() -> None:
    """B5"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.when(fail(disbursement, date(2026, 2, 22)))
    [paper] = [outcome for outcome in scenario.outcomes if isinstance(outcome, Paper)]
    scenario.then(
        DisbursementFailed(
            proposal=WINE,
            tranche=1,
            line=Line("EUR", UNRESTRICTED, 400_00),
            reason=paper.seal,
            effective=date(2026, 2, 22),
        ),
        PaymentRestored(
            disbursement=DisbursementId(disbursement),
            proposal=WINE,
            destination=Destination.DISADVANTAGED_AT_HOME,
            line=Line("EUR", UNRESTRICTED, 400_00),
            effective=date(2026, 2, 22),
        ),
    )
    assert sums(scenario) == (400_00, 600_00, 0)
    scenario.done(authorise("600.00", tranche=1))


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_returned_payment_is_reserved_for_its_decision_again(steps: int) -> None:
    """B5, B4"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.done(settle(disbursement))
    for step in (acknowledge, evidence)[:steps]:
        scenario.done(step(disbursement))
    scenario.when(give_back(disbursement, date(2026, 2, 22)))
    [paper] = [outcome for outcome in scenario.outcomes if isinstance(outcome, Paper)]
    scenario.then(
        DisbursementReturned(
            proposal=WINE,
            tranche=1,
            line=Line("EUR", UNRESTRICTED, 400_00),
            reason=paper.seal,
            effective=date(2026, 2, 22),
        ),
        PaymentRestored(
            disbursement=DisbursementId(disbursement),
            proposal=WINE,
            destination=Destination.DISADVANTAGED_AT_HOME,
            line=Line("EUR", UNRESTRICTED, 400_00),
            effective=date(2026, 2, 22),
        ),
    )
    assert sums(scenario) == (400_00, 600_00, 0)
    scenario.done(authorise("600.00", tranche=1))


@pytest.mark.parametrize("how_far", [authorise, signed_off])
def test_a_cancelled_payment_may_be_authorised_anew(how_far: Callable[..., object]) -> None:
    """B1, B4"""
    scenario = accepted()
    disbursement = signed_off(scenario) if how_far is signed_off else scenario.done(authorise())
    scenario.when(cancel(disbursement))
    [paper] = [outcome for outcome in scenario.outcomes if isinstance(outcome, Paper)]
    scenario.then(
        DisbursementCancelled(
            proposal=WINE, tranche=1, line=Line("EUR", UNRESTRICTED, 400_00), reason=paper.seal
        )
    )
    assert sums(scenario) == (400_00, 600_00, 0)
    scenario.done(authorise("600.00", tranche=1))


@pytest.mark.parametrize("undo", [fail, give_back])
def test_what_comes_back_after_its_decision_is_closed_is_held_until_it_is_closed_again(undo: Step) -> None:
    """B5, B6"""
    scenario = accepted()
    disbursement = sent(scenario, amount="600.00")
    if undo is give_back:
        scenario.done(settle(disbursement))
    scenario.given(*given(ProposalReported(report=SEAL), ProposalClosed(), part=WINE))
    scenario.done(undo(disbursement))
    assert sums(scenario) == (400_00, 600_00, 0)
    scenario.when(authorise("0.01", tranche=9)).then_refused(NothingDecided)
    scenario.done(CloseProposal(account=CALDEIRAS, proposal=WINE))
    assert sums(scenario) == (1000_00, 0, 0)


@pytest.mark.parametrize("step", [settle, fail, acknowledge, evidence, give_back])
def test_nothing_happens_to_a_payment_before_it_is_sent_or_in_the_future(step: Step) -> None:
    """L10"""
    scenario = accepted()
    disbursement = sent(scenario)
    if step in (acknowledge, evidence, give_back):
        scenario.done(settle(disbursement))
    if step is evidence:
        scenario.done(acknowledge(disbursement))
    scenario.when(step(disbursement, effective=date(2026, 2, 19))).then_refused(DateBeforeSending)
    scenario.when(step(disbursement, effective=date(2026, 3, 2))).then_refused(DateInFuture)
    scenario.when(step(disbursement, effective=date(2026, 2, 20)))
    assert scenario.refusal is None


def test_reasons_acknowledgements_and_evidence_are_sentences() -> None:
    """TextEmpty"""
    scenario = accepted()
    disbursement = signed_off(scenario)
    replace = msgspec.structs.replace
    scenario.when(replace(cancel(disbursement), reason="")).then_refused(TextEmpty)
    scenario.done(send(disbursement))
    scenario.when(replace(fail(disbursement), reason=" ")).then_refused(TextEmpty)
    scenario.done(settle(disbursement))
    scenario.when(replace(give_back(disbursement), reason="\n")).then_refused(TextEmpty)
    scenario.when(replace(acknowledge(disbursement), acknowledgement="")).then_refused(TextEmpty)
    scenario.done(acknowledge(disbursement))
    scenario.when(replace(evidence(disbursement), evidence="")).then_refused(TextEmpty)


@pytest.mark.parametrize("step", [sign, send, settle, acknowledge, evidence, fail, give_back, cancel])
def test_a_disbursement_that_is_not_there_cannot_be_dealt_with(step: Step) -> None:
    """UnknownDisbursement"""
    scenario = accepted()
    there = scenario.done(authorise())
    for name in ("disbursement-000000000none", "disbursement-", "", WINE, ROUND, f"x/{there}"):
        scenario.when(step(name)).then_refused(UnknownDisbursement)


def test_a_late_settlement_is_recorded_under_the_day_on_which_it_happened() -> None:
    """L10"""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.at(datetime(2026, 5, 1, tzinfo=UTC))
    scenario.when(settle(disbursement, effective=date(2026, 2, 23)))
    event = scenario.recorded[0].event
    assert isinstance(event, DisbursementSettled)
    assert event.effective == date(2026, 2, 23)
