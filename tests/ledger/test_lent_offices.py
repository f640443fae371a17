"""Offices held by people whom a federation or a twin lends: decided there, accepted here, ended by either (A3)."""

from datetime import date, datetime, timedelta
from itertools import permutations

import msgspec
import pytest

from ledger.accounts.state import Account, MemberRecord, member_mark
from ledger.associations.commands import AppointByDecision, FillOfficeByMinutes, LeaveMember
from ledger.associations.events import (
    AssociationFounded,
    LocalAccountOpened,
    MemberEnrolled,
    OfficerAppointed,
    OfficeVacated,
)
from ledger.associations.refusals import (
    SuspendedFromOffice,
    UnknownMember,
)
from ledger.associations.rules import AssociationKind, Office, Rules, Tier
from ledger.command import Fact
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import (
    AccountId,
    AssociationId,
    MemberToken,
    MinutesId,
    ProposalId,
    RoundId,
    TerritoryId,
    TwinningId,
    stream_of,
)
from ledger.keys.events import KeyReplaced
from ledger.keys.replacing import AskKeyReplacement, ConfirmKeyReplacement
from ledger.keys.state import Role, key_mark
from ledger.lent_offices.commands import LendOfficerByDecision, RecallOfficer, ReleaseOfficer
from ledger.lent_offices.events import OfficerLent, OfficerOffered, OfficerOfferEnded, OfficerRecalled
from ledger.lent_offices.messages import OfficerLending, OfficerRecalling
from ledger.lent_offices.refusals import (
    BorrowerMalformed,
    BorrowerNotTwin,
    LenderNotWider,
    LendingOver,
    LentAfterAssembly,
    LentForAnotherOffice,
    LentThereAsAnother,
    PurseNotLent,
    UnknownLending,
    UnknownLentPerson,
)
from ledger.message import Message
from ledger.minutes.commands import RecordMinutes
from ledger.proposals.commands import AppointGiven, DraftProposal, LendOfficerGiven
from ledger.proposals.events import ProposalAccepted, ProposalDrafted, ProposalExecutionBegun
from ledger.proposals.measure import Appoint, LendOfficer, Measure
from ledger.refusals import Refused
from ledger.twinnings.events import TwinningAccepted, TwinningEnded, TwinningOffered, TwinningProposed
from ledger.twinnings.refusals import (
    MessageMalformed,
    NotTheTwins,
    TwinningNotActive,
    TwinningNotAtThisStep,
    UnknownTwinning,
)
from ledger.twinnings.state import Side
from tests.ledger.deciding import ACCOUNT, ANA, BIA, CATY, DUDA, EVA, FOUNDED, NOON, SEAL, suspended
from tests.ledger.test_beginnings import NEW, officers
from tests.scenario import Scenario

PLOUHA = AccountId("account-0000000000000p10")
STRANGER = AccountId("account-0000000000000str")
TWINNING = TwinningId("twinning-0000000000000001")
LENDING = ProposalId("proposal-00000000000000p1")
AGAIN = ProposalId("proposal-00000000000000p2")
ACCEPTING = ProposalId("proposal-00000000000000ca")
YANN, SOAZ = MemberToken("member-yann"), MemberToken("member-soaz")
TODAY = NOON.date()


def two(tier: Tier = Tier.MICRO_LOCAL, *, twinned: bool = True) -> Scenario:
    """A village whose auditor has left, and one in Brittany."""
    scenario = officers()
    scenario.done(LeaveMember(account=ACCOUNT, member=CATY, effective=date(2026, 2, 27)))
    opened = LocalAccountOpened(
        association=AssociationId("association-plouha"),
        association_kind=AssociationKind.RESIDENTS,
        tier=tier,
        opened=FOUNDED,
    )
    founded = AssociationFounded(statutes=SEAL, rules=Rules(), attesting=(YANN, SOAZ), effective=FOUNDED)
    enrolled = (MemberEnrolled(member=member, effective=FOUNDED) for member in (YANN, SOAZ))
    scenario.given(*(Fact(PLOUHA, event) for event in (opened, founded, *enrolled)))
    if twinned:
        home = TerritoryId("territory-0000000000000001")
        for account, other in ((ACCOUNT, PLOUHA), (PLOUHA, ACCOUNT)):
            stream = stream_of(account, TWINNING)
            proposed = TwinningProposed(other=other, territory=home, agreement=SEAL, effective=FOUNDED)
            accepted = TwinningAccepted(side=Side.TWIN, other=other, territory=home, effective=FOUNDED)
            scenario.given(Fact(stream, proposed), Fact(stream, accepted))
    scenario.outbox.clear()
    return scenario


