"""One line and one measurement per request, and nothing in them about people: no bodies, queries, keys or raw paths.

What goes wrong unexpectedly is answered and written down here, by its kind and place alone: an exception's own text
may hold what somebody sent.
"""

import time
import traceback
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.languages import language_for
from api.http.problems import answer
from api.http.refusals import Unexpected

log = structlog.get_logger("usf.access")


GONE = 499
"""Noted for a caller who went away before the request was whole: nobody is answered, and nobody is at fault here."""


class Measures:
    """What `/metrics` shows of the requests of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "usf_http_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "usf_http_request_seconds", "Time to answer.", ("method", "route"), registry=self.registry
        )


class Access:
    """Around the whole application."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def remember(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, remember)
        except ClientDisconnect:
            status = status or GONE
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller gets an answer and the operator a line
            log.error("unexpected", route=_route(scope), error=type(error).__name__, place=place_of(error))
            if status:
                # Half an answer is out. Only a broken connection tells the caller that it is not whole.
                raise ConnectionAbortedError("an answer was cut short; the line before says why") from None
            language = language_for(HTTPConnection(scope))
            await answer(Unexpected(), language=language)(scope, receive, remember)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = scope["method"] if scope["method"] in _METHODS else "OTHER", _route(scope)
        self._measures.requests.labels(method, route, str(status)).inc()
        self._measures.seconds.labels(method, route).observe(seconds)
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


def _route(scope: Scope) -> str:
    """The template of the path, such as `/v1/accounts/{account}/rounds`; a raw path may hold anything."""
    route: Any = scope.get("route")
    return getattr(route, "path_format", None) or getattr(route, "path", None) or "none"


def place_of(error: BaseException) -> list[str]:
    """Where it happened, innermost last, without any values."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
