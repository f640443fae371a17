"""One line and one measurement per request, and nothing in them about people: no bodies, queries, keys or raw paths."""

import asyncio
import time
from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram

LATE_SECONDS = 0.1
"""How long a line may wait for others, to be written together with them."""

MOST_WAITING = 1_000
"""Lines that wait."""

GONE = 499
"""Noted for a caller who went away before the request was whole: nobody is answered, and nobody is at fault here."""

_REST = '"event": "request", "level": "info", "timestamp": "'

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


class Measures:
    """What `/metrics` shows of the requests of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "usf_http_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "usf_http_request_seconds", "Time to answer.", ("method", "route"), registry=self.registry
        )

    def kind(self, method: str, route: str, status: int) -> "Kind":
        """Where requests with the same method, route and status are counted and timed."""
        return Kind(
            self._requests.labels(method, route, str(status)),
            self._seconds.labels(method, route),
            f'{{"method": "{method}", "route": "{route}", "status": {status}, "ms": ',
        )


class Kind(NamedTuple):
    """What is the same of all requests with one method, route and status."""

    requests: Counter
    seconds: Histogram
    line: str
    """How their lines begin."""


class Access:
    """Notes requests. Lines are written together, at most a tenth of a second late; at once where something failed."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._kinds: dict[tuple[str, str, int], Kind] = {}
        self._lines: list[str] = []
        self._second = 0
        self._written_second = ""

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request: its route is the template of its path, since a raw path may hold anything."""
        if method not in _METHODS:
            method = "OTHER"
        kind = self._kinds.get((method, route, status))
        if kind is None:
            kind = self._kinds[method, route, status] = self._measures.kind(method, route, status)
        kind.requests.inc()
        kind.seconds.observe(seconds)
        self._lines.append(f'{kind.line}{seconds * 1000:.1f}, {_REST}{self._now()}"}}')
        if status >= 500 or len(self._lines) >= MOST_WAITING:
            self.write()
        elif len(self._lines) == 1:
            asyncio.get_running_loop().call_later(LATE_SECONDS, self.write)

    def write(self) -> None:
        """Write the lines that wait, to where all logs of the process go."""
        if self._lines:
            text = "\n".join(self._lines)
            self._lines.clear()
            structlog.get_config()["logger_factory"]().msg(text)

    def _now(self) -> str:
        second, part = divmod(time.time_ns() // 1000, 1_000_000)
        if second != self._second:
            self._second = second
            self._written_second = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return f"{self._written_second}.{part:06d}Z"