def met(scenario: Scenario, at: datetime) -> MinutesId:
    """The minutes of the village's assembly."""
    minutes = RecordMinutes(
        account=ACCOUNT,
        began=at,
        ended=at + timedelta(hours=1),
        convened=at.date(),
        convocation="Called from door to door.",
        attendance=3,
        attesting=(DUDA, EVA),
        text="Plouha lends us an auditor, whom we accept.",
    )
    return MinutesId(scenario.done(minutes))


def decided(account: AccountId, proposal: ProposalId, measure: Measure) -> tuple[Fact, Fact]:
    """What an assembly decided finally."""
    where = stream_of(account, proposal)
    drafted = ProposalDrafted(proposer=DUDA, measure=measure, paper=SEAL, seal=SEAL)
    accepted = ProposalAccepted(round=RoundId("round-one"), decided=TODAY, rules_version=1)
    return Fact(where, drafted), Fact(where, accepted)


def lending(
    office: Office = Office.AUDITOR,
    member: MemberToken = YANN,
    to: AccountId = ACCOUNT,
    twinning: TwinningId | None = TWINNING,
) -> LendOfficer:
    """What the lender decides."""
    return LendOfficer(to=to, office=office, member=member, twinning=twinning)


def lent(scenario: Scenario, proposal: ProposalId = LENDING, measure: LendOfficer | None = None) -> None:
    """The lender's assembly has decided, and it is carried out."""
    scenario.given(*decided(PLOUHA, proposal, measure or lending()))
    scenario.done(LendOfficerByDecision(account=PLOUHA, proposal=proposal))


def offered(scenario: Scenario) -> MemberToken:
    """Lent, and heard of here; the token drawn for whom Plouha lends."""
    lent(scenario)
    told = OfficerLending(
        lending=LENDING, office=Office.AUDITOR, twinning=TWINNING, tier=None, effective=TODAY
    )
    return token(take(scenario, told))


def take(scenario: Scenario, message: Message, sender: AccountId = PLOUHA) -> Scenario:
    """The village takes a message in."""
    return scenario.when(taken_in(Arrived(sender=sender, to=ACCOUNT, message=message)), by=sender)


def token(scenario: Scenario) -> MemberToken:
    """Drawn by the last command."""
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, OfficerOffered)
    return event.member


def account(scenario: Scenario) -> Account:
    """The village's."""
    found: Account = scenario.state(ACCOUNT, Account)
    return found


def filled(scenario: Scenario, at: datetime = NOON - timedelta(hours=2)) -> MemberToken:
    """Whom the assembly accepted by minutes."""
    member = offered(scenario)
    held = met(scenario, at)
    scenario.done(FillOfficeByMinutes(account=ACCOUNT, minutes=held, office=Office.AUDITOR, member=member))
    return member


def told_of(office: Office = Office.AUDITOR, proposal: ProposalId = LENDING) -> OfficerLending:
    """What a twin says."""
    return OfficerLending(lending=proposal, office=office, twinning=TWINNING, effective=TODAY)


def test_the_twin_lends_an_auditor_by_a_decision_and_tells_the_office_alone() -> None:
    """A3, L9"""
    scenario = two()
    scenario.given(*decided(PLOUHA, LENDING, lending()))
    scenario.when(LendOfficerByDecision(account=PLOUHA, proposal=LENDING)).then(
        OfficerLent(
            to=ACCOUNT,
            office=Office.AUDITOR,
            member=YANN,
            decision=LENDING,
            twinning=TWINNING,
            effective=TODAY,
        ),
        ProposalExecutionBegun(),
    )
    (sending,) = scenario.recorded[0].event.sends(stream_of(PLOUHA))
    assert (sending.to, sending.message) == (ACCOUNT, told_of())
    assert YANN.encode() not in msgspec.json.encode(sending.message)


