"""Offices that fall vacant and keys that are lost, over HTTP: the association goes on."""

from typing import Any

import pytest

from tests.api.server import problem
from tests.api.test_http_assemblies import recorded
from tests.api.village import Village


@pytest.fixture
def later_village(village: Village) -> Village:
    """The same village five days later: its assembly has met the day before yesterday."""
    village.served.later(days=5)
    return village


def appointed(village: Village, minutes: str, member: str) -> dict[str, Any]:
    """The assembly gave the purse to somebody else."""
    body = {"office": "treasurer", "member": village.tokens[member]}
    village.signatory.done(f"{village.at}/minutes/{minutes}/appointments", body)
    officers: dict[str, Any] = {
        officer["office"]: officer["member"] for officer in village.signatory.read(village.at)["officers"]
    }
    return officers


def test_a_treasurer_who_left_is_replaced_by_minutes_and_the_new_one_gets_a_key(
    later_village: Village,
) -> None:
    """A3, A5"""
    village = later_village
    village.signatory.done(
        f"{village.at}/members/{village.tokens['treasurer']}/leavings", {"effective": "2026-03-02"}
    )
    minutes = recorded_by_signatory(village)
    assert appointed(village, minutes, "member 2")["treasurer"] == village.tokens["member 2"]
    lost = f"{village.at}/members/{village.tokens['member 2']}/key-replacements"
    village.signatory.done(lost)
    answer = village.auditor.post(f"{lost}/confirmations")
    assert answer.status_code == 201, answer.text
    treasurer = village.served.caller(answer.json()["secret"])
    treasurer.done(f"{village.at}/members", {"name": "Somebody new"})
    # The key that was lost opens this account no more.
    body = {"proposal": "proposal-0000000000000000", "choice": "yes"}
    refused = village.members[2].post(f"{village.at}/members/{village.tokens['member 0']}/leavings", body)
    assert problem(refused)["type"] == "/problems/key-unknown"


def recorded_by_signatory(village: Village) -> str:
    """Minutes that the second signatory entered, where there is no treasurer."""
    village.treasurer = village.signatory
    return recorded(village, attendance=5)


def test_one_officer_alone_replaces_nobody_s_key(later_village: Village) -> None:
    """A5"""
    village = later_village
    lost = f"{village.at}/members/{village.tokens['member 0']}/key-replacements"
    assert village.auditor.refused(f"{lost}/confirmations")["type"] == "/problems/replacement-not-asked"
    village.auditor.done(lost)
    assert village.auditor.refused(f"{lost}/confirmations")["type"] == "/problems/officer-asked-before"
    own = f"{village.at}/members/{village.tokens['treasurer']}/key-replacements"
    assert village.treasurer.refused(own)["type"] == "/problems/not-an-other-officer"


def test_where_no_officer_has_a_key_the_registrar_enters_what_the_assembly_decided(
    later_village: Village,
) -> None:
    """A5"""
    village = later_village
    minutes = recorded(village)
    where = f"{village.at}/minutes/{minutes}/key-replacements"
    body = {"member": village.tokens["treasurer"]}
    answer = village.registrar.post(where, body, headers={"Idempotency-Key": "the-key-of-the-treasurer"})
    treasurer = village.served.caller(answer.json()["secret"])
    treasurer.done(f"{village.at}/members", {"name": "Somebody new"})
    assert problem(village.treasurer.post(f"{village.at}/members", {}))["type"] == "/problems/key-unknown"
    # The secret is shown once: a repeat does not show it again, and issues no other.
    again = village.registrar.post(where, body, headers={"Idempotency-Key": "the-key-of-the-treasurer"})
    assert again.json().get("secret") is None
    treasurer.done(f"{village.at}/members", {"name": "Somebody else"})
