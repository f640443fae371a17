"""The service about itself."""

import errno
import io
import json
from pathlib import Path
from typing import TextIO, cast

import pytest
import structlog

from api.http.logging import Unfailing
from api.http.problems import STATUS, all_refusals, status_of
from ledger.ledger import Ledger
from ledger.storage.store import StoreUnavailable
from tests.api.server import Served, problem, serve
from tests.api.village import Village


def test_the_service_lives_is_ready_and_measures_without_anything_about_people(village: Village) -> None:
    """L9"""
    public = village.public
    assert public.get("/healthz").json() == {"status": "ok"}
    assert public.get("/readyz").json() == {"ready": True, "reasons": []}
    measured = public.get("/metrics").text
    assert (
        'usf_http_requests_total{method="POST",route="/v1/accounts/{account}/foundings",status="201"}'
        in measured
    )
    assert village.account not in measured


def test_a_database_that_does_not_answer_is_said_plainly(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L9"""

    def full(*_: object, **__: object) -> None:
        raise StoreUnavailable("The disk with /var/lib/usf.db is full.")

    monkeypatch.setattr(served.ledger.store, "head", full)
    monkeypatch.setattr(served.ledger, "find_key", full)
    assert served.caller().get("/readyz").status_code == 503
    answer = served.caller("usf_any").get("/v1/accounts")
    assert problem(answer)["type"] == "/problems/database-unavailable"
    assert answer.headers["Retry-After"] == "1"
    assert "/var/lib" not in answer.text


class FullDisk(io.StringIO):
    """A file that takes nothing more."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_cannot_be_written_costs_nobody_an_answer(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L9"""

    def gone(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(served.ledger, "find_key", gone)
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(cast(TextIO, Unfailing(FullDisk()))))
    try:
        answer = served.caller("usf_any").get("/v1/accounts")
    finally:
        structlog.configure(**before)
    assert problem(answer)["type"] == "/problems/database-unavailable"


def test_what_goes_wrong_unexpectedly_says_nothing_of_what_was_sent(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L9"""
    lines, before = io.StringIO(), structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.PrintLoggerFactory(lines)
    )

    def fail(secret: str) -> None:
        raise RuntimeError(f"cannot bear {secret}")

    monkeypatch.setattr(Ledger, "find_key", lambda _, secret: fail(secret))
    try:
        answer = served.caller("usf_planted").get("/v1/accounts?after=planted")
    finally:
        structlog.configure(**before)
    assert (problem(answer)["type"], answer.status_code) == ("/problems/unexpected", 500)
    written = lines.getvalue()
    assert "planted" not in written + answer.text
    unexpected, request = map(json.loads, written.splitlines())
    assert unexpected["error"] == "RuntimeError"
    assert any("fail" in place for place in unexpected["place"])
    assert (request["route"], request["status"]) == ("/v1/accounts", 500)


def test_every_kind_of_refusal_has_a_status_and_a_page(served: Served) -> None:
    """L9"""
    kinds = set(all_refusals())
    assert all(status_of(kind) in range(400, 600) for kind in kinds)
    assert len({kind.slug for kind in kinds}) == len(kinds)
    assert all(status in range(400, 600) for status in STATUS.values())
    public = served.caller()
    listed = public.get("/problems").json()
    assert len(listed) == len(kinds)
    page = public.get(listed[0]["type"]).json()
    assert page["title"] == listed[0]["title"]


def test_the_documentation_opens_without_a_network(served: Served) -> None:
    """L9"""
    public = served.caller()
    page = public.get("/docs").text
    assert "://" not in page.replace("http://127.0.0.1", "")
    assert public.get("/static-offline-docs/swagger-ui-bundle.js").status_code == 200
    assert public.get("/openapi.json").json()["openapi"].startswith("3.")


def test_a_restart_changes_no_answer(tmp_path: Path) -> None:
    """L8"""
    with serve(tmp_path / "usf.db") as first:
        village = Village(first)
        village.receive("7.00")
        before = village.treasurer.read(f"{village.at}/balances")
    with serve(tmp_path / "usf.db") as second:
        assert second.caller().read(f"{village.at}/balances")["items"] == before["items"]
