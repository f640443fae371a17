"""The register of associations, and their founding."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from ledger.accounts.refusals import NotFounded, UnknownAccount
from ledger.accounts.state import Account
from ledger.associations.commands import (
    EnrolMember,
    FoundAssociation,
    Founder,
    OpenLocalAccount,
    RegisterAccount,
    RegisterAssociation,
)
from ledger.associations.events import (
    AccountRegistered,
    AssociationFounded,
    LocalAccountOpened,
    MemberEnrolled,
    OfficerAppointed,
)
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.refusals import (
    AccountAlreadyActive,
    AlreadyFounded,
    CountryMalformed,
    FirstOfficersMissing,
    FounderNamedTwice,
    NotAttestedByTwo,
    OfficeGivenTwice,
    PartitionMalformed,
    UnknownAssociation,
)
from ledger.associations.rules import BODY_OF, AssociationKind, Body, Office, Tier
from ledger.command import Paper, Person
from ledger.identifiers import AccountId, AssociationId
from ledger.refusals import (
    DateBeforeAccount,
    DateInFuture,
    Refused,
    TextEmpty,
    TextTooLong,
    TextUnreadable,
)
from tests.ledger.caldeiras import (
    ACCOUNT,
    ASSOCIATION,
    FOUND,
    FOUNDERS,
    NOON,
    OPEN,
    OPENED,
    account,
    founded,
    opened,
)
from tests.ledger.planted import kept_apart
from tests.scenario import Scenario

REGISTER = RegisterAssociation(
    kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name="Moradores de Caldeiras", country="CV"
)


def registered() -> tuple[Scenario, AssociationId]:
    """An association that stands in the register, without an account."""
    scenario = Scenario(NOON)
    return scenario, AssociationId(scenario.done(REGISTER))


# The register


def test_an_associations_name_is_a_paper_and_its_event_holds_the_seal_alone() -> None:
    """A1, L9"""
    scenario = Scenario(NOON)
    scenario.when(REGISTER).then_kinds("association-registered")
    kept_apart(scenario, "Moradores de Caldeiras")


@pytest.mark.parametrize("country", ["cv", "CPV", "C", "", "C1", "ÇV", "CV\n", "CV "])
def test_a_country_is_two_capital_letters(country: str) -> None:
    """A1"""
    Scenario().when(msgspec.structs.replace(REGISTER, country=country)).then_refused(CountryMalformed)


def test_an_association_without_a_name_is_not_registered() -> None:
    """A1"""
    Scenario().when(msgspec.structs.replace(REGISTER, name=" ")).then_refused(TextEmpty)


def test_a_registered_account_is_placed_and_opened_on_the_day_of_its_registration() -> None:
    """A1"""
    scenario, association = registered()
    created = scenario.done(RegisterAccount(association=association, partition="main"))
    scenario.then(
        AccountRegistered(
            account=AccountId(created),
            partition="main",
            opened=NOON.date(),
            association_kind=AssociationKind.RESIDENTS,
            tier=Tier.MICRO_LOCAL,
        )
    )


@pytest.mark.parametrize(
    "partition", ["", "Main", "1", "a-b", "x; DROP TABLE people", "é", "sqlite", "a" * 42, "a\n"]
)
def test_an_account_is_placed_only_where_it_can_be_opened(partition: str) -> None:
    """A1"""
    scenario, association = registered()
    odd = RegisterAccount(association=association, partition=partition)
    scenario.when(odd).then_refused(PartitionMalformed)


def test_an_account_may_have_been_opened_earlier_but_not_in_the_future() -> None:
    """L10"""
    scenario, association = registered()
    future = NOON.date() + timedelta(days=1)
    late = RegisterAccount(association=association, partition="main", opened=future)
    scenario.when(late).then_refused(DateInFuture)
    scenario.when(msgspec.structs.replace(late, opened=OPENED)).then_kinds("account-registered")


def test_an_association_has_one_active_account() -> None:
    """A1"""
    scenario, association = registered()
    scenario.done(RegisterAccount(association=association, partition="main"))
    again = RegisterAccount(association=association, partition="main")
    scenario.when(again).then_refused(AccountAlreadyActive)


def test_two_associations_have_an_account_each() -> None:
    """A1"""
    scenario, association = registered()
    other = AssociationId(scenario.done(REGISTER))
    first = scenario.done(RegisterAccount(association=association, partition="main"))
    second = scenario.done(RegisterAccount(association=other, partition="main"))
    assert first != second


def test_an_account_needs_an_association_in_the_register() -> None:
    """A1"""
    unknown = RegisterAccount(association=AssociationId("association-nobody"), partition="main")
    Scenario().when(unknown).then_refused(UnknownAssociation)


def test_the_message_that_opens_an_account_changes_nothing_when_it_comes_twice() -> None:
    """A1"""
    scenario = Scenario(NOON)
    scenario.when(OPEN).then(
        LocalAccountOpened(
            association=ASSOCIATION,
            association_kind=AssociationKind.RESIDENTS,
            tier=Tier.MICRO_LOCAL,
            opened=OPENED,
        )
    )
    scenario.when(OPEN).then()
    assert scenario.created == ACCOUNT


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
    scenario = Scenario(NOON)
    scenario.done(msgspec.structs.replace(OPEN, tier=tier))
    assert BODY_OF[Tier(account(scenario).tier)] is body


# The founding


def test_an_association_is_founded_with_statutes_rules_members_officers_and_two_who_attest() -> None:
    """A5"""
    scenario = opened()
    scenario.when(FOUND)
    people = [outcome for outcome in scenario.outcomes if isinstance(outcome, Person)]
    ana, bia, caty, duda = (person.token for person in people)
    statutes = next(outcome for outcome in scenario.outcomes if isinstance(outcome, Paper))
    state = account(scenario)
    assert state.rules is not None
    scenario.then(
        AssociationFounded(statutes=statutes.seal, rules=state.rules, attesting=(ana, bia), effective=OPENED),  # type: ignore[arg-type]
        *(MemberEnrolled(member=token, effective=OPENED) for token in (ana, bia, caty, duda)),  # type: ignore[arg-type]
        *(
            OfficerAppointed(office=office, member=token, effective=OPENED)  # type: ignore[arg-type]
            for office, token in zip(Office, (ana, bia, caty), strict=True)
        ),
    )
    assert scenario.created == ACCOUNT
    assert (state.rules_version, state.members) == (1, 4)
    assert state.may_let_money_leave()
    assert [person.name for person in people] == ["Ana Lima", "Bia Reis", "Caty Dias", "Duda Melo"]


def test_names_contacts_statutes_and_criteria_stand_in_no_event() -> None:
    """A5, L9"""
    scenario = opened()
    rules = RulesGiven(criteria=(CriterionGiven("poorest", "who eats once a day"),))
    scenario.when(msgspec.structs.replace(FOUND, rules=rules))
    kept_apart(scenario, "Ana Lima", "+238 991 11 11", "Bia Reis", "We share.", "who eats once a day")


def test_a_founders_name_is_never_public() -> None:
    """A5, L9"""
    scenario = opened()
    scenario.when(FOUND)
    assert not any(outcome.public for outcome in scenario.outcomes if isinstance(outcome, Person))


def test_a_founding_takes_effect_today_unless_the_minutes_say_otherwise() -> None:
    """A5, L10"""
    scenario = opened()
    scenario.done(msgspec.structs.replace(FOUND, effective=None))
    first = scenario.recorded[0].event
    assert isinstance(first, AssociationFounded)
    assert first.effective == NOON.date()


def test_an_association_is_founded_once() -> None:
    """A5"""
    founded().when(FOUND).then_refused(AlreadyFounded)


def test_an_account_that_does_not_exist_cannot_be_founded() -> None:
    """A5"""
    Scenario(NOON).when(FOUND).then_refused(UnknownAccount)


def test_nobody_is_enrolled_before_the_founding() -> None:
    """A5"""
    opened().when(EnrolMember(account=ACCOUNT)).then_refused(NotFounded)


@pytest.mark.parametrize("attesting", [0, 1, 3, 4])
def test_exactly_two_founders_attest_the_minutes(attesting: int) -> None:
    """A5"""
    founders = tuple(
        msgspec.structs.replace(founder, attests=number < attesting)
        for number, founder in enumerate(FOUNDERS)
    )
    opened().when(msgspec.structs.replace(FOUND, founders=founders)).then_refused(NotAttestedByTwo)


def test_nobody_founds_an_association_alone_or_with_no_one() -> None:
    """A5"""
    for founders in ((), FOUNDERS[:1]):
        opened().when(msgspec.structs.replace(FOUND, founders=founders)).then_refused(NotAttestedByTwo)


@pytest.mark.parametrize("name", ["Ana Lima", " ana  LIMA ", "\uff21na Lima"])
def test_nobody_is_named_twice_among_the_founders_to_attest_for_two(name: str) -> None:
    """A5, M2"""
    ana = Founder(name="Ana Lima", contact="+238 1", office=Office.TREASURER, attests=True)
    twice = (ana, Founder(name=name, contact="+238 1", attests=True))
    opened().when(msgspec.structs.replace(FOUND, founders=twice)).then_refused(FounderNamedTwice)


def test_two_founders_may_share_a_name_when_their_contacts_differ() -> None:
    """M2"""
    father = Founder(name="Rui", contact="+238 1", office=Office.TREASURER, attests=True)
    son = Founder(name="Rui", contact="+238 2", attests=True)
    scenario = opened().when(msgspec.structs.replace(FOUND, founders=(father, son)))
    assert scenario.refusal is None


def test_one_person_holds_each_office() -> None:
    """A3, A5, M4"""
    two_auditors = (*FOUNDERS[:3], Founder(name="Eva", office=Office.AUDITOR))
    scenario = opened().when(msgspec.structs.replace(FOUND, founders=two_auditors))
    scenario.then_refused(OfficeGivenTwice)
    assert "auditor" in str(scenario.refusal)


def test_a_village_without_first_officers_is_not_founded() -> None:
    """A5"""
    nobody = tuple(msgspec.structs.replace(founder, office=None) for founder in FOUNDERS)
    opened().when(msgspec.structs.replace(FOUND, founders=nobody)).then_refused(FirstOfficersMissing)


def test_a_small_village_may_leave_an_office_vacant_and_no_money_leaves_until_it_is_filled() -> None:
    """A3, A5"""
    scenario = opened()
    scenario.done(msgspec.structs.replace(FOUND, founders=FOUNDERS[:2]))
    assert not account(scenario).may_let_money_leave()


@pytest.mark.parametrize(
    ("effective", "refusal"),
    [(OPENED - timedelta(days=1), DateBeforeAccount), (NOON.date() + timedelta(days=1), DateInFuture)],
)
def test_a_founding_lies_between_the_opening_and_today(effective: date, refusal: type[Refused]) -> None:
    """A5, L10"""
    opened().when(msgspec.structs.replace(FOUND, effective=effective)).then_refused(refusal)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", TextEmpty), (" \n", TextEmpty), ("a\0b", TextUnreadable), ("\ud800", TextUnreadable)],
)
@pytest.mark.parametrize("field", ["statutes", "name", "contact"])
def test_texts_of_the_founding_are_whole(field: str, text: str, refusal: type[Refused]) -> None:
    """A5"""
    changed: dict[str, Any] = {"statutes": text}
    if field != "statutes":
        changed = {"founders": (msgspec.structs.replace(FOUNDERS[0], **{field: text}), *FOUNDERS[1:])}
    opened().when(msgspec.structs.replace(FOUND, **changed)).then_refused(refusal)


def test_statutes_have_an_end() -> None:
    """A5"""
    opened().when(msgspec.structs.replace(FOUND, statutes="x" * 20_001)).then_refused(TextTooLong)


def test_two_accounts_know_nothing_of_each_other() -> None:
    """A1"""
    scenario = founded()
    other = AccountId("account-other")
    scenario.done(
        OpenLocalAccount(
            account=other,
            association=AssociationId("association-other"),
            association_kind=AssociationKind.PARTNERSHIP,
            tier=Tier.FEDERATION,
            opened=OPENED,
        )
    )
    assert scenario.state(other, Account).rules is None
    scenario.when(FoundAssociation(account=other, statutes="s", founders=FOUNDERS)).then_kinds(
        "association-founded", *["member-enrolled"] * 4, *["officer-appointed"] * 3
    )