def test_a_federation_lends_without_a_twinning_and_says_what_it_is() -> None:
    """A3"""
    scenario = two(Tier.FEDERATION, twinned=False)
    lent(scenario, measure=lending(Office.SECOND_SIGNATORY, twinning=None))
    (sending,) = scenario.recorded[0].event.sends(stream_of(PLOUHA))
    take(scenario, sending.message).then_kinds("officer-offered")
    (fact,) = scenario.recorded
    assert isinstance(fact.event, OfficerOffered)
    assert fact.event.tier is Tier.FEDERATION


@pytest.mark.parametrize(
    ("measure", "refusal"),
    [
        (lending(Office.TREASURER), PurseNotLent),
        (lending(to=PLOUHA), BorrowerMalformed),
        (lending(to=AccountId("Caldeiras")), BorrowerMalformed),
        (lending(to=STRANGER), BorrowerNotTwin),
        (lending(twinning=None), LenderNotWider),
        (lending(twinning=TwinningId("twinning-0000000000000009")), UnknownTwinning),
        (lending(member=MemberToken("member-none")), UnknownMember),
    ],
)
def test_nobody_else_lends_and_nobody_but_a_member_as_auditor_or_signatory(
    measure: LendOfficer, refusal: type[Refused]
) -> None:
    """A3"""
    scenario = two()
    given = LendOfficerGiven(
        to=measure.to, office=measure.office, member=measure.member, twinning=measure.twinning
    )
    draft = DraftProposal(account=PLOUHA, proposer=SOAZ, need="They have no auditor.", measure=given)
    scenario.when(draft).then_refused(refusal)
    scenario.given(*decided(PLOUHA, LENDING, measure))
    scenario.when(LendOfficerByDecision(account=PLOUHA, proposal=LENDING)).then_refused(refusal)


def test_a_suspended_member_is_not_lent() -> None:
    """A3"""
    scenario = two().given(Fact(PLOUHA, suspended(YANN)))
    scenario.given(*decided(PLOUHA, LENDING, lending()))
    scenario.when(LendOfficerByDecision(account=PLOUHA, proposal=LENDING)).then_refused(SuspendedFromOffice)


def test_one_person_is_lent_to_an_account_for_one_office_only() -> None:
    """A3, M4: also after a recall, which may be told there later than the second lending."""
    scenario = two()
    lent(scenario)
    scenario.done(RecallOfficer(account=PLOUHA, proposal=LENDING))
    scenario.given(*decided(PLOUHA, AGAIN, lending(Office.SECOND_SIGNATORY)))
    scenario.when(LendOfficerByDecision(account=PLOUHA, proposal=AGAIN)).then_refused(LentThereAsAnother)


def test_what_was_told_twice_is_one_offer() -> None:
    """A3, X3"""
    scenario = two()
    offered(scenario)
    take(scenario, told_of()).then()


def test_a_lending_and_its_recall_come_in_any_order_and_end_alike() -> None:
    """A3, X3"""
    recalling = OfficerRecalling(lending=LENDING, effective=TODAY)
    for messages in permutations((told_of(), recalling, told_of(), recalling)):
        scenario = two()
        drawn = []
        for message in messages:
            assert take(scenario, message).refusal is None
            drawn += [f.event.member for f in scenario.recorded if isinstance(f.event, OfficerOffered)]
        assert len(drawn) <= 1
        for member in drawn:
            held = met(scenario, NOON - timedelta(hours=2))
            appointed = FillOfficeByMinutes(
                account=ACCOUNT, minutes=held, office=Office.AUDITOR, member=member
            )
            scenario.when(appointed).then_refused(LendingOver)


