"""Bank files over HTTP: sent as the bank gave them, foretold line by line, taken once, and kept."""

from typing import Any

import httpx2
import pytest

from api.http.refusals import BodyPacked
from tests.api.bank.camt_files import Entry, Transaction, camt
from tests.api.bank.test_joining import notice
from tests.api.bank.test_tables import PLAIN, PLAIN_MAP
from tests.api.server import problem
from tests.api.village import Village
from tests.season import SPRING

TODAY = SPRING.date()
RUI, ANA = Transaction(2500, "Rui Tavares"), Transaction(1500, "Ana Lopes")


def statement(*entries: Entry) -> bytes:
    """A file of today, that begins with nothing."""
    return camt(list(entries), opening=0).replace(b"2026-03-02", TODAY.isoformat().encode())


@pytest.fixture
def bank(village: Village) -> str:
    """Where the village's bank account is found."""
    place = village.treasurer.done(
        f"{village.at}/places", {"kind": "bank-account", "label": "bank", "main_for": ["EUR"]}
    )
    return f"{village.at}/places/{place}/statements"


def send(village: Village, at: str, content: bytes, by: Any = None, **more: Any) -> httpx2.Response:
    """Send a file as the body."""
    by = by or village.treasurer
    headers = {"Content-Type": "application/xml", **more.pop("headers", {})}
    answer: httpx2.Response = by.http.post(at, content=content, headers=headers, params=more)
    by.position = answer.headers.get("Ledger-Position", by.position)
    return answer


def told(answer: httpx2.Response) -> Any:
    """The one statement that a file holds."""
    assert answer.status_code in {200, 201}, answer.text
    (one,) = answer.json()["statements"]
    return one


def refused(answer: httpx2.Response) -> str:
    """The kind of a problem."""
    return str(problem(answer)["type"]).removeprefix("/problems/")


def test_a_dry_run_says_of_each_line_what_would_become_of_it(village: Village, bank: str) -> None:
    """L12, C2"""
    village.receive("25.00", reference="B7/1")
    file = statement(Entry(4000, [RUI, ANA], TODAY, "B7"), Entry(100, booked=TODAY, status="PDNG"))
    village.public.get(f"{village.at}/balances", min_position=village.treasurer.position)
    answer = send(village, bank, file, dry_run=True)
    assert answer.status_code == 200
    found = told(answer)
    assert [(line["amount"], line["happens"], len(line["entries"])) for line in found["lines"]] == [
        ("25.00", "agrees", 1),
        ("15.00", "to-be-booked", 0),
    ]
    assert (found["id"], found["recorded"], found["opening"], found["closing"]) == (
        None,
        False,
        "0.00",
        "40.00",
    )
    assert [left["status"] for left in found["left_out"]] == ["PDNG"]
    assert told(send(village, bank, file, dry_run=True))["lines"] == found["lines"], "nothing was recorded"


def test_the_same_file_twice_changes_nothing(village: Village, bank: str) -> None:
    """C2, L12"""
    file = statement(Entry(4000, [RUI, ANA], TODAY, "B7"))
    first = send(village, bank, file)
    assert first.status_code == 201
    again = send(village, bank, file)
    assert told(first)["recorded"]
    assert (told(again)["id"], told(again)["recorded"]) == (told(first)["id"], False)


def test_a_file_sent_again_with_its_key_is_answered_as_before(village: Village, bank: str) -> None:
    """C2"""
    file, key = statement(Entry(2500, [RUI], TODAY, "B7")), {"Idempotency-Key": "statement-of-march"}
    first, again = (send(village, bank, file, headers=key) for _ in range(2))
    assert told(first) == told(again)
    other = send(village, bank, statement(Entry(2501, booked=TODAY)), headers=key)
    assert refused(other) == "key-reused"


def test_the_file_is_kept_and_those_who_audit_may_fetch_it(village: Village, bank: str) -> None:
    """L6, L9"""
    file = statement(Entry(2500, [RUI], TODAY, "B7"))
    send(village, bank, file)
    position = village.treasurer.position
    papers = village.auditor.get(f"{village.at}/papers", min_position=position).json()["items"]
    (kept,) = [paper for paper in papers if paper["kind"] == "bank-file"]
    fetched = village.auditor.get(f"{village.at}/papers/{kept['id']}/content")
    assert fetched.content == file
    assert village.public.get(f"{village.at}/papers/{kept['id']}/content").status_code in {401, 403, 404}


def test_a_filed_notice_tells_who_stands_behind_an_entry(village: Village, bank: str) -> None:
    """C2"""
    told_by = notice([Entry(4000, [RUI, ANA], TODAY, "B7")])
    papers = f"{village.at}/papers"
    filed = village.treasurer.http.post(papers, content=told_by, params={"kind": "bank-file"}).json()["id"]
    whole = statement(Entry(4000, booked=TODAY, reference="B7"))
    lines = told(send(village, bank, whole, dry_run=True, notice=filed))["lines"]
    assert [line["amount"] for line in lines] == ["25.00", "15.00"]
    assert refused(send(village, bank, told_by)) == "notice-alone"
    assert refused(send(village, bank, whole, notice="paper-0000000000000009")) == "unknown-paper"


def test_a_csv_comes_with_the_map_of_its_bank(village: Village, bank: str) -> None:
    """L12"""
    rows = PLAIN.replace("2026-03-02", TODAY.isoformat()).replace("2026-03-03", TODAY.isoformat()).encode()
    assert refused(send(village, bank, rows)) == "bank-map-needed"
    assert refused(send(village, bank, rows, map="currency = 1")) == "bank-map-malformed"
    found = told(send(village, bank, rows, map=PLAIN_MAP, dry_run=True))
    assert (found["form"], found["unit"], found["line_count"]) == ("CSV", "CVE", 2)


def test_only_officers_take_in_what_the_bank_says(village: Village, bank: str) -> None:
    """L9"""
    file = statement(Entry(2500, [RUI], TODAY))
    for by in (village.members[0], village.auditor, village.public):
        assert send(village, bank, file, by).status_code in {401, 403}


def test_what_breaks_is_refused_with_its_line_and_nothing_is_kept(village: Village, bank: str) -> None:
    """L12, L4"""
    file = statement(Entry(2500, [RUI], TODAY))
    answer = send(village, bank, file.replace(b">25.00<", b">25.005<"))
    assert refused(answer) == "bank-amount-too-fine"
    assert answer.json()["line"] > 1
    assert refused(
        send(village, bank, file.replace(b"<Document", b"<!DOCTYPE a [<!ENTITY b 'c'>]><Document"))
    ) in {
        "bank-file-not-plain",
        "paper-type-refused",
    }
    assert refused(send(village, bank, b"")) in {"bank-file-unknown", "paper-empty"}
    packed = send(village, bank, file, headers={"Content-Encoding": "gzip"})
    assert refused(packed) == BodyPacked.slug
    papers = village.auditor.get(f"{village.at}/papers").json()["items"]
    assert not [paper for paper in papers if paper["kind"] == "bank-file"]
