"""What cannot be understood, or breaks a rule, gets its documented problem with a sentence, and loses nothing."""

import json
from typing import Any

import pytest

from tests.api.server import Caller, problem
from tests.api.village import Village, spending

SECRET_WORDS = "Maria da Luz +238 991 12 34"
"""What somebody might write by mistake; no answer repeats it."""


def gift(**changes: Any) -> dict[str, Any]:
    """A contribution."""
    return {"unit": "EUR", "amount": "12.50", "giver": {"kind": "person", "name": SECRET_WORDS}, **changes}


def raw(
    caller: Caller, path: str, body: bytes, kind: str = "application/json", **headers: str
) -> dict[str, Any]:
    """Send bytes as they are; the problem that comes back."""
    answer = caller.http.post(path, content=body, headers={"Content-Type": kind, **headers})
    assert SECRET_WORDS not in answer.text
    return problem(answer)


@pytest.fixture
def contributions(village: Village) -> str:
    """Where contributions are sent."""
    return f"{village.at}/contributions"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "json-malformed"),
        (b"{", "json-malformed"),
        (b'{"unit": "EUR",}', "json-malformed"),
        (b"'x'", "json-malformed"),
        (b"\xef\xbb\xbf{}", "json-malformed"),
        (b'{"unit": "\xff"}', "json-not-utf8"),
        (b'{"unit": "\xed\xa0\x80"}', "json-not-utf8"),
        (b'{"unit": "EUR", "unit": "CVE"}', "json-key-twice"),
        (b'{"giver": {"name": "a", "name": "b"}}', "json-key-twice"),
        (b'{"unit": "\\u0000"}', "json-text-unreadable"),
        (b'{"unit": "a\x00b"}', "json-text-unreadable"),
        (b'{"unit": "\\ud800"}', "json-text-unreadable"),
        (b'{"\\udfff": 1}', "json-text-unreadable"),
        (b'{"amount": NaN}', "json-number-unreadable"),
        (b'{"amount": -Infinity}', "json-number-unreadable"),
        (b'{"amount": 1e999}', "json-number-unreadable"),
        (b'{"amount": ' + b"9" * 5000 + b"}", "json-number-unreadable"),
        (b"[" * 100_000, "json-too-deep"),
        (b"[" * 20 + b"]" * 20, "json-too-deep"),
        (b"[]", "body-not-understood"),
        (b"null", "body-not-understood"),
        (b"7", "body-not-understood"),
    ],
)
def test_a_body_that_two_readers_could_understand_differently_is_refused(
    unchanged: Village, body: bytes, kind: str
) -> None:
    """L4"""
    assert raw(unchanged.treasurer, f"{unchanged.at}/contributions", body)["type"] == f"/problems/{kind}"


def test_an_escaped_backslash_is_no_escape(village: Village, contributions: str) -> None:
    """L4"""
    body = json.dumps(gift(giver={"name": r"back\u0000slash and ünïcödé 🚌"})).encode()
    answer = village.treasurer.http.post(
        contributions, content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/json; charset=latin-1", "application/x-ndjson", ""]
)
def test_a_body_says_that_it_is_json(unchanged: Village, kind: str) -> None:
    """L4"""
    refused = raw(unchanged.treasurer, f"{unchanged.at}/contributions", json.dumps(gift()).encode(), kind)
    assert (refused["type"], refused["status"]) == ("/problems/body-not-json", 415)


def test_a_body_is_at_most_a_mebibyte(village: Village, contributions: str) -> None:
    """L4"""
    large = json.dumps(gift(reference="x" * 1_100_000)).encode()
    refused = raw(village.treasurer, contributions, large)
    assert (refused["type"], refused["status"]) == ("/problems/body-too-large", 413)

    def chunks() -> Any:
        for _ in range(40):
            yield b" " * 32_768

    answer = village.treasurer.http.post(
        contributions, content=chunks(), headers={"Content-Type": "application/json"}
    )
    assert problem(answer)["type"] == "/problems/body-too-large"


