"""Many acts in one stream: lines are independent, and each has its answer."""

import json
import socket
from typing import Any

from tests.api.server import Caller, problem
from tests.api.village import Village

NDJSON = {"Content-Type": "application/x-ndjson"}


def send(caller: Caller, path: str, *lines: Any, **headers: str) -> dict[int, Any]:
    """Send lines; the results by the number of the line."""
    body = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    answer = caller.http.post(path, content=body, headers={**NDJSON, **headers})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    results = [json.loads(line) for line in answer.text.splitlines()]
    found = {result["line"]: result for result in results}
    assert len(found) == len(results)
    for result in results:
        if "position" in result:
            caller.position = result["position"]
    return found


def gift(amount: str, **more: Any) -> dict[str, Any]:
    """A line."""
    return {"unit": "EUR", "amount": amount, "giver": {"name": "Rui"}, **more}


def test_lines_are_independent_and_each_has_its_result(village: Village) -> None:
    """C2, L4"""
    at, treasurer = village.at, village.treasurer
    results = send(
        treasurer,
        f"{at}/contribution-batches",
        gift("1.00", reference="line 1"),
        b"{nonsense}\n",
        b"\n",
        gift("0"),
        gift("2.00", reference="LINE 1"),
        {"unit": "EUR"},
        b'{"unit": "EUR", "unit": "CVE"}\r\n',
        gift("3.00"),
    )
    assert {number: result["status"] for number, result in results.items()} == {
        1: 201,
        2: 400,
        4: 400,
        5: 409,
        6: 422,
        7: 400,
        8: 201,
    }
    assert results[2]["problem"]["type"] == "/problems/json-malformed"
    assert results[5]["problem"]["type"] == "/problems/reference-already-booked"
    (balance,) = treasurer.read(f"{at}/balances")["items"]
    assert balance["available"] == "4.00"


def test_a_stream_that_is_sent_again_happens_once(village: Village) -> None:
    """L2"""
    at, treasurer = f"{village.at}/contribution-batches", village.treasurer
    lines = (gift("1.00"), gift("1.00"), gift("2.00", idempotency_key="own"))
    first = send(treasurer, at, *lines, **{"Idempotency-Key": "monday"})
    again = send(treasurer, at, *lines, **{"Idempotency-Key": "monday"})
    assert [again[n]["id"] for n in (1, 2, 3)] == [first[n]["id"] for n in (1, 2, 3)]
    assert all(result["replayed"] for result in again.values())
    changed = send(treasurer, at, gift("9.00"), gift("1.00"), **{"Idempotency-Key": "monday"})
    assert changed[1]["problem"]["type"] == "/problems/key-reused"
    elsewhere = send(treasurer, at, gift("2.00", idempotency_key="own"))
    assert elsewhere[1]["id"] == first[3]["id"]
    (balance,) = treasurer.read(f"{village.at}/balances")["items"]
    assert balance["available"] == "4.00"


def test_members_and_their_ballots_come_in_streams(village: Village) -> None:
    """M1, V1, V2"""
    at, treasurer = village.at, village.treasurer
    village.receive("100.00")
    proposal = village.propose("40.00")
    enrolled = send(treasurer, f"{at}/member-batches", *({"name": f"Voter {n}"} for n in range(600)))
    voters = [enrolled[n]["id"] for n in range(1, 601)]
    drafted = village.draft_round(proposal)
    treasurer.done(f"{at}/rounds/{drafted}/openings")
    batch = f"{at}/rounds/{drafted}/ballot-batches"
    lines = [{"member": voter, "choices": ["P1"]} for voter in voters]
    lines += [{"member": voters[0], "choices": []}, {"member": voters[1], "choices": ["P1", "P1"]}]
    lines += [{"member": "member-0000000000000000", "choices": []}]
    assert problem(treasurer.http.post(batch, content=b"", headers=NDJSON))["type"] == "/problems/role-needed"
    results = send(village.teller, batch, *lines)
    assert {results[n]["status"] for n in range(1, 602)} == {201}
    assert results[602]["problem"]["type"] == "/problems/option-named-twice"
    assert results[603]["problem"]["type"] == "/problems/not-an-elector"
    village.served.later(days=2)
    treasurer.done(f"{at}/rounds/{drafted}/closures")
    treasurer.done(f"{at}/rounds/{drafted}/counts")
    counted = treasurer.read(f"{at}/rounds/{drafted}")
    assert (counted["ballots_counted"], counted["tallies"][0]["votes"]) == (600, 599)


