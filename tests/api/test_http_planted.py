"""Planted names, telephone numbers, addresses and bank references, sent wherever somebody could write them."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from api.demonstration import fill, full_rights_grants
from api.demonstration.ids import CALDEIRAS
from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from ledger.ledger import Ledger
from tests.api.planted import NEEDLES, SLUG, Json, Planter, at, replaced
from tests.api.process import serving
from tests.api.test_http_examples import AFTERWARDS, LATER
from tests.placement import placement
from tests.stores import Door, database_at

STORES = ("people", "papers", "paper_files", "reference_texts")
"""The only tables that may hold what people write."""

CONFIRMERS = [CALDEIRAS["second_signatory"], CALDEIRAS["auditor"]]

WITH: dict[str, Json] = {
    "accept_goods": {"amount": "1"},
    "reverse_contribution": {"bounced": True},
    "return_loan": {"amount": None, "missing": "1", "confirmed_by": CONFIRMERS},
}
"""What examples need besides, so that every text has its place: a reason asks that something is refused or missing."""

WRITTEN_IN: dict[str, tuple[tuple[str, str], ...]] = {
    "take_bank_file": (("Alcinda Pires, quota de 2026", "{}"),),
}
"""Where in a bank's file somebody writes: what a payer adds to a line.

Such a file is several acts: sent again, it records nothing after what it recorded at first.
"""

ROOM = 100
"""Letters that fit there; the last ones tell which words they are."""

SIGNED = ("exchange_messages",)
"""What only another installation can write; what becomes of its texts is told in tests/ledger/post."""

HEADED = ("take_in_sheet", "take_bank_answer")
"""Files read by their headings or elements; what becomes of their texts: tests/api/sheets, tests/api/payments."""


class Operation(NamedTuple):
    """A path with its method, and what OpenAPI says of them."""

    name: str
    method: str
    path: str
    said: Json

    def address(self, **instead: str) -> str:
        """The path with the examples filled in."""
        path = self.path
        for parameter in self.said.get("parameters", ()):
            if parameter["in"] == "path":
                name = parameter["name"]
                path = path.replace("{" + name + "}", str(instead.get(name, parameter["example"])))
        asked = [parameter for parameter in self.said.get("parameters", ()) if parameter["in"] == "query"]
        needed = [f"{one['name']}={one['example']}" for one in asked if one.get("required")]
        return "?".join((path, *needed))

    def bodies(self, schemas: Json) -> tuple[str, Json, list[Any]] | None:
        """Content type, schema and examples of the body: one object, or the lines of a stream."""
        for kind, content in self.said.get("requestBody", {}).get("content", {}).items():
            if "ndjson" in kind:
                line = self.said["requestBody"]["description"].split("`")[1]
                return kind, schemas[line], list(map(json.loads, content["example"].splitlines()))
            return kind, content["schema"], [content["example"]]
        return None


class Service:
    """A real `usf serve` on the demonstration, and a caller with a key of all rights."""

    def __init__(self, base: str, database: Path, log: Path) -> None:
        self.database, self.log = database, log
        self.http = httpx2.Client(base_url=base, headers={"Authorization": "Bearer usf_all"}, timeout=30)
        self.document: Json = self.http.get("/openapi.json").json()
        self.schemas: Json = self.document["components"]["schemas"]
        self.operations = [
            Operation(said["operationId"], method.upper(), path, said)
            for path, methods in self.document["paths"].items()
            for method, said in methods.items()
        ]
        self.operations.sort(key=lambda one: one.name in AFTERWARDS)
        self.planter = Planter(self.document)

    def send(self, operation: Operation, kind: str, bodies: list[Any], **more: Any) -> httpx2.Response:
        """Send an object, the lines of a stream, or a file as it is."""
        lines = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False) for body in bodies)
        content = "\n".join(lines).encode()
        headers = {"Content-Type": kind, **more.pop("headers", {})}
        return self.http.request(
            operation.method, operation.address(), content=content, headers=headers, **more
        )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The server process, its database and its log."""
    folder = tmp_path_factory.mktemp("planted")
    database, log = folder / "usf.db", folder / "log"
    fill(database_at(database), datetime.now(UTC), placement=placement())
    with Ledger.open(database_at(database), placement=placement()) as ledger:
        registrar, grants = full_rights_grants(ledger)
        key = IssueKey(secret_hash=hash_of("usf_all"), registrar=registrar, grants=grants)
        ledger.handle(key, by="test")
    with serving(database, log) as base:
        served = Service(base, database, log)
        with closing(served.http):
            yield served


def holds(text: str | bytes) -> list[str]:
    """The needles in a text."""
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return [needle for needle in NEEDLES if needle.casefold() in said.casefold()]


def repeats(answer: httpx2.Response) -> list[str]:
    """The needles in the body and the headers of an answer."""
    return holds(answer.text) + holds(str(answer.headers))


def elsewhere(database: Path) -> list[tuple[str, str]]:
    """Tables other than the stores that hold a needle: events, marks, snapshots, lists and views."""
    found = []
    with Door(database_at(database)) as door:
        contents = door.contents()
    for table, rows in contents.items():
        if not table.endswith(STORES):
            for row in rows:
                cells = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)
                found += [(table, needle) for needle in holds(cells)]
    for seen in ("people", "papers", "main_events", "balances", "contributions", "audit"):
        assert any(table.replace(".", "_").endswith(seen) for table in contents)
    return found


def in_the_stores(database: Path) -> str:
    """All that the people and papers stores hold."""
    with Door(database_at(database)) as door:
        held = [rows for table, rows in door.contents().items() if table.endswith(STORES)]
    return "\n".join(str(cell) for rows in held for row in rows for cell in row)