@pytest.mark.parametrize(
    ("amount", "kind"),
    [
        ("0", "amount-not-positive"),
        ("0.00", "amount-not-positive"),
        ("-1.00", "amount-not-positive"),
        ("1e3", "amount-malformed"),
        ("NaN", "amount-malformed"),
        ("Infinity", "amount-malformed"),
        ("", "amount-malformed"),
        (" 1", "amount-malformed"),
        ("1,50", "amount-malformed"),
        ("٣", "amount-malformed"),
        ("007", "amount-malformed"),
        ("1.005", "too-many-digits"),
        ("92233720368547758.08", "amount-too-large"),
        ("9" * 25, "amount-too-large"),
    ],
)
def test_an_amount_is_a_plain_decimal_within_64_bits(unchanged: Village, amount: str, kind: str) -> None:
    """L4"""
    assert (
        unchanged.treasurer.refused(f"{unchanged.at}/contributions", gift(amount=amount))["type"]
        == f"/problems/{kind}"
    )


def test_a_sum_stays_within_64_bits(village: Village, contributions: str) -> None:
    """L4"""
    village.treasurer.done(contributions, gift(amount="92233720368547758.07"))
    assert (
        village.treasurer.refused(contributions, gift(amount="0.01"))["type"] == "/problems/amount-too-large"
    )
    (balance,) = village.treasurer.read(f"{village.at}/balances")["items"]
    assert balance["available"] == "92233720368547758.07"


@pytest.mark.parametrize("amount", [12.5, 12, True, None, ["12.50"], {"amount": "12.50"}])
def test_an_amount_is_never_a_number(unchanged: Village, amount: Any) -> None:
    """L4"""
    (error,) = unchanged.treasurer.refused(f"{unchanged.at}/contributions", gift(amount=amount))["errors"]
    assert error["pointer"] == "/amount"
    assert "never a number" in error["sentence"]


@pytest.mark.parametrize("unit", ["XYZ", "eur", "EU", "XAU", "goat", "goat:dozen", "work:piece"])
def test_a_unit_is_a_currency_or_a_thing_with_its_measure(unchanged: Village, unit: str) -> None:
    """L3"""
    assert (
        unchanged.treasurer.refused(f"{unchanged.at}/contributions", gift(unit=unit))["type"]
        == "/problems/unknown-unit"
    )


def test_an_effective_date_lies_between_the_accounts_opening_and_today(
    village: Village, contributions: str
) -> None:
    """L10"""
    treasurer = village.treasurer
    future = treasurer.refused(contributions, gift(effective="2026-03-02"))
    assert (future["type"], future["status"]) == ("/problems/date-in-future", 422)
    before = treasurer.refused(contributions, gift(effective="2026-02-28"))
    assert before["type"] == "/problems/date-before-account"
    for nonsense in ("2026-02-30", "1.3.2026", 1772366400, "2026-03-01T00:00:00Z", "20260301"):
        (error,) = treasurer.refused(contributions, gift(effective=nonsense))["errors"]
        assert error == {"pointer": "/effective", "sentence": "A date such as 2026-03-01 is expected."}


def test_errors_point_at_the_place_and_never_repeat_what_stood_there(village: Village) -> None:
    """L9"""
    proposal = spending()
    proposal["measure"]["costs"][0][SECRET_WORDS[:5]] = SECRET_WORDS
    proposal["measure"]["requested"][0]["amount"] = 7
    proposal["measure"]["destination"] = SECRET_WORDS
    del proposal["need"]
    refused = raw(village.members[0], f"{village.at}/proposals", json.dumps(proposal).encode())
    assert {error["pointer"] for error in refused["errors"]} == {
        "/need",
        "/measure/destination",
        "/measure/costs/0",
        "/measure/requested/0/amount",
    }


def test_a_giver_that_is_wrong_is_told_what_is_wrong_with_it(village: Village, contributions: str) -> None:
    """C6"""
    refused = raw(village.treasurer, contributions, json.dumps(gift(giver={"name": 7})).encode())
    assert refused["errors"] == [{"pointer": "/giver/name", "sentence": "A text in quotes is expected."}]
    unknown = village.treasurer.refused(contributions, gift(giver="giver-0000000000000000"))
    assert unknown["type"] == "/problems/unknown-giver"


