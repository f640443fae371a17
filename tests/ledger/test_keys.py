"""Callers' keys: random, shown once, stored hashed, and naming a person and their roles per account."""

import hashlib
import os
from datetime import date

import msgspec
import pytest

from ledger.accounts.refusals import UnknownAccount
from ledger.associations.events import AccountRegistered
from ledger.associations.rules import AssociationKind, Tier
from ledger.command import Fact
from ledger.identifiers import AccountId, KeyId, MemberToken
from ledger.keys.commands import IssueKey, RevokeKey
from ledger.keys.events import KeyIssued, KeyRevoked
from ledger.keys.refusals import GrantNamesNoToken, KeyExists, KeyIsRevoked, KeyOpensNothing, UnknownKey
from ledger.keys.secret import hash_of, new_secret
from ledger.keys.state import Grant, KeyRecord, Role, key_mark
from tests.scenario import Scenario

SECRET = new_secret(lambda size: bytes(range(size)))
HASH = hash_of(SECRET)
AS_TREASURER = Grant(
    AccountId("account-caldeiras0000000"), MemberToken("member-00000000000000tr"), (Role.TREASURER,)
)

PLACED = Fact(
    "association-caldeiras",
    AccountRegistered(
        account=AS_TREASURER.account,
        partition="main",
        opened=date(2026, 1, 10),
        association_kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
    ),
)


def record(scenario: Scenario, secret: str = SECRET) -> KeyRecord | None:
    """What a caller who shows this secret is taken for."""
    return scenario.workspace.marks.get(key_mark(hash_of(secret)), KeyRecord)


def test_a_key_is_found_by_the_hash_of_its_secret_and_names_person_and_roles() -> None:
    """L9"""
    scenario = Scenario().given(PLACED).when(IssueKey(secret_hash=HASH, grants=(AS_TREASURER,)))
    scenario.then(KeyIssued(secret=key_mark(HASH), grants=(AS_TREASURER,)))
    assert scenario.created is not None
    assert scenario.recorded == [Fact(scenario.created, scenario.recorded[0].event)]
    assert record(scenario) == KeyRecord(KeyId(scenario.created), registrar=False, grants=(AS_TREASURER,))
    assert record(scenario, "usf_somebodyelse") is None


def test_a_registrars_key_needs_no_account() -> None:
    """KeyOpensNothing"""
    scenario = Scenario().when(IssueKey(secret_hash=HASH, registrar=True))
    scenario.then(KeyIssued(secret=key_mark(HASH), registrar=True))


@pytest.mark.parametrize("grants", [(), (Grant(AccountId("account-1"), MemberToken("member-1"), ()),)])
def test_a_key_that_opens_nothing_is_not_issued(grants: tuple[Grant, ...]) -> None:
    """KeyOpensNothing"""
    Scenario().when(IssueKey(secret_hash=HASH, grants=grants)).then_refused(KeyOpensNothing)


def test_a_key_opens_accounts_that_exist() -> None:
    """UnknownAccount"""
    grant = msgspec.structs.replace(AS_TREASURER, account=AccountId("Ana Lima, +238 991 11 11"))
    Scenario().given(PLACED).when(IssueKey(secret_hash=HASH, grants=(grant,))).then_refused(UnknownAccount)


@pytest.mark.parametrize("member", ["Ana Lima", "member-ana-lima", "member-", "", "member-00000000000000tr "])
def test_nobodys_name_stands_in_a_key_for_ever(member: str) -> None:
    """L9"""
    grant = msgspec.structs.replace(AS_TREASURER, member=MemberToken(member))
    Scenario().given(PLACED).when(IssueKey(secret_hash=HASH, grants=(grant,))).then_refused(GrantNamesNoToken)


def test_one_secret_makes_one_key() -> None:
    """KeyExists"""
    scenario = Scenario().given(PLACED)
    scenario.done(IssueKey(secret_hash=HASH, registrar=True))
    scenario.when(IssueKey(secret_hash=HASH, grants=(AS_TREASURER,))).then_refused(KeyExists)


def test_a_revoked_key_opens_nothing_any_more() -> None:
    """KeyIsRevoked"""
    scenario = Scenario()
    key = KeyId(scenario.done(IssueKey(secret_hash=HASH, registrar=True)))
    scenario.when(RevokeKey(key=key)).then(KeyRevoked(secret=key_mark(HASH)))
    assert record(scenario) is None
    scenario.when(RevokeKey(key=key)).then_refused(KeyIsRevoked)


def test_a_key_that_was_never_issued_cannot_be_revoked() -> None:
    """UnknownKey"""
    for key in ("key-0000000000000000", "association-1", "key", ""):
        Scenario().when(RevokeKey(key=KeyId(key))).then_refused(UnknownKey)


def test_a_secret_is_43_random_characters_behind_a_prefix_and_its_hash_is_sha_256() -> None:
    """L9"""
    assert SECRET == "usf_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    assert len(new_secret(os.urandom)) == 47
    assert new_secret(os.urandom) != new_secret(os.urandom)
    assert hashlib.sha256(SECRET.encode()).hexdigest() == HASH
    assert len(hash_of("what somebody typed: \ud800")) == 64
