"""Objections and annulments over HTTP: who raises them, who decides, what is shown of them, and what is paid then."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.api.server import Caller
from tests.api.village import Village

REASON = "The driver is my neighbour's cousin."
LOOKED = "The assembly looked at all three costs."


class Decided:
    """Two projects of three are accepted, and the window of three days has begun."""

    def __init__(self, village: Village) -> None:
        self.village = village
        village.receive("200.00")
        self.proposals = [village.propose(amount) for amount in ("20.00", "10.00", "40.00")]
        closes = (village.served.clock_now + timedelta(days=1)).isoformat()
        self.round = village.draft_round(*self.proposals, closes=closes)
        self.at = f"{village.at}/rounds/{self.round}"
        village.treasurer.done(f"{self.at}/openings")
        for member in village.members:
            member.done(f"{self.at}/ballots", {"choices": ["P1", "P2"]})
        village.served.later(days=1)
        for step in ("closures", "counts"):
            village.treasurer.done(f"{self.at}/{step}")

    def objects(self, caller: Caller, label: str = "P1", **more: Any) -> dict[str, Any]:
        """What the ledger answers; what the treasurer reads from now on reflects it."""
        answer = caller.post(f"{self.at}/objections", {"label": label, "reason": REASON, **more})
        assert answer.status_code == 201, answer.text
        self.village.treasurer.position = caller.position
        said: dict[str, Any] = answer.json()
        return said

    def met(self) -> str:
        """Minutes of an assembly that met just now, entered by the treasurer."""
        began = self.village.served.clock_now
        self.village.served.later(hours=2)
        attesting = [self.village.tokens["member 0"], self.village.tokens["member 1"]]
        minutes = {
            "began": began.isoformat(),
            "ended": self.village.served.clock_now.isoformat(),
            "convened": began.date().isoformat(),
            "convocation": "Called from the chapel's steps.",
            "attendance": 5,
            "attesting": attesting,
            "text": "We spoke of the bus.",
        }
        return self.village.treasurer.done(f"{self.village.at}/minutes", minutes)

    def standing(self) -> dict[str, str | None]:
        """What became of each item."""
        options = self.village.treasurer.read(self.at)["options"]
        return {option["label"]: option["standing"] for option in options}

    def states(self) -> list[str]:
        """Of each objection, by number."""
        listed = self.village.treasurer.read(f"{self.at}/objections")["items"]
        return [objection["state"] for objection in listed]

    def pays(self, proposal: str) -> dict[str, Any]:
        """A payment under a proposal."""
        return {
            "proposal": proposal,
            "tranche": 1,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": "10.00",
            "payee": {"kind": "company", "name": "Bus Ltd"},
        }

    def balance(self) -> tuple[str, str]:
        """Reserved and available, all destinations together."""
        rows = self.village.treasurer.read(f"{self.village.at}/balances")["items"]
        reserved, free = (sum(Decimal(row[name]) for row in rows) for name in ("reserved", "available"))
        return str(reserved), str(free)


@pytest.fixture
def decided(village: Village) -> Decided:
    """By an assembly that decides on objections itself; the rules give it ten days."""
    rules = {**village.minutes()["rules"], "objection_days": 3, "objection_decision_days": 10}
    village.adopt({"type": "change-rules", "rules": rules})
    return Decided(village)


def test_one_item_waits_for_the_assembly_while_the_others_become_final(decided: Decided) -> None:
    """R8, R10, B1, B2"""
    village = decided.village
    first = decided.objects(village.members[0])
    assert first["number"] == 1
    again = village.members[0].refused(f"{decided.at}/objections", {"label": "P2", "reason": REASON})
    assert again["type"] == "/problems/already-objected"
    paper = decided.objects(village.teller, "P2", member=village.tokens["member 1"])
    assert paper["number"] == 2
    other = village.members[2].refused(
        f"{decided.at}/objections", {"label": "P1", "reason": REASON, "member": village.tokens["member 1"]}
    )
    assert other["type"] == "/problems/role-needed"
    assert decided.states() == ["pending", "pending"]
    held = decided.met()
    dismissal = {"upheld": False, "reason": LOOKED, "minutes": held}
    village.signatory.done(f"{decided.at}/objections/2/decisions", dismissal)
    village.treasurer.position = village.signatory.position
    village.served.later(days=3)
    village.treasurer.done(f"{decided.at}/finalisations")
    assert decided.standing() == {"P1": "suspended", "P2": "final", "P3": "final"}
    at, treasurer = f"{village.at}/disbursements", village.treasurer
    refused = treasurer.refused(at, decided.pays(decided.proposals[0]))
    assert refused["type"] == "/problems/decision-still-open"
    assert decided.balance() == ("30.00", "170.00")
    waits = treasurer.refused(f"{decided.at}/item-finalisations", {"label": "P1"})
    assert waits["type"] == "/problems/objection-pending"
    treasurer.done(at, decided.pays(decided.proposals[1]))
    upheld = {"upheld": True, "reason": LOOKED, "minutes": decided.met()}
    own = treasurer.refused(f"{decided.at}/objections/1/decisions", upheld)
    assert own["type"] == "/problems/decided-by-recorder"
    village.signatory.done(f"{decided.at}/objections/1/decisions", upheld)
    village.treasurer.position = village.signatory.position
    assert decided.states() == ["upheld", "dismissed"]
    assert decided.standing()["P1"] == "annulled"
    assert decided.balance() == ("10.00", "190.00")
    assert treasurer.read(f"{village.at}/proposals/{decided.proposals[0]}")["status"] == "admitted"
    gone = treasurer.refused(at, decided.pays(decided.proposals[0]))
    assert gone["type"] == "/problems/nothing-decided"


def test_an_item_is_made_final_once_its_objection_has_lapsed(decided: Decided) -> None:
    """R8"""
    village = decided.village
    decided.objects(village.members[0])
    village.served.later(days=3)
    village.treasurer.done(f"{decided.at}/finalisations")
    village.served.later(days=7)
    late = {"upheld": True, "reason": LOOKED, "minutes": decided.met()}
    refused = village.signatory.refused(f"{decided.at}/objections/1/decisions", late)
    assert refused["type"] == "/problems/objection-lapsed"
    village.treasurer.done(f"{decided.at}/item-finalisations", {"label": "P1"})
    assert decided.standing()["P1"] == "final"
    assert decided.states() == ["lapsed"]
    village.treasurer.done(f"{village.at}/disbursements", decided.pays(decided.proposals[0]))


def test_anyone_sees_that_an_item_is_objected_to_and_nobody_by_whom(decided: Decided) -> None:
    """R8, V7, L9"""
    village = decided.village
    decided.objects(village.members[0])
    dismissal = {"upheld": False, "reason": LOOKED, "minutes": decided.met()}
    village.signatory.done(f"{decided.at}/objections/1/decisions", dismissal)
    village.treasurer.position = village.signatory.position
    path, token = f"{decided.at}/objections", village.tokens["member 0"]
    for caller, reason in ((village.public, None), (village.members[1], REASON), (village.auditor, REASON)):
        answer = caller.http.get(path, params={"min_position": str(village.treasurer.position)})
        (objection,) = answer.json()["items"]
        assert (objection["label"], objection["reason"], objection["decision"]) == ("P1", reason, LOOKED)
        assert token not in answer.text
        assert "elector-" not in answer.text
    unknown = village.public.http.get(f"{village.at}/rounds/round-0000000000000000/objections")
    assert unknown.json()["type"] == "/problems/unknown-round"


def test_the_auditor_decides_where_the_rules_say_so(village: Village) -> None:
    """R8"""
    rules = {**village.minutes()["rules"], "objection_days": 3, "objection_body": "auditor"}
    village.adopt({"type": "change-rules", "rules": rules})
    decided = Decided(village)
    decided.objects(village.members[0])
    decided.objects(village.auditor, "P2")
    path, decision = f"{decided.at}/objections/1/decisions", {"upheld": False, "reason": LOOKED}
    assert village.treasurer.refused(path, decision)["type"] == "/problems/decided-by-auditor"
    assert village.members[0].refused(path, decision)["type"] == "/problems/role-needed"
    village.auditor.done(path, decision)
    own = village.auditor.refused(f"{decided.at}/objections/2/decisions", decision)
    assert own["type"] == "/problems/auditor-concerned"


def test_an_assembly_annuls_a_round_and_another_officer_writes_it_down(decided: Decided) -> None:
    """R8, R10, A3"""
    village = decided.village
    path, why = f"{decided.at}/annulments", {"reason": "Half the village was not called."}
    assert village.treasurer.refused(path, why)["type"] == "/problems/annulment-undecided"
    by_minutes = {**why, "minutes": decided.met()}
    assert village.treasurer.refused(path, by_minutes)["type"] == "/problems/annulled-by-recorder"
    village.signatory.done(path, by_minutes)
    shown = village.treasurer.read(decided.at, min_position=str(village.signatory.position))
    assert (shown["status"], shown["annulment"], shown["annulled_by"]) == (
        "annulled",
        why["reason"],
        by_minutes["minutes"],
    )
    assert decided.balance() == ("0.00", "200.00")
    final = village.treasurer.refused(f"{decided.at}/finalisations")
    assert final["type"] == "/problems/round-not-at-this-step"
    closes = (village.served.clock_now + timedelta(days=1)).isoformat()
    again = village.draft_round(*decided.proposals, closes=closes)
    village.treasurer.done(f"{village.at}/rounds/{again}/openings")


def test_choices_of_an_annulled_round_that_was_never_counted_stay_closed(village: Village) -> None:
    """V8, R8"""
    proposal = village.propose("40.00")
    village.receive("100.00")
    round_id = village.draft_round(proposal)
    at = f"{village.at}/rounds/{round_id}"
    village.treasurer.done(f"{at}/openings")
    village.members[0].done(f"{at}/ballots", {"choices": ["P1"]})
    began = village.served.clock_now
    village.served.later(hours=2)
    minutes = {
        "began": began.isoformat(),
        "ended": village.served.clock_now.isoformat(),
        "convened": "2026-03-01",
        "convocation": "On the door.",
        "attendance": 4,
        "attesting": [village.tokens["member 0"], village.tokens["member 1"]],
        "text": "Nobody on the hill was called.",
    }
    held = village.treasurer.done(f"{village.at}/minutes", minutes)
    assert village.treasurer.read(f"{village.at}/minutes/{held}")["withheld"] is True
    village.signatory.done(f"{at}/annulments", {"reason": "Not all were called.", "minutes": held})
    position = str(village.signatory.position)
    assert village.treasurer.read(f"{village.at}/minutes/{held}", min_position=position)["withheld"] is False
    (ballot,) = village.treasurer.read(f"{at}/ballots", min_position=position)["items"]
    assert set(ballot) == {"number", "seal"}


def test_a_draft_is_given_up_and_its_proposals_stay_admitted(village: Village) -> None:
    """R1"""
    proposal = village.propose("40.00")
    round_id = village.draft_round(proposal)
    at = f"{village.at}/rounds/{round_id}"
    village.treasurer.done(f"{at}/annulments", {"reason": "The label was wrong."})
    assert village.treasurer.read(at)["status"] == "annulled"
    assert village.treasurer.read(f"{village.at}/proposals/{proposal}")["status"] == "admitted"


def test_versions_of_the_rules_are_listed_and_a_round_keeps_its_own(village: Village) -> None:
    """A4, R2, R8"""
    village.receive("100.00")
    proposal = village.propose("40.00")
    closes = (village.served.clock_now + timedelta(days=9)).isoformat()
    at = f"{village.at}/rounds/{village.draft_round(proposal, closes=closes)}"
    village.treasurer.done(f"{at}/openings")
    rules = {
        **village.minutes()["rules"],
        "objection_days": 3,
        "objection_body": "auditor",
        "objection_decision_days": 5,
    }
    village.adopt({"type": "change-rules", "rules": rules})
    listed = village.treasurer.read(f"{village.at}/rules")["items"]
    assert [version["version"] for version in listed] == [1, 2]
    asked = ("objection_body", "objection_decision_days")
    assert [[version["rules"].get(name) for name in asked] for version in listed] == [
        [None, None],
        ["auditor", 5],
    ]
    shown = village.treasurer.read(at)
    assert (shown["rules_version"], *(shown[name] for name in asked)) == (1, "deciding-body", 30)
    village.served.later(days=7)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{at}/{step}")
    late = village.members[0].refused(f"{at}/objections", {"label": "P1", "reason": REASON})
    assert late["type"] == "/problems/objection-window-over"
    village.treasurer.done(f"{at}/finalisations")
