"""Proposals, decision rounds and disbursements over HTTP: a whole season."""

import pytest

from ledger.context import canonical, seal_of
from ledger.storage.store import StoreUnavailable
from tests.api.village import Village, spending


def test_a_proposal_goes_from_draft_to_ballot_to_decision_to_payment_to_report(village: Village) -> None:
    """P1, P2, R1, B1, B3"""
    at, treasurer = village.at, village.treasurer
    village.receive("100.00")
    proposal = village.propose("40.00")
    decided = village.decide(proposal)
    shown = treasurer.read(f"{at}/rounds/{decided}")
    assert shown["status"] == "final"
    assert shown["title"] == "Spring"
    assert shown["options"][0]["accepted"] is True
    assert shown["tallies"] == [{"label": "P1", "votes": 3, "score": None}]
    paid = treasurer.done(
        f"{at}/disbursements",
        {
            "proposal": proposal,
            "tranche": 1,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": "40.00",
            "payee": {"kind": "company", "name": "Bus Ltd"},
            "beneficiary": {"kind": "household", "name": "The mountain children"},
        },
    )
    one = f"{at}/disbursements/{paid}"
    treasurer.done(f"{one}/sign-offs")
    assert treasurer.refused(f"{one}/sign-offs")["type"] == "/problems/already-signed-off"
    village.signatory.done(f"{one}/sign-offs")
    treasurer.done(f"{one}/sendings", {})
    treasurer.done(f"{one}/settlements", {"reference": "bank line 9"})
    treasurer.done(f"{one}/acknowledgements", {"acknowledgement": "It came."})
    treasurer.done(f"{one}/evidence", {"evidence": "An invoice."})
    public = village.public
    public.position = treasurer.position
    seen = public.read(one)
    assert (seen["status"], seen["payee_name"], seen["beneficiary"]) == ("evidenced", "Bus Ltd", None)
    assert [step["status"] for step in seen["steps"]] == [
        "signed-off",
        "sent",
        "settled",
        "acknowledged",
        "evidenced",
    ]
    assert treasurer.read(one)["beneficiary_name"] == "The mountain children"
    totals = {b["destination"]: (b["paid"], b["available"]) for b in public.read(f"{at}/balances")["items"]}
    assert totals == {"c": ("40.00", "0.00"), "unassigned": ("0.00", "60.00")}
    treasurer.done(f"{at}/proposals/{proposal}/reports", {"report": "They ride to school."})
    treasurer.done(f"{at}/proposals/{proposal}/closures")
    closed = treasurer.read(f"{at}/proposals/{proposal}")
    assert closed["status"] == "closed"
    assert closed["texts"]["need"].startswith("Forty children")
    assert treasurer.read(f"{at}/disbursements", proposal=proposal)["items"][0]["id"] == paid


def test_a_payment_may_be_cancelled_fail_or_come_back(village: Village) -> None:
    """B4, B5"""
    at, treasurer = village.at, village.treasurer
    village.receive("100.00")
    proposal = village.propose("30.00")
    village.decide(proposal)

    def authorised(tranche: int) -> str:
        body = {
            "proposal": proposal,
            "tranche": tranche,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": "10.00",
            "payee": {"kind": "company", "name": "Bus Ltd"},
        }
        return f"{at}/disbursements/" + treasurer.done(f"{at}/disbursements", body)

    cancelled, failed, returned = map(authorised, (1, 2, 3))
    treasurer.done(f"{cancelled}/cancellations", {"reason": "Not needed."})
    for one in (failed, returned):
        treasurer.done(f"{one}/sign-offs")
        village.signatory.done(f"{one}/sign-offs")
        treasurer.done(f"{one}/sendings", {})
    treasurer.done(f"{failed}/failures", {"reason": "Wrong number."})
    treasurer.done(f"{returned}/settlements", {"attesting": village.tokens["member 1"]})
    treasurer.done(f"{returned}/returns", {"reason": "Sent back."})
    statuses = [d["status"] for d in treasurer.read(f"{at}/disbursements")["items"]]
    assert statuses == ["cancelled", "failed", "returned"]