def test_what_is_not_there_is_not_found(village: Village) -> None:
    """L9"""
    treasurer, at = village.treasurer, village.at
    nothing = "0" * 16
    reads = {
        f"/v1/accounts/account-{nothing}/balances": "unknown-account",
        f"/v1/accounts/account-{nothing}": "unknown-account",
        f"/v1/associations/association-{nothing}": "unknown-association",
        f"{at}/contributions/contribution-{nothing}": "unknown-contribution",
        f"{at}/proposals/proposal-{nothing}": "unknown-proposal",
        f"{at}/rounds/round-{nothing}": "unknown-round",
        f"{at}/rounds/round-{nothing}/ballots": "unknown-round",
        f"{at}/disbursements/disbursement-{nothing}": "unknown-disbursement",
        f"{at}/members/member-{nothing}": "unknown-member",
        f"{at}/balances/explanations?unit=EUR": "unknown-balance",
        "/v1/nonsense": "no-such-path",
        "/nonsense": "no-such-path",
        "/problems/nonsense": "unknown-problem",
    }
    for path, kind in reads.items():
        refused = problem(treasurer.get(path))
        assert (refused["type"], refused["status"]) == (f"/problems/{kind}", 404), path
    acts: dict[str, tuple[Any, str]] = {
        f"{at}/contributions/contribution-{nothing}/reversals": ({"reason": "x"}, "unknown-contribution"),
        f"{at}/proposals/proposal-{nothing}/submissions": (None, "unknown-proposal"),
        f"{at}/proposals/proposal-{nothing}/executions": (None, "unknown-proposal"),
        f"{at}/rounds/round-{nothing}/ballots": ({"choices": []}, "unknown-round"),
        f"{at}/rounds/round-{nothing}/counts": (None, "unknown-round"),
        f"{at}/disbursements/disbursement-{nothing}/sign-offs": (None, "unknown-disbursement"),
        f"{at}/members/member-{nothing}/leavings": ({}, "unknown-member"),
    }
    for path, (body, kind) in acts.items():
        assert treasurer.refused(path, body)["type"] == f"/problems/{kind}", path
    unknown = village.registrar.refused("/v1/accounts", {"association": f"association-{nothing}"})
    assert unknown["type"] == "/problems/unknown-association"


def test_an_id_that_cannot_be_one_and_a_page_that_is_too_large_are_pointed_at(village: Village) -> None:
    """L9"""
    wrong = {
        "/v1/accounts/nonsense/balances": ("path", "account"),
        "/v1/accounts/account-%00/balances": ("path", "account"),
        f"{village.at}/contributions?limit=0": ("query", "limit"),
        f"{village.at}/contributions?limit=1001": ("query", "limit"),
        f"{village.at}/contributions?limit=x": ("query", "limit"),
        f"{village.at}/contributions?status=lost": ("query", "status"),
        f"{village.at}/balances?effective=0": ("query", "effective"),
        f"{village.at}/balances?recorded=1234": ("query", "recorded"),
        f"{village.at}/balances?recorded=2026-03-01T12:00:00": ("query", "recorded"),
        f"{village.at}/balances?timeout=11": ("query", "timeout"),
    }
    for path, (place, name) in wrong.items():
        refused = problem(village.treasurer.get(path))
        assert (refused["type"], refused["status"]) == ("/problems/parameter-not-understood", 422), path
        assert (refused["errors"][0]["in"], refused["errors"][0]["name"]) == (place, name)
    after = problem(village.treasurer.get(f"{village.at}/contributions?after=-1"))
    assert after["type"] == "/problems/cursor-malformed"


def test_what_is_said_twice_is_not_taken_once(village: Village, contributions: str) -> None:
    """L9"""
    http = village.treasurer.http
    for query in ("dry_run=true&dry_run=false", "dry_run=true&dry_run=true"):
        refused = problem(http.post(f"{contributions}?{query}", json=gift()))
        assert refused["errors"] == [{"in": "query", "name": "dry_run", "sentence": "Say this once."}]
    assert (
        problem(http.get(f"{contributions}?limit=1&limit=2"))["type"] == "/problems/parameter-not-understood"
    )
    twice = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    refused = problem(http.post(contributions, json=gift(), headers=twice))
    assert refused["type"] == "/problems/idempotency-key-malformed"
    proposal = village.members[0].done(f"{village.at}/proposals", spending("10.00"))
    stale = [("If-Match", '"1"'), ("If-Match", '"9"')]
    refused = problem(
        village.members[0].http.post(f"{village.at}/proposals/{proposal}/interest-statements", headers=stale)
    )
    assert refused["type"] == "/problems/if-match-malformed"