def test_no_refusal_repeats_what_was_sent_where_it_does_not_belong(service: Service) -> None:
    """L9"""
    planter, wrong = service.planter, []
    for operation in service.operations:
        known = operation.bodies(service.schemas)
        if known is None or isinstance(known[2][0], str):
            continue
        kind, schema, examples = known
        body = planter.filled(schema, examples[0])
        for way in planter.others(schema, body):
            here = at(body, way)
            tries: list[Any] = [planter.words()]
            if isinstance(here, str) and "-" in here:
                # Written like an id, a name would pass for one.
                tries.append(here.partition("-")[0] + "-" + SLUG)
            if isinstance(here, dict):
                tries.append({**here, planter.words(): planter.words()})
            for instead in tries:
                answer = service.send(operation, kind, [replaced(body, way, instead)])
                line = answer.json() if "ndjson" in kind else {"status": answer.status_code}
                if line["status"] < 400 or line["status"] >= 500 or repeats(answer):
                    wrong.append((operation.name, way, answer.text[:200]))
    assert not wrong
    assert elsewhere(service.database) == []


def test_no_answer_repeats_parameters_and_headers(service: Service) -> None:
    """L9"""
    words, wrong = service.planter.words, []
    for operation in service.operations:
        known = operation.bodies(service.schemas)
        kind, _, examples = known or ("application/json", {}, [])
        bodies = [] if "ndjson" in kind else examples
        for parameter in (*operation.said.get("parameters", ()), {"in": "query", "name": "note"}):
            name: str = parameter["name"]
            params: Json = {"dry_run": True}
            headers: dict[bytes, bytes] = {b"Content-Type": kind.encode()}
            path = operation.address()
            if parameter["in"] == "path":
                path = operation.address(**{name: SLUG})
            elif parameter["in"] == "query":
                params = {**params, "limit": 1, name: words()}
            else:
                headers = {**headers, name.encode(): words().encode()}
            content = json.dumps(bodies[0]).encode() if bodies else None
            answer = service.http.request(
                operation.method, path, params=params, headers=headers, content=content
            )
            if answer.status_code >= 500 or repeats(answer):
                wrong.append((operation.name, parameter["in"], name, answer.text[:200]))
    for path in (f"/{NEEDLES[0]}", f"/v1/{NEEDLES[2]}", f"/problems/{SLUG}", f"/docs/{NEEDLES[1]}"):
        answer = service.http.get(path)
        if answer.status_code != 404 or repeats(answer):
            wrong.append((path, "path", path, answer.text[:200]))
    for header in ("Authorization", "Content-Type", "X-Note"):
        answer = service.http.post("/v1/associations", headers={header.encode(): words().encode()})
        if not 400 <= answer.status_code < 500 or repeats(answer):
            wrong.append(("register_association", "header", header, answer.text[:200]))
    assert not wrong
    assert elsewhere(service.database) == []


def test_what_people_write_stands_in_the_stores_alone(service: Service) -> None:
    """L9, C2, C6"""
    failed, before = [], service.planter.planted
    first = before + 1
    for operation in service.operations:
        known = operation.bodies(service.schemas)
        if operation.method != "POST" or known is None or operation.name in (*SIGNED, *HEADED, *LATER):
            continue
        kind, schema, examples = known
        bodies = [
            written(operation.name, example, service.planter.words())
            if isinstance(example, str)
            else service.planter.filled(schema, example | WITH.get(operation.name, {}))
            for example in examples
        ]
        planted = service.planter.planted > before
        before = service.planter.planted
        key = NEEDLES[-2] + operation.name
        answer = service.send(operation, kind, bodies, headers={"Idempotency-Key": key})
        again = service.send(operation, kind, bodies, headers={"Idempotency-Key": key})
        if answer.status_code >= 300 or has_problem(answer) or repeats(answer) or repeats(again):
            failed.append((operation.name, answer.status_code, answer.text[:300]))
        elif planted and not (
            replayed(again) or (operation.name in WRITTEN_IN and again.text == answer.text)
        ):
            failed.append((operation.name, again.status_code, again.text[:300]))
    assert not failed, "\n".join(map(str, failed))
    kept = in_the_stores(service.database)
    lost = [number for number in range(first, service.planter.planted + 1) if f"({number})" not in kept]
    assert not lost, "these were written nowhere, so that this test tells nothing of them"
    assert elsewhere(service.database) == []
    assert holds(service.http.get("/metrics").text) == []
    log = service.log.read_bytes()
    assert log.count(b'"event": "request"') > 500
    assert holds(log) == []


def written(operation: str, file: str, words: str) -> str:
    """A file with planted words where somebody writes; any but a bank's is whatever somebody writes into it."""
    if operation not in WRITTEN_IN:
        return words
    for before, after in WRITTEN_IN[operation]:
        assert before in file
        file = file.replace(before, after.format(words[-ROOM:]))
    return file


def has_problem(answer: httpx2.Response) -> bool:
    """Whether a line or a payment of it was refused."""
    return '"problem"' in answer.text.replace('"problem":null', "")


def recorded_up_to(answer: httpx2.Response) -> int:
    """The position that an answer names."""
    return int(answer.json()["position"].rpartition(".")[2])


def replayed(answer: httpx2.Response) -> bool:
    """Whether it happened once."""
    known = '"replayed":true' in answer.text or '"became":"known"' in answer.text
    return known or answer.headers.get("Idempotency-Replayed") == "true"