def test_a_ballot_whose_slip_cannot_be_read_is_not_said_to_be_unrecorded(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C2"""
    village.receive()
    drafted = village.draft_round(village.propose())
    village.treasurer.done(f"{village.at}/rounds/{drafted}/openings")
    ballots, key = f"{village.at}/rounds/{drafted}/ballots", {"Idempotency-Key": "my-ballot"}

    def fail(*_: object) -> None:
        raise StoreUnavailable("The database stops.")

    with monkeypatch.context() as patched:
        patched.setattr(village.served.ledger.store, "read", fail)
        refused = village.members[0].refused(ballots, {"choices": []}, headers=key)
    assert refused["type"] == "/problems/commit-unknown"
    again = village.members[0].post(ballots, {"choices": []}, headers=key)
    assert (again.headers["Idempotency-Replayed"], again.json()["number"]) == ("true", 1)


def test_before_counting_a_ballot_is_its_number_and_seal_and_after_it_anyone_can_check(
    village: Village,
) -> None:
    """V3, V7, V8"""
    at, treasurer, (one, two, *_) = village.at, village.treasurer, village.members
    village.receive("100.00")
    drafted = village.draft_round(village.propose("40.00"))
    ballots = f"{at}/rounds/{drafted}/ballots"
    treasurer.done(f"{at}/rounds/{drafted}/openings")
    one.done(ballots, {"choices": []})
    slip = one.post(ballots, {"choices": ["P1"]}).json()
    assert slip["number"] == 2
    handed_in = {"choices": ["P1"], "member": village.tokens["member 1"]}
    assert two.refused(ballots, {**handed_in, "member": village.tokens["member 0"]})["status"] == 403
    village.teller.done(ballots, handed_in)
    position = village.teller.position
    for caller in (village.public, village.auditor, village.registrar):
        caller.position = position
        listed = caller.read(ballots)["items"]
        assert [sorted(ballot) for ballot in listed] == [["number", "seal"]] * 3
    raw = village.auditor.read(f"{at}/events", limit=1000)["items"]
    cast = [event for event in raw if event["kind"] == "ballot-cast"]
    assert [sorted(event["data"]) for event in cast] == [["number", "seal"]] * 3
    assert {event["actor"] for event in cast} == {None}
    trail = village.public.read(f"{at}/audit", limit=1000)["items"]
    assert {line["actor"] for line in trail if line["kind"] == "ballot-cast"} == {None}
    state = village.auditor.read(f"{at}/states/{drafted}")["state"]
    assert state["ballots_cast"] == 3
    assert state["result"] is None
    village.served.later(days=2)
    treasurer.done(f"{at}/rounds/{drafted}/closures")
    treasurer.done(f"{at}/rounds/{drafted}/counts")
    village.public.position = treasurer.position
    opened = village.public.read(ballots)["items"]
    assert [(b["member"], b["choices"], b["counts"]) for b in opened] == [
        (village.tokens["member 0"], [], False),
        (village.tokens["member 0"], ["P1"], True),
        (village.tokens["member 1"], ["P1"], True),
    ]
    for ballot in opened:
        assert seal_of(ballot["salt"], canonical([ballot["number"], ballot["choices"]])) == ballot["seal"]
    assert opened[1]["seal"] == slip["seal"]


def test_an_auditor_replays_the_state_of_any_position(village: Village) -> None:
    """L8"""
    at, auditor = village.at, village.auditor
    village.receive("1.00")
    then = village.treasurer.position
    village.receive("2.00")
    auditor.position = village.treasurer.position
    now, before = (auditor.read(f"{at}/states", **at_position) for at_position in ({}, {"position": then}))
    assert [total["received"] for total in now["state"]["totals"]] == [300]
    assert [total["received"] for total in before["state"]["totals"]] == [100]
    assert before["position"] == then
    assert before["version"] == now["version"] - 1


def test_an_officer_is_appointed_by_decision(village: Village) -> None:
    """A3"""
    member = village.tokens["member 1"]
    village.adopt({"type": "appoint", "office": "treasurer", "member": member})
    offices = {o["office"]: o["member"] for o in village.treasurer.read(village.at)["officers"]}
    assert offices["treasurer"] == member


def test_the_rules_are_changed_by_decision(village: Village) -> None:
    """A4"""
    village.adopt({"type": "change-rules", "rules": {"quorum_percent": 10}})
    first, second = village.treasurer.read(f"{village.at}/rules")["items"]
    assert first["texts"] == {"no-school-bus": "Children who live too far from school to walk."}
    assert second["rules"]["quorum_percent"] == 10
    assert village.treasurer.read(village.at)["rules_version"] == 2


def test_an_earmark_is_lifted_by_decision(village: Village) -> None:
    """L5"""
    at, treasurer = village.at, village.treasurer
    purpose = treasurer.done(f"{at}/purposes", {"kind": "theme", "description": "Wine"})
    gift = village.receive("10.00", earmark=purpose)
    treasurer.done(f"{at}/contributions/{gift}/earmark-acceptances", {})
    lift = {"type": "lift-earmark", "purpose": purpose, "amount": {"unit": "EUR", "amount": "4.00"}}
    village.adopt(lift)
    available = {b["purpose"]: b["available"] for b in treasurer.read(f"{at}/balances")["items"]}
    assert available == {"awaiting": "0.00", purpose: "6.00", "unrestricted": "4.00"}


def test_interests_and_recusals_are_declared_by_oneself_or_by_an_officer(village: Village) -> None:
    """M3, P3"""
    at, (one, two, *_) = village.at, village.members
    proposal = one.done(f"{at}/proposals", spending("10.00"))
    interests = f"{at}/proposals/{proposal}/interests"
    two.done(interests, {"tie": "close-tie"})
    other = {"tie": "payee", "member": village.tokens["member 2"]}
    assert two.refused(interests, other)["type"] == "/problems/others-interest"
    village.treasurer.done(interests, other)
    assert len(village.treasurer.read(f"{at}/proposals/{proposal}")["interests"]) == 2
    recusals = f"{at}/rounds/{village.draft_round(proposal)}/recusals"
    two.done(recusals, {"reason": "She is my sister."})
    somebody = {"reason": "He is the payee.", "member": village.tokens["member 2"]}
    assert one.refused(recusals, somebody)["type"] == "/problems/others-recusal"
    village.served.later(hours=3)
    minutes = {
        "began": "2026-03-01T12:00:00Z",
        "ended": "2026-03-01T13:00:00Z",
        "convened": "2026-02-20",
        "convocation": "On the door.",
        "attendance": 4,
        "attesting": [village.tokens["member 0"], village.tokens["member 1"]],
        "text": "He said that the cart is his.",
    }
    somebody["minutes"] = village.signatory.done(f"{at}/minutes", minutes)
    village.treasurer.done(recusals, somebody)


def test_a_proposal_may_be_amended_and_withdrawn_before_its_round_opens(village: Village) -> None:
    """P2, P4"""
    at, (one, two, *_) = village.at, village.members
    proposal = f"{at}/proposals/" + one.done(f"{at}/proposals", spending("10.00"))
    one.done(f"{proposal}/versions", spending("12.00"))
    assert one.read(proposal)["version"] == 2
    assert two.refused(f"{proposal}/withdrawals")["status"] == 403
    one.done(f"{proposal}/withdrawals")
    assert one.read(f"{at}/proposals", status="withdrawn")["items"][0]["version"] == 2
