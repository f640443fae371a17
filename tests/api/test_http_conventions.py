"""Repeats, versions, positions, dry runs, languages: what holds for every route."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.server import problem
from tests.api.village import Village, spending

GIFT = {"unit": "EUR", "amount": "12.50", "giver": {"kind": "person", "name": "Rui"}}


def test_the_same_request_with_the_same_key_happens_once(village: Village) -> None:
    """L2"""
    at, treasurer = f"{village.at}/contributions", village.treasurer
    headers = {"Idempotency-Key": "gift-1"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: treasurer.post(at, GIFT, headers=headers), range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum(answer.headers.get("Idempotency-Replayed") != "true" for answer in answers) == 1
    assert len(treasurer.read(at)["items"]) == 1
    other = treasurer.refused(at, {**GIFT, "amount": "13.00"}, headers=headers)
    assert (other["type"], other["status"]) == ("/problems/key-reused", 422)
    village.signatory.done(at, GIFT, headers=headers)


def test_an_elector_repeats_a_ballot_with_the_same_key_and_casts_one(village: Village) -> None:
    """V4, V7"""
    village.receive("100.00")
    drafted = village.draft_round(village.propose("40.00"))
    village.treasurer.done(f"{village.at}/rounds/{drafted}/openings")
    ballots, headers = f"{village.at}/rounds/{drafted}/ballots", {"Idempotency-Key": "vote"}
    slips = [village.members[0].post(ballots, {"choices": ["P1"]}, headers=headers).json() for _ in range(2)]
    assert slips[0] == slips[1]
    assert village.members[1].post(ballots, {"choices": ["P1"]}, headers=headers).json()["number"] == 2


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "ü"])
def test_an_idempotency_key_is_visible_ascii(village: Village, key: str) -> None:
    """L2"""
    answer = village.treasurer.http.post(
        f"{village.at}/contributions", json=GIFT, headers={b"Idempotency-Key": key.encode()}
    )
    assert problem(answer)["type"] == "/problems/idempotency-key-malformed"


def test_an_act_on_a_version_that_somebody_changed_meanwhile_is_refused(village: Village) -> None:
    """P2"""
    one = village.members[0]
    proposal = f"{village.at}/proposals/" + one.done(f"{village.at}/proposals", spending("10.00"))
    read = one.get(proposal, min_position=one.position)
    assert read.headers["ETag"] == '"1"'
    seen = {"If-Match": read.headers["ETag"]}
    one.done(f"{proposal}/versions", spending("11.00"), headers=seen)
    stale = one.refused(f"{proposal}/versions", spending("12.00"), headers=seen)
    assert (stale["type"], stale["status"], stale["version"]) == ("/problems/stale-version", 412, 2)
    one.done(f"{proposal}/interest-statements", headers={"If-Match": '"2"'})
    for etag in ("7", "*", 'W/"2"', '"x"'):
        refused = one.refused(f"{proposal}/submissions", headers={"If-Match": etag})
        assert refused["type"] == "/problems/if-match-malformed"


def test_a_dry_run_decides_and_records_nothing(village: Village) -> None:
    """L2"""
    at, treasurer = f"{village.at}/contributions", village.treasurer
    answer = treasurer.post(at, GIFT, dry_run=True)
    assert (answer.status_code, answer.json()) == (
        200,
        {"would_be_recorded": True, "kinds": ["contribution-received"]},
    )
    assert treasurer.read(at)["items"] == []
    assert (
        treasurer.refused(at, {**GIFT, "amount": "0"}, dry_run=True)["type"]
        == "/problems/amount-not-positive"
    )


def test_a_read_waits_for_a_position_and_says_so_when_it_does_not_come(village: Village) -> None:
    """L8"""
    treasurer, at = village.treasurer, f"{village.at}/balances"
    village.receive()
    assert treasurer.position is not None
    log, _, number = treasurer.position.partition(".")
    assert treasurer.get(at, min_position=treasurer.position).headers["Ledger-Position"] == treasurer.position
    never = f"{log}.{int(number) + 1000}"
    late = problem(treasurer.get(at, min_position=never, timeout=0.05))
    assert (late["type"], late["status"]) == ("/problems/position-not-reached", 504)
    assert problem(treasurer.get(at, min_position="nowhere.5"))["type"] == "/problems/unknown-log"
    for position in ("5", "main", "main.x", "main.-1", "main.٣", "main.1'--"):
        assert problem(treasurer.get(at, min_position=position))["type"] == "/problems/position-malformed"
    assert problem(treasurer.get(at, position=never))["type"] == "/problems/position-beyond-end"
    both = problem(treasurer.get(at, position=treasurer.position, effective="2026-03-01"))
    assert both["type"] == "/problems/as-of-unclear"


def test_sentences_come_in_the_language_that_the_reader_asks_for(village: Village) -> None:
    """L9"""
    village.receive("12.50")
    caller = village.treasurer
    sentences = {}
    for wanted, given in (
        ("pt-CV,fr;q=0.5", "pt"),
        ("de, fr;q=0.8, en;q=0.7", "fr"),
        ("xx", "en"),
        ("", "en"),
    ):
        query = {"limit": 1000, "min_position": caller.position}
        answer = caller.http.get(f"{village.at}/audit", params=query, headers={"Accept-Language": wanted})
        assert answer.headers["Content-Language"] == given
        sentences[given] = answer.json()["items"][-1]["sentence"]
    assert len(set(sentences.values())) == 3


def test_what_changed_is_told_across_logs_and_goes_on_where_it_ended(village: Village) -> None:
    """L9"""
    caller = village.public
    first = village.treasurer.read("/v1/changes", limit=1000)
    assert {"association-registered", "local-account-opened", "member-enrolled"} <= {
        change["kind"] for change in first["items"]
    }
    assert not any(change["kind"].startswith("key-") for change in first["items"])
    gift = village.receive()
    caller.position = village.treasurer.position
    (change,) = caller.read("/v1/changes", after=first["next"])["items"]
    assert (change["kind"], change["account"]) == ("contribution-received", village.account)
    assert gift not in str(change)
    village.registrar.position = caller.position
    assert any(c["kind"] == "key-issued" for c in village.registrar.read("/v1/changes", limit=1000)["items"])
    assert problem(caller.get("/v1/changes", after="main.x"))["type"] == "/problems/cursor-malformed"


def test_every_refusal_is_named_in_openapi_by_its_type(village: Village) -> None:
    """L9"""
    document = village.public.get("/openapi.json").json()
    refund = document["paths"]["/v1/accounts/{account}/contributions/{contribution}/refunds"]["post"]
    kinds = {
        kind
        for status, response in refund["responses"].items()
        if status.startswith(("4", "5"))
        for kind in response["content"]["application/problem+json"]["schema"]["properties"]["type"]["enum"]
    }
    assert {
        "/problems/refund-exceeds-gift",
        "/problems/not-enough-available",
        "/problems/unknown-account",
        "/problems/key-reused",
        "/problems/body-not-understood",
        "/problems/role-needed",
    } <= kinds
