"""Beginnings anew: vacant offices filled by minutes, and lost keys replaced by two other officers or by minutes."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from ledger.accounts.state import Account
from ledger.associations.commands import FillOfficeByMinutes, LeaveMember
from ledger.associations.events import MemberEnrolled, OfficerAppointed
from ledger.associations.refusals import (
    AppointedBeforeMembership,
    AssemblyBeforeVacancy,
    HoldsAnotherOffice,
    MemberHasLeft,
    MinutesUsed,
    OfficeNotVacant,
    SuspendedFromOffice,
    UnknownMember,
)
from ledger.associations.rules import Office
from ledger.identifiers import AccountId, KeyId, MemberToken, MinutesId, stream_of
from ledger.keys.commands import IssueKey, RevokeKey
from ledger.keys.events import KeyIssued, KeyReplaced, KeyReplacementAsked
from ledger.keys.messages import KeyReplacing
from ledger.keys.refusals import (
    KeyReplacedByMinutes,
    NotAnOtherOfficer,
    OfficerAskedBefore,
    ReplacementNotAsked,
)
from ledger.keys.replacing import AskKeyReplacement, ConfirmKeyReplacement, ReplaceKey, ReplaceKeyByMinutes
from ledger.keys.state import Grant, KeyRecord, Role, key_mark
from ledger.message import REGISTER
from ledger.minutes.commands import RecordMinutes
from ledger.minutes.refusals import UnknownMinutes
from ledger.refusals import Refused
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DUDA,
    EVA,
    FOUNDED,
    NOON,
    in_account,
    suspended,
    village,
)
from tests.ledger.test_keys import AS_TREASURER, PLACED
from tests.scenario import Scenario

OFFICES = {Office.TREASURER: ANA, Office.SECOND_SIGNATORY: BIA, Office.AUDITOR: CATY}
NEW = "5" * 64


def officers() -> Scenario:
    """Three officers since the founding."""
    appointed = (
        OfficerAppointed(office=office, member=member, effective=FOUNDED)
        for office, member in OFFICES.items()
    )
    return village().given(*in_account(*appointed))


def met(scenario: Scenario, at: datetime) -> MinutesId:
    """The minutes of an assembly."""
    minutes = RecordMinutes(
        account=ACCOUNT,
        began=at,
        ended=at + timedelta(hours=1),
        convened=at.date(),
        convocation="Called from door to door.",
        attendance=4,
        attesting=(BIA, CATY),
        text="Ana has left for the city, and Duda takes the purse.",
    )
    return MinutesId(scenario.done(minutes))


def without_treasurer() -> Scenario:
    """The treasurer left yesterday, key and all."""
    scenario = officers()
    scenario.done(LeaveMember(account=ACCOUNT, member=ANA, effective=date(2026, 2, 28)))
    return scenario


def fill(
    minutes: MinutesId, member: MemberToken = DUDA, office: Office = Office.TREASURER
) -> FillOfficeByMinutes:
    """An assembly gave an office."""
    return FillOfficeByMinutes(account=ACCOUNT, minutes=minutes, office=office, member=member)


def test_minutes_fill_a_vacant_office_without_any_key_of_who_left() -> None:
    """A3"""
    scenario = without_treasurer()
    held = met(scenario, NOON - timedelta(hours=2))
    scenario.when(fill(held)).then(
        OfficerAppointed(office=Office.TREASURER, member=DUDA, effective=date(2026, 3, 1), minutes=held)
    )
    account: Account = scenario.state(ACCOUNT, Account)
    assert account.officers[Office.TREASURER] == DUDA
    assert account.may_let_money_leave()


@pytest.mark.parametrize(
    ("member", "office", "refusal"),
    [
        (DUDA, Office.AUDITOR, OfficeNotVacant),
        (BIA, Office.TREASURER, HoldsAnotherOffice),
        (EVA, Office.TREASURER, SuspendedFromOffice),
        (ANA, Office.TREASURER, MemberHasLeft),
        (MemberToken("member-0000000000000000"), Office.TREASURER, UnknownMember),
    ],
)
def test_an_office_goes_to_a_member_who_may_hold_it_and_only_while_it_is_vacant(
    member: MemberToken, office: Office, refusal: type[Refused]
) -> None:
    """A3, M4"""
    scenario = without_treasurer().given(*in_account(suspended(EVA)))
    scenario.when(fill(met(scenario, NOON - timedelta(hours=2)), member, office)).then_refused(refusal)


def test_an_assembly_before_the_vacancy_cannot_have_filled_it() -> None:
    """A3"""
    scenario = without_treasurer()
    early = met(scenario, datetime(2026, 2, 20, 15, tzinfo=UTC))
    scenario.when(fill(early)).then_refused(AssemblyBeforeVacancy)


def test_minutes_fill_an_office_once_so_that_old_ones_bring_nobody_back() -> None:
    """A3"""
    scenario = without_treasurer()
    held = met(scenario, NOON - timedelta(hours=2))
    scenario.done(fill(held))
    scenario.done(LeaveMember(account=ACCOUNT, member=DUDA))
    scenario.when(fill(held, EVA)).then_refused(MinutesUsed)


def test_who_became_a_member_after_the_assembly_was_not_appointed_by_it() -> None:
    """A3, M1"""
    scenario = without_treasurer()
    held = met(scenario, datetime(2026, 2, 28, 15, tzinfo=UTC))
    late = MemberToken("member-late")
    scenario.given(*in_account(MemberEnrolled(member=late, effective=date(2026, 3, 1))))
    scenario.when(fill(held, late)).then_refused(AppointedBeforeMembership)
    scenario.when(fill(MinutesId("minutes-0000000000000000"))).then_refused(UnknownMinutes)


def ask(member: MemberToken) -> AskKeyReplacement:
    """Somebody has lost a key."""
    return AskKeyReplacement(account=ACCOUNT, member=member)


def confirm(member: MemberToken, secret_hash: str = NEW) -> ConfirmKeyReplacement:
    """So says another officer."""
    return ConfirmKeyReplacement(account=ACCOUNT, member=member, secret_hash=secret_hash)


def test_a_lost_key_is_replaced_by_two_other_officers() -> None:
    """A5"""
    scenario = officers()
    scenario.when(ask(ANA), by=BIA).then(KeyReplacementAsked(member=ANA, asked_by=BIA))
    roles = (Role.MEMBER, Role.TREASURER)
    scenario.when(confirm(ANA), by=CATY).then(
        KeyReplaced(member=ANA, secret=key_mark(NEW), roles=roles, confirmed_by=(BIA, CATY))
    )
    (recorded,) = scenario.recorded
    (told,) = recorded.event.sends(stream_of(ACCOUNT))
    assert told.to == REGISTER
    assert told.message == KeyReplacing(member=ANA, secret=key_mark(NEW), roles=roles)


@pytest.mark.parametrize("by", [ANA, DUDA, "key-0000000000000000"])
def test_nobody_else_replaces_a_key(by: str) -> None:
    """A5"""
    scenario = officers()
    scenario.when(ask(ANA), by=by).then_refused(NotAnOtherOfficer)
    scenario.done(ask(ANA), by=BIA)
    scenario.when(confirm(ANA), by=by).then_refused(NotAnOtherOfficer)


def test_it_takes_two_who_are_officers_both() -> None:
    """A5"""
    scenario = officers()
    scenario.when(confirm(DUDA), by=CATY).then_refused(ReplacementNotAsked)
    scenario.done(ask(DUDA), by=BIA)
    scenario.when(confirm(DUDA), by=BIA).then_refused(OfficerAskedBefore)
    scenario.done(LeaveMember(account=ACCOUNT, member=BIA))
    scenario.when(confirm(DUDA), by=CATY).then_refused(ReplacementNotAsked)


def test_a_replacement_is_asked_for_each_loss() -> None:
    """A5"""
    scenario = officers()
    scenario.done(ask(DUDA), by=BIA)
    scenario.done(confirm(DUDA), by=CATY)
    scenario.when(confirm(DUDA, "6" * 64), by=CATY).then_refused(ReplacementNotAsked)


def test_minutes_replace_a_lost_key_once() -> None:
    """A5"""
    scenario = officers()
    held = met(scenario, NOON - timedelta(hours=2))
    replace = ReplaceKeyByMinutes(account=ACCOUNT, member=ANA, minutes=held, secret_hash=NEW)
    roles = (Role.MEMBER, Role.TREASURER)
    scenario.when(replace).then(KeyReplaced(member=ANA, secret=key_mark(NEW), roles=roles, minutes=held))
    again = msgspec.structs.replace(replace, secret_hash="6" * 64)
    scenario.when(again).then_refused(KeyReplacedByMinutes)
    unknown = msgspec.structs.replace(replace, minutes=MinutesId("minutes-0000000000000000"))
    scenario.when(unknown).then_refused(UnknownMinutes)


HERE, WHO = AS_TREASURER.account, AS_TREASURER.member
ELSEWHERE = Grant(
    AccountId("account-galinha000000000"), MemberToken("member-00000000000000ga"), (Role.MEMBER,)
)


def register(*, registrar: bool = False) -> tuple[Scenario, str]:
    """A key that opens two accounts."""
    scenario = Scenario().given(PLACED)
    other = msgspec.structs.replace(PLACED.event, account=ELSEWHERE.account)
    scenario.given(msgspec.structs.replace(PLACED, stream="association-galinha", event=other))
    issue = IssueKey(secret_hash="1" * 64, registrar=registrar, grants=(AS_TREASURER, ELSEWHERE))
    return scenario, scenario.done(issue)


def replaced(scenario: Scenario, secret: str = NEW) -> str:
    """The register takes in what the account says."""
    assert WHO is not None
    return scenario.done(ReplaceKey(account=HERE, member=WHO, secret=key_mark(secret), roles=(Role.MEMBER,)))


def test_a_replaced_key_opens_this_account_no_more_and_others_as_before() -> None:
    """A5"""
    scenario, lost = register()
    replaced(scenario)
    old, new = (scenario.mark(key_mark(secret), KeyRecord) for secret in ("1" * 64, NEW))
    assert old is not None
    assert new is not None
    assert (old.key, old.grants) == (lost, (ELSEWHERE,))
    assert new.grants == (Grant(HERE, WHO, (Role.MEMBER,)),)
    # The new key is lost in turn, and opened nothing else.
    replaced(scenario, "6" * 64)
    assert scenario.mark(key_mark(NEW), KeyRecord) is None


def test_a_registrar_s_key_stays_one() -> None:
    """A5"""
    scenario, _ = register(registrar=True)
    replaced(scenario)
    old = scenario.mark(key_mark("1" * 64), KeyRecord)
    assert old is not None
    assert (old.registrar, old.grants) == (True, (ELSEWHERE,))


def test_what_the_register_has_taken_in_changes_nothing_when_it_comes_again() -> None:
    """X3, A5"""
    scenario, _ = register()
    replaced(scenario)
    replaced(scenario, "6" * 64)
    assert WHO is not None
    again = ReplaceKey(account=HERE, member=WHO, secret=key_mark(NEW), roles=(Role.MEMBER,))
    scenario.when(again).then()


def test_a_revoked_key_is_none_that_could_be_replaced() -> None:
    """A5"""
    scenario, lost = register()
    scenario.done(RevokeKey(key=KeyId(lost)))
    assert WHO is not None
    grant = Grant(HERE, WHO, (Role.MEMBER,))
    replace = ReplaceKey(account=HERE, member=WHO, secret=key_mark(NEW), roles=(Role.MEMBER,))
    scenario.when(replace).then(KeyIssued(secret=key_mark(NEW), grants=(grant,), in_place_of=()))
    assert scenario.mark(key_mark("1" * 64), KeyRecord) is None