@pytest.mark.parametrize(
    ("message", "sender", "refusal"),
    [
        (told_of(), STRANGER, NotTheTwins),
        (told_of(Office.TREASURER), PLOUHA, MessageMalformed),
        (OfficerLending(lending=LENDING, office=Office.AUDITOR, effective=TODAY), PLOUHA, MessageMalformed),
        (
            OfficerLending(lending=LENDING, office=Office.AUDITOR, tier=Tier.MICRO_LOCAL, effective=TODAY),
            PLOUHA,
            MessageMalformed,
        ),
        (told_of(proposal=ProposalId("Yann Le Goff")), PLOUHA, MessageMalformed),
        (OfficerRecalling(lending=LENDING, effective=TODAY), AccountId("Yann"), MessageMalformed),
    ],
)
def test_only_the_twin_or_who_says_to_be_the_federation_offers_an_officer(
    message: Message, sender: AccountId, refusal: type[Refused]
) -> None:
    """A3, L9"""
    take(two(), message, sender).then_refused(refusal)


def test_a_lending_that_overtakes_the_twinning_waits_for_it() -> None:
    """A3, W1"""
    scenario = two(twinned=False)
    take(scenario, told_of()).then_refused(UnknownTwinning)
    home = TerritoryId("territory-0000000000000001")
    asked = TwinningOffered(other=PLOUHA, other_territory=home, agreement=SEAL, effective=FOUNDED)
    scenario.given(Fact(stream_of(ACCOUNT, TWINNING), asked))
    take(scenario, told_of()).then_refused(TwinningNotAtThisStep)


def test_a_stranger_recalls_nobody_whom_others_lend() -> None:
    """A3"""
    scenario = two()
    member = filled(scenario)
    take(scenario, OfficerRecalling(lending=LENDING, effective=TODAY), STRANGER)
    assert account(scenario).officers[Office.AUDITOR] == member


def test_minutes_accept_a_lent_auditor_and_money_may_leave_again() -> None:
    """A3"""
    scenario = two()
    assert not account(scenario).may_let_money_leave()
    member = offered(scenario)
    held = met(scenario, NOON - timedelta(hours=2))
    scenario.when(
        FillOfficeByMinutes(account=ACCOUNT, minutes=held, office=Office.AUDITOR, member=member)
    ).then(
        OfficerAppointed(office=Office.AUDITOR, member=member, effective=TODAY, minutes=held, lender=PLOUHA)
    )
    assert account(scenario).may_let_money_leave()


def test_a_decision_accepts_a_lent_auditor_and_names_the_lender() -> None:
    """A3"""
    scenario = two()
    member = offered(scenario)
    given = AppointGiven(office=Office.AUDITOR, member=member)
    draft = DraftProposal(account=ACCOUNT, proposer=DUDA, need="Nobody audits us.", measure=given)
    scenario.when(draft).then_kinds("proposal-drafted")
    (fact,) = scenario.recorded
    assert isinstance(fact.event, ProposalDrafted)
    assert fact.event.measure == Appoint(office=Office.AUDITOR, member=member, lender=PLOUHA)
    scenario.given(*decided(ACCOUNT, ACCEPTING, fact.event.measure))
    scenario.when(AppointByDecision(account=ACCOUNT, proposal=ACCEPTING)).then(
        OfficerAppointed(
            office=Office.AUDITOR, member=member, effective=TODAY, decision=ACCEPTING, lender=PLOUHA
        ),
        ProposalExecutionBegun(),
    )


def test_who_is_lent_takes_that_office_alone() -> None:
    """A3, M4"""
    scenario = two()
    scenario.done(LeaveMember(account=ACCOUNT, member=BIA))
    member = offered(scenario)
    held = met(scenario, NOON - timedelta(hours=2))
    other = FillOfficeByMinutes(account=ACCOUNT, minutes=held, office=Office.SECOND_SIGNATORY, member=member)
    scenario.when(other).then_refused(LentForAnotherOffice)
    given = AppointGiven(office=Office.SECOND_SIGNATORY, member=member)
    draft = DraftProposal(account=ACCOUNT, proposer=DUDA, need="Nobody signs.", measure=given)
    scenario.when(draft).then_refused(LentForAnotherOffice)


def test_an_assembly_before_the_lending_has_not_accepted_it() -> None:
    """A3"""
    scenario = two()
    member = offered(scenario)
    held = met(scenario, NOON - timedelta(days=1))
    early = FillOfficeByMinutes(account=ACCOUNT, minutes=held, office=Office.AUDITOR, member=member)
    scenario.when(early).then_refused(LentAfterAssembly)