def test_a_deadline_is_a_moment_that_can_be_reached(village: Village) -> None:
    """R1"""
    proposal = village.propose("10.00")
    at = f"{village.at}/rounds"
    items = [{"label": "P1", "proposal": proposal}]
    body = {"title": "x", "ballot_type": "yes-no-abstain", "body": "general-assembly", "items": items}
    for nonsense in ("1772366400", 1772366400, "2026-03-02", "2026-03-02T12:00:00", "0000-01-01T00:00:00Z"):
        (error,) = village.treasurer.refused(at, {**body, "closes": nonsense})["errors"]
        assert error["pointer"] == "/closes"
    for edge in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"):
        refused = village.treasurer.refused(at, {**body, "closes": edge})
        assert refused["type"] == "/problems/deadline-out-of-range"
    assert village.treasurer.read(at)["items"] == []


def test_a_link_to_the_next_page_repeats_only_what_the_path_knows(village: Village) -> None:
    """L9"""
    village.receive("1.00")
    village.receive("1.00")
    query = {
        "limit": 1,
        "status": "received",
        "min_position": village.treasurer.position,
    }
    answer = village.public.get(f"{village.at}/contributions", **query)
    assert "status=received" in answer.headers["Link"]


def test_a_mistyped_parameter_is_refused_and_records_nothing(village: Village, contributions: str) -> None:
    """L9"""
    answer = village.treasurer.http.post(contributions, json=gift(), params={"dryrun": "true", "Maria": "1"})
    assert problem(answer)["type"] == "/problems/parameter-not-understood"
    assert "dry_run" in answer.text
    assert "Maria" not in answer.text
    assert village.public.get(contributions).json()["items"] == []


def test_a_method_that_is_not_there_is_told_so(village: Village) -> None:
    """L9"""
    answer = village.treasurer.http.delete(f"{village.at}/contributions")
    assert problem(answer)["type"] == "/problems/method-not-allowed"
    assert "POST" in answer.headers["Allow"] or "GET" in answer.headers["Allow"]


def test_nobody_overspends(village: Village, contributions: str) -> None:
    """C9, L2"""
    own = village.treasurer.done(contributions, gift())
    refund = {"unit": "EUR", "amount": "12.51", "reason": "More than was given."}
    refused = village.treasurer.refused(f"{contributions}/{own}/refunds", refund)
    assert (refused["type"], refused["left"]) == ("/problems/refund-exceeds-gift", "12.50")


def test_a_ballot_is_refused_with_its_reason(village: Village) -> None:
    """V1, V2, V6"""
    village.receive("100.00")
    drafted = village.draft_round(village.propose("40.00"))
    ballots, (one, *_) = f"{village.at}/rounds/{drafted}/ballots", village.members
    assert one.refused(ballots, {"choices": ["P1"]})["type"] == "/problems/round-takes-no-ballots"
    village.treasurer.done(f"{village.at}/rounds/{drafted}/openings")
    assert one.refused(ballots, {"choices": ["P1", "P1"]})["type"] == "/problems/option-named-twice"
    assert one.refused(ballots, {"choices": ["P2"]})["type"] == "/problems/unknown-option"
    late = village.key(village.treasurer.done(f"{village.at}/members", {"name": "Late"}), "member")
    assert late.refused(ballots, {"choices": ["P1"]})["type"] == "/problems/not-an-elector"
    village.served.later(days=2)
    assert one.refused(ballots, {"choices": ["P1"]})["type"] == "/problems/ballot-too-late"


def test_a_clock_that_is_set_back_records_nothing_earlier(village: Village, contributions: str) -> None:
    """L10"""
    village.treasurer.done(contributions, gift())
    village.served.later(days=-30)
    village.treasurer.done(contributions, gift())
    first, second = (item["recorded"] for item in village.treasurer.read(contributions)["items"])
    assert first <= second
