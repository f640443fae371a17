"""Many callers at once, callers who go away, and other processes on the same database."""

import json
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from tests.api.elections.test_season import season
from tests.api.process import serving, usf
from tests.api.server import problem
from tests.api.village import Village

GIFT = {"unit": "EUR", "amount": "1.00", "giver": {"kind": "company", "name": "Caldeiras Wines"}}


def test_of_50_equal_requests_with_one_key_one_has_an_effect_and_all_have_its_answer(
    village: Village,
) -> None:
    """C2, L2"""
    at, treasurer = f"{village.at}/contributions", village.treasurer
    with ThreadPoolExecutor(50) as callers:
        answers = list(
            callers.map(lambda _: treasurer.post(at, GIFT, headers={"Idempotency-Key": "one"}), range(50))
        )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["Ledger-Position"] for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert [item["amount"] for item in treasurer.read(at)["items"]] == ["1.00"]


def test_of_64_refunds_from_a_purpose_that_can_pay_one_exactly_one_is_paid(village: Village) -> None:
    """C9, L2"""
    at, treasurer = village.at, village.treasurer
    gifts = [village.receive("1.00") for _ in range(64)]
    budget = [{"unit": "EUR", "purpose": "unrestricted", "amount": "63.00"}]
    drafted = village.draft_round(village.propose("1.00"), budget=budget)
    treasurer.done(f"{at}/rounds/{drafted}/openings")
    body = {"unit": "EUR", "amount": "1.00", "reason": "Asked for back."}
    with ThreadPoolExecutor(64) as callers:
        answers = list(
            callers.map(lambda gift: treasurer.post(f"{at}/contributions/{gift}/refunds", body), gifts)
        )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 63}
    refused = {problem(answer)["type"] for answer in answers if answer.status_code == 422}
    assert refused == {"/problems/not-enough-available"}
    treasurer.position = next(a.headers["Ledger-Position"] for a in answers if a.status_code == 201)
    (balance,) = treasurer.read(f"{at}/balances")["items"]
    assert (balance["held"], balance["available"]) == ("63.00", "0.00")


def test_a_caller_who_goes_away_halfway_harms_nobody(village: Village) -> None:
    """L2"""
    at, treasurer = f"{village.at}/contributions", village.treasurer
    host, _, port = village.served.base.removeprefix("http://").partition(":")
    whole = json.dumps(GIFT).encode()
    for sent in (b"", whole[:10], whole):
        with socket.create_connection((host, int(port)), timeout=30) as gone:
            gone.sendall(
                f"POST {at} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                f"Authorization: {treasurer.http.headers['Authorization']}\r\n"
                f"Idempotency-Key: gone\r\nContent-Length: {len(whole)}\r\n\r\n".encode()
                + sent
            )
    # Whether the last one came through or not, sending it again makes sure that it happened once.
    again = treasurer.post(at, GIFT, headers={"Idempotency-Key": "gone"})
    assert again.status_code == 201
    assert len(treasurer.read(at)["items"]) == 1


def test_a_position_that_never_comes_holds_up_nobody_else(village: Village) -> None:
    """L8"""
    village.receive("1.00")
    log, treasurer = str(village.treasurer.position).partition(".")[0], village.treasurer
    never = {"min_position": f"{log}.999999", "timeout": 1.5}
    with ThreadPoolExecutor(64) as callers:
        waiting = [callers.submit(treasurer.get, f"{village.at}/balances", **never) for _ in range(64)]
        began = time.perf_counter()
        for _ in range(10):
            village.receive("1.00")
            assert treasurer.read(f"{village.at}/balances")["items"][0]["unit"] == "EUR"
        assert time.perf_counter() - began < 1.5
        assert not any(one.done() for one in waiting)
        answers = [one.result() for one in waiting]
    assert {problem(answer)["type"] for answer in answers} == {"/problems/position-not-reached"}
    assert {answer.headers["Retry-After"] for answer in answers} == {"1"}


def test_the_server_sees_what_other_processes_record_in_its_database(tmp_path: Path) -> None:
    """L8, L11"""
    database, log = tmp_path / "usf.db", tmp_path / "log"
    file = season(tmp_path)
    with serving(database, log) as base, ThreadPoolExecutor(8) as pool, httpx2.Client(base_url=base) as http:
        key = json.loads(usf(database, "key", "issue", "--registrar", "--json"))
        http.headers["Authorization"] = f"Bearer {key['secret']}"
        new = {"kind": "residents-association", "tier": "micro-local", "name": "Here", "country": "CV"}
        seasons = [pool.submit(usf, database, "election", str(file), "--json") for _ in range(2)]
        issued = [pool.submit(usf, database, "key", "issue", "--registrar", "--json") for _ in range(3)]
        made = 0
        while not all(one.done() for one in (*seasons, *issued)):
            assert http.post("/v1/associations", json=new).status_code == 201
            made += 1
        accounts = [json.loads(one.result())["account"] for one in seasons]
        keys = [json.loads(one.result()) for one in issued]
        last = http.post("/v1/associations", json=new).headers["Ledger-Position"]
        found = http.get("/v1/associations", params={"limit": 1000, "min_position": last}).json()["items"]
        assert len(found) == made + 1 + len(seasons)
        for account in accounts:
            head = json.loads(usf(database, "balance", "--account", account, "--json"))
            shown = http.get(f"/v1/accounts/{account}/balances").json()["items"]
            assert {(one["purpose"], one["destination"]) for one in shown}
            assert len(shown) == len(head["balances"] if isinstance(head, dict) else head)
            counted = http.get(f"/v1/accounts/{account}/rounds").json()["items"]
            assert [one["status"] for one in counted] == ["final"]
        for one in keys:
            held = http.get("/v1/keys", headers={"Authorization": f"Bearer {one['secret']}"})
            assert held.status_code == 200
        assert http.get("/readyz").status_code == 200
        assert json.loads(usf(database, "replay", "--json"))["identical"] is True
    assert json.loads(usf(database, "replay", "--json"))["identical"] is True
