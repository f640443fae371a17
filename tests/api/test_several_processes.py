"""Several services and one follower, each a process of its own, on one PostgreSQL database."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from ledger.ledger import Ledger
from tests.api.process import USF, serving
from tests.api.server import REGISTRAR
from tests.postgresql import drop, fresh_database

ROUNDS = 20


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """The addresses of two services that leave the views to `usf follow`."""
    monkeypatch.setenv("USF_FOLLOW", "false")
    database = fresh_database()
    with Ledger.open(database) as ledger:
        ledger.handle(IssueKey(secret_hash=hash_of(REGISTRAR), registrar=True), by="test")
    with (tmp_path / "follow").open("wb") as log, ExitStack() as running:
        follower = subprocess.Popen([*USF, "follow", "--db", database], stdout=log, stderr=log)
        running.callback(follower.wait, 30)
        running.callback(follower.terminate)
        yield (
            running.enter_context(serving(database, tmp_path / "one")),
            running.enter_context(serving(database, tmp_path / "other")),
        )
    drop(database)


def test_what_one_service_records_another_decides_upon_and_shows(services: tuple[str, str]) -> None:
    """L1, C2"""
    one, other = (
        httpx2.Client(base_url=base, headers={"Authorization": f"Bearer {REGISTRAR}"}, timeout=30)
        for base in services
    )
    with one, other:
        names = {"kind": "residents-association", "tier": "micro-local", "name": "Two doors", "country": "CV"}
        association = _made(one.post("/v1/associations", json=names))
        account = _made(other.post("/v1/accounts", json={"association": association}))
        at = f"/v1/accounts/{account}"
        founders = [
            {"name": office, "office": office, "attests": office != "auditor"}
            for office in ("treasurer", "second-signatory", "auditor")
        ]
        minutes = {"statutes": "We help each other.", "founders": founders}
        _made(one.post(f"{at}/foundings", json=minutes))
        grant = {"account": account, "roles": ["treasurer"]}
        issued = other.post("/v1/keys", json={"grants": [grant]})
        assert issued.status_code == 201, issued.text
        for client in (one, other):
            client.headers["Authorization"] = f"Bearer {issued.json()['secret']}"
        for number in range(ROUNDS):
            writer, reader = (one, other) if number % 2 else (other, one)
            gift = {"unit": "EUR", "amount": "1.00", "giver": {"name": "G"}, "reference": f"line {number}"}
            given = writer.post(f"{at}/contributions", json=gift, headers={"Idempotency-Key": f"k{number}"})
            assert given.status_code == 201, given.text
            again = reader.post(f"{at}/contributions", json=gift, headers={"Idempotency-Key": f"k{number}"})
            assert (again.status_code, again.json()) == (201, given.json())
            assert reader.post(f"{at}/contributions", json=gift).status_code == 409
            shown = reader.get(f"{at}/balances", params={"min_position": given.json()["position"]})
            assert shown.status_code == 200, shown.text
            (balance,) = shown.json()["items"]
            assert balance["received"] == f"{number + 1}.00"


def _made(answer: httpx2.Response) -> str:
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