def test_a_dry_run_of_a_stream_records_nothing(village: Village) -> None:
    """L2"""
    results = send(
        village.treasurer, f"{village.at}/contribution-batches?dry_run=true", gift("1.00"), gift("0")
    )
    assert results[1]["would_be_recorded"] is True
    assert results[2]["status"] == 400
    village.treasurer.position = None
    assert village.treasurer.read(f"{village.at}/contributions")["items"] == []


def test_a_line_without_end_is_refused_and_what_came_before_is_kept(village: Village) -> None:
    """L4"""
    at = f"{village.at}/contribution-batches"
    results = send(village.treasurer, at, gift("1.00"), b"x" * 100_000, b"\n", gift("2.00"))
    assert results[1]["status"] == 201
    assert results[2]["problem"]["type"] == "/problems/line-too-long"
    assert len(results) == 2


def test_a_stream_that_is_cut_keeps_what_was_acknowledged(village: Village) -> None:
    """L2"""
    at, treasurer = village.at, village.treasurer
    host, _, port = village.served.base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as cut:
        key = treasurer.http.headers["Authorization"]
        head = f"POST {at}/contribution-batches HTTP/1.1\r\nHost: {host}\r\nAuthorization: {key}\r\n"
        cut.sendall(
            f"{head}Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        for _ in range(50):
            line = json.dumps(gift("1.00")).encode() + b"\n"
            cut.sendall(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        answered = b""
        while answered.count(b'"status":201') < 50:
            answered += cut.recv(65_536)
        cut.sendall(b'fff\r\n{"unit": "EUR", "amo')
    treasurer.done(f"{at}/contributions", gift("5.00"))
    assert treasurer.read(f"{at}/balances")["items"][0]["received"] == "55.00"


def test_a_cut_stream_that_is_sent_again_records_what_is_missing_and_no_more(village: Village) -> None:
    """L2"""
    at, treasurer = f"{village.at}/contribution-batches", village.treasurer
    lines = [json.dumps(gift("1.00", reference=f"bank line {n}")).encode() + b"\n" for n in range(300)]
    host, _, port = village.served.base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as cut:
        key = treasurer.http.headers["Authorization"]
        head = f"POST {at} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {key}\r\nIdempotency-Key: monday\r\n"
        length = sum(map(len, lines))
        cut.sendall(f"{head}Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n".encode())
        cut.sendall(b"".join(lines[:200]) + lines[200][:10])
        answered = b""
        while answered.count(b'"status":201') < 100:
            answered += cut.recv(4_096)
    again = send(treasurer, at, *lines, **{"Idempotency-Key": "monday"})
    assert {result["status"] for result in again.values()} == {201}
    replayed = [number for number, result in again.items() if result.get("replayed")]
    assert sorted(replayed) == list(range(1, len(replayed) + 1))
    assert 100 <= len(replayed) <= 200
    (balance,) = treasurer.read(f"{village.at}/balances")["items"]
    assert balance["received"] == "300.00"


def test_who_first_sends_everything_and_only_then_reads_is_served_too(village: Village) -> None:
    """L2"""
    results = send(village.treasurer, f"{village.at}/contribution-batches", *(b"{}\n" for _ in range(20_000)))
    assert len(results) == 20_000
    assert {result["status"] for result in results.values()} == {422}


def test_a_stream_says_what_it_is_and_where_it_goes(village: Village) -> None:
    """L9"""
    at, treasurer = f"{village.at}/contribution-batches", village.treasurer
    answer = treasurer.http.post(at, json=gift("1.00"))
    assert problem(answer)["type"] == "/problems/body-not-json"
