"""Every request leaves a line and a measurement: a little late, together with others, and never lost."""

import asyncio
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from prometheus_client import generate_latest

from api.http import access
from api.http.access import Access, Measures


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Where the process logs to."""
    before, written = structlog.get_config(), io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    yield written
    structlog.configure(**before)


def written(lines: io.StringIO) -> list[dict[str, Any]]:
    """What was written so far."""
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_lines_are_written_together_and_say_what_each_request_was(lines: io.StringIO) -> None:
    """L9"""

    async def story() -> None:
        noted = Access(Measures())
        for milliseconds in range(3):
            noted.note("POST", "/v1/accounts/{account}/contributions", 201, milliseconds / 1000)
        assert not written(lines)
        noted.write()

    began = datetime.now(UTC)
    asyncio.run(story())
    first, _, third = written(lines)
    assert began <= datetime.fromisoformat(first.pop("timestamp")) <= datetime.now(UTC)
    assert first == {
        "method": "POST",
        "route": "/v1/accounts/{account}/contributions",
        "status": 201,
        "ms": 0.0,
        "event": "request",
        "level": "info",
    }
    assert third["ms"] == 2.0


def test_a_line_waits_for_others_only_for_a_while(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L9"""
    monkeypatch.setattr(access, "LATE_SECONDS", 0.001)

    async def story() -> None:
        Access(Measures()).note("GET", "/healthz", 200, 0.001)
        await asyncio.sleep(access.LATE_SECONDS)
        await asyncio.sleep(access.LATE_SECONDS)

    asyncio.run(story())
    assert [line["status"] for line in written(lines)] == [200]


def test_a_failure_is_written_at_once_and_many_lines_do_not_wait(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L9"""
    monkeypatch.setattr(access, "MOST_WAITING", 5)

    async def story() -> None:
        noted = Access(Measures())
        noted.note("GET", "/healthz", 200, 0.001)
        noted.note("GET", "/readyz", 503, 0.001)
        assert [line["status"] for line in written(lines)] == [200, 503]
        for _ in range(5):
            noted.note("GET", "/healthz", 200, 0.001)
        assert len(written(lines)) == 7

    asyncio.run(story())


def test_methods_that_somebody_thought_of_are_counted_together(lines: io.StringIO) -> None:
    """L9"""

    async def story() -> None:
        measures = Measures()
        noted = Access(measures)
        for number in range(20):
            noted.note(f"METHOD{number}", "none", 405, 0.0)
        noted.write()
        measured = generate_latest(measures.registry).decode()
        assert 'usf_http_requests_total{method="OTHER",route="none",status="405"} 20.0' in measured
        assert "METHOD" not in measured + lines.getvalue()

    asyncio.run(story())