def test_nothing_is_accepted_under_a_twinning_that_has_ended() -> None:
    """A3, W6"""
    scenario = two()
    member = offered(scenario)
    held = met(scenario, NOON - timedelta(hours=2))
    ended = TwinningEnded(side=Side.TWIN, other=PLOUHA, effective=TODAY)
    scenario.given(Fact(stream_of(ACCOUNT, TWINNING), ended))
    late = FillOfficeByMinutes(account=ACCOUNT, minutes=held, office=Office.AUDITOR, member=member)
    scenario.when(late).then_refused(TwinningNotActive)
    scenario.given(*decided(ACCOUNT, ACCEPTING, Appoint(office=Office.AUDITOR, member=member, lender=PLOUHA)))
    scenario.when(AppointByDecision(account=ACCOUNT, proposal=ACCEPTING)).then_refused(TwinningNotActive)


def test_nobody_lent_is_a_member_who_could_propose() -> None:
    """A3, M1, M3"""
    scenario = two()
    member = filled(scenario)
    members_before = account(scenario).members
    given = AppointGiven(office=Office.AUDITOR, member=DUDA)
    draft = DraftProposal(account=ACCOUNT, proposer=member, need="Myself.", measure=given)
    scenario.when(draft).then_refused(UnknownMember)
    assert account(scenario).members == members_before
    assert scenario.mark(member_mark(ACCOUNT, member), MemberRecord) is None


def test_a_recall_makes_the_office_vacant_and_no_money_leaves() -> None:
    """A3"""
    scenario = two()
    member = filled(scenario)
    scenario.when(RecallOfficer(account=PLOUHA, proposal=LENDING)).then(
        OfficerRecalled(to=ACCOUNT, office=Office.AUDITOR, decision=LENDING, effective=TODAY)
    )
    (sending,) = scenario.recorded[0].event.sends(stream_of(PLOUHA))
    take(scenario, sending.message).then(
        OfficerOfferEnded(lender=PLOUHA, lending=LENDING, member=member, recalled=True, effective=TODAY),
        OfficeVacated(office=Office.AUDITOR, member=member, effective=TODAY),
    )
    assert not account(scenario).may_let_money_leave()
    take(scenario, sending.message).then()
    scenario.when(RecallOfficer(account=PLOUHA, proposal=LENDING)).then_refused(LendingOver)
    scenario.when(RecallOfficer(account=PLOUHA, proposal=AGAIN)).then_refused(UnknownLending)


def test_the_village_releases_whom_it_was_lent_and_no_money_leaves() -> None:
    """A3"""
    scenario = two()
    member = filled(scenario)
    release = ReleaseOfficer(account=ACCOUNT, member=member)
    scenario.when(release).then(
        OfficerOfferEnded(lender=PLOUHA, lending=LENDING, member=member, effective=TODAY),
        OfficeVacated(office=Office.AUDITOR, member=member, effective=TODAY),
    )
    assert not account(scenario).may_let_money_leave()
    scenario.when(release).then_refused(LendingOver)
    take(scenario, OfficerRecalling(lending=LENDING, effective=TODAY)).then()
    scenario.when(ReleaseOfficer(account=ACCOUNT, member=DUDA)).then_refused(UnknownLentPerson)


def test_a_lent_officer_s_key_is_issued_by_two_other_officers_and_is_no_member_s() -> None:
    """A3, A5"""
    scenario = two()
    member = filled(scenario)
    scenario.done(AskKeyReplacement(account=ACCOUNT, member=member), by=ANA)
    confirm = ConfirmKeyReplacement(account=ACCOUNT, member=member, secret_hash=NEW)
    scenario.when(confirm, by=BIA).then(
        KeyReplaced(member=member, secret=key_mark(NEW), roles=(Role.AUDITOR,), confirmed_by=(ANA, BIA))
    )
    scenario.done(ReleaseOfficer(account=ACCOUNT, member=member))
    scenario.when(AskKeyReplacement(account=ACCOUNT, member=member), by=ANA).then_refused(UnknownMember)
