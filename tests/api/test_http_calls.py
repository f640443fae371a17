"""Calls on the fund over HTTP: from a proposal to granted, refused, and passed up two tiers."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.http.routes.calls_shown import texts_of
from tests.api.server import Served, serve
from tests.api.twins import Twins
from tests.api.village import Village

ASKED = {
    "type": "call",
    "beneficiaries": 14,
    "costs": [{"what": "A press", "unit": "EUR", "amount": "400.00"}],
    "own": [{"unit": "EUR", "amount": "100.00"}],
    "requested": [{"unit": "EUR", "amount": "300.00"}],
}


class Network:
    """A village and its twin, and accounts of each tier above."""

    def __init__(self, served: Served) -> None:
        self.served = served
        twins = Twins(served)
        self.asking, self.twin, self.twinning = twins.south, twins.north, twins.twinning
        self.neighbour = Village(served)
        self.federation = Village(served, tier="federation")
        self.fund = Village(served, tier="global")

    def sent(self, addressee: Village) -> str:
        """A call with its opinion, on its way to whom it is addressed."""
        asking, twin = self.asking, self.twin
        measure = {**ASKED, "twinning": self.twinning, "addressee": addressee.account}
        call = asking.adopt(measure, pass_on_plan="A tenth of the harvest.")
        until(twin, call, lambda shown: shown["for_opinion"])
        opinion = {
            "opinion": "favourable",
            "text": "The old press is past repair.",
            "effective": "2026-03-01",
        }
        twin.treasurer.done(f"{twin.at}/calls/{call}/opinions", opinion)
        until(asking, call, lambda shown: shown["opinion"] == "favourable")
        asking.treasurer.done(f"{asking.at}/calls/{call}/sendings")
        return call

    def decided(self, giving: Village, call: str, choice: str) -> str:
        """The body where the call lies decides on a proposal that names it."""
        giving.receive("500.00")
        measure = {
            "type": "spend",
            "destination": "b",
            "receiving_account": self.asking.account,
            "call": call,
            "beneficiaries": 14,
            "costs": [{"what": "Their press", "unit": "EUR", "amount": "300.00"}],
            "requested": [{"unit": "EUR", "purpose": "unrestricted", "amount": "300.00"}],
        }
        proposal = giving.admitted(measure, pass_on_plan="not able yet")
        giving.vote(proposal, choice)
        return proposal


def until(village: Village, call: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What a village shows of a call once a message has reached it."""
    for _ in range(500):
        answer = village.public.get(f"{village.at}/calls/{call}")
        if answer.status_code == 200 and holds(answer.json()):
            return dict(answer.json())
        time.sleep(0.02)
    raise AssertionError("the message did not reach the village")


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    """A served network."""
    with serve(tmp_path / "usf.db") as served:
        yield Network(served)


def test_a_call_is_decided_asked_and_granted(network: Network) -> None:
    """P5, P6"""
    call = network.sent(network.federation)
    received = until(network.federation, call, lambda shown: shown["status"] == "received")
    assert received["opinion_said"] == "The old press is past repair."
    assert received["texts"] == {
        "need": "It is time.",
        "costs": ["A press"],
        "pass_on_plan": "A tenth of the harvest.",
    }
    assert received["lines"] == [
        {"unit": "EUR", "costs": "400.00", "own": "100.00", "other": "0.00", "requested": "300.00"}
    ]
    assert received["asking"] == network.asking.account
    proposal = network.decided(network.federation, call, "yes")
    granted = until(network.asking, call, lambda shown: shown["status"] == "granted")
    assert (granted["met_by"], granted["lies_with"]) == (proposal, network.federation.account)
    meeting = network.federation.treasurer.read(f"{network.federation.at}/proposals/{proposal}")
    assert meeting["call"] == call
    listed = network.asking.public.get(f"{network.asking.at}/calls", status="granted").json()["items"]
    assert [one["id"] for one in listed] == [call]


def test_a_call_is_refused_by_a_vote_and_by_rules_that_accept_none(network: Network) -> None:
    """P5, A4"""
    call = network.sent(network.federation)
    until(network.federation, call, lambda shown: shown["status"] == "received")
    network.decided(network.federation, call, "no")
    assert until(network.asking, call, lambda shown: shown["status"] == "refused")["ground"] == "decided"
    other = network.sent(network.neighbour)
    assert until(network.asking, other, lambda shown: shown["status"] == "refused")["ground"] == "no-calls"


def test_a_call_is_passed_up_two_tiers_and_the_asking_side_sees_where_it_lies(network: Network) -> None:
    """P5"""
    neighbour, federation, fund = network.neighbour, network.federation, network.fund
    neighbour.adopt({"type": "change-rules", "rules": {"accepts_calls": True}})
    call = network.sent(neighbour)
    for below, above in ((neighbour, federation), (federation, fund)):
        until(below, call, lambda shown: shown["status"] == "received")
        below.treasurer.done(f"{below.at}/calls/{call}/passings", {"to": above.account})
        until(network.asking, call, lambda shown, above=above: shown["lies_with"] == above.account)  # type: ignore[misc]
    until(fund, call, lambda shown: shown["status"] == "received")
    refused = fund.treasurer.refused(f"{fund.at}/calls/{call}/passings", {"to": network.twin.account})
    assert refused["type"] == "/problems/nobody-above"
    network.decided(fund, call, "yes")
    granted = until(network.asking, call, lambda shown: shown["status"] == "granted")
    assert granted["lies_with"] == fund.account


def test_a_call_is_taken_back_before_it_is_decided(network: Network) -> None:
    """P5"""
    call = network.sent(network.fund)
    until(network.fund, call, lambda shown: shown["status"] == "received")
    network.asking.treasurer.done(f"{network.asking.at}/calls/{call}/withdrawals")
    until(network.fund, call, lambda shown: shown["status"] == "withdrawn")
    refused = network.asking.treasurer.refused(f"{network.asking.at}/calls/{call}/withdrawals")
    assert refused["type"] == "/problems/call-not-at-this-step"
    assert network.asking.public.get(f"{network.asking.at}/calls/call-0000000000000000").status_code == 404


def test_a_call_from_abroad_whose_paper_holds_something_else_is_shown_without_texts() -> None:
    """L9, P5: what another installation wrote is not believed to be readable."""
    sound = '{"costs":["Press"],"need":"A press.","pass_on_plan":"Not able yet."}'
    assert texts_of(sound) == {"costs": ["Press"], "need": "A press.", "pass_on_plan": "Not able yet."}
    for paper in (None, "", "We need a press.", "[]", '{"need": 1}', '{"need": "\\ud800"}', "[" * 5000):
        assert texts_of(paper) is None
