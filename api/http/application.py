"""The application as the server calls it: our own routes at once, the documentation by way of the framework.

Nothing stands between the server and a route but what is written here. What goes wrong unexpectedly is answered and
written down by its kind and place alone: an exception's own text may hold what somebody sent.
"""

import time
from collections.abc import Iterable
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Message, Receive, Scope, Send

from api.http.access import GONE
from api.http.addresses import Addresses
from api.http.languages import language_for
from api.http.logging import place_of
from api.http.problems import answer, of_store
from api.http.refusals import MethodNotAllowed, NoSuchPath, Unexpected
from api.http.request import HttpRequest
from api.http.route import Route
from api.http.state import State
from ledger.refusals import Refused
from ledger.storage.store import StoreUnavailable

log = structlog.get_logger("usf.api")


class Application:
    """Answers requests (ASGI)."""

    def __init__(self, framework: FastAPI, routes: Iterable[Route], state: State) -> None:
        self.framework = framework
        """Documents our routes, and answers at the paths of the documentation alone."""
        self.state = state
        self._addresses = Addresses(routes)
        self._documentation = [route for route in framework.routes if not isinstance(route, Route)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.framework(scope, receive, send)
            return
        began, status = time.perf_counter(), GONE
        try:
            response = await self._response(scope, receive, send)
            if response is None:
                status = await self._documented(scope, receive, send)
                return
            status = response.status_code
            await response(scope, receive, send)
        except ClientDisconnect:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the operator gets a line
            self._unexpected(scope, error)
            # Half an answer is out. Only a broken connection tells the caller that it is not whole.
            raise ConnectionAbortedError("an answer was cut short; the line before says why") from None
        finally:
            self.state.access.note(scope["method"], _name(scope), status, time.perf_counter() - began)

    async def _response(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """The whole answer; None where it is for the framework to give. Raises ClientDisconnect."""
        there = self._addresses.find(scope["path"])
        if not there and any(one.matches(scope)[0] is not Match.NONE for one in self._documentation):
            return None
        scope["app"] = self
        request = HttpRequest(scope, receive, send)
        try:
            found = there.get(scope["method"])
            if found is not None:
                scope["route"], scope["path_params"] = found
                return await found.route.respond(request)
            if there:
                allowed = {"Allow": ", ".join(sorted(there))}
                return answer(MethodNotAllowed(), allowed, language_for(request))
            return answer(NoSuchPath(), language=language_for(request))
        except ClientDisconnect:
            raise
        except Refused as refusal:
            return self._refused(request, refusal)
        except StoreUnavailable as trouble:
            log.error("database-unavailable", sentence=str(trouble))
            return self._refused(request, of_store(trouble))
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller gets an answer and the operator a line
            self._unexpected(scope, error)
            return answer(Unexpected(), language=language_for(request))

    async def _documented(self, scope: Scope, receive: Receive, send: Send) -> int:
        """Have the framework answer; the status that it answered with."""
        status = GONE

        async def remember(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await self.framework(scope, receive, remember)
        return status

    def _refused(self, request: Request, refusal: Refused) -> Response:
        if self.state.on_problem is not None:
            self.state.on_problem(request.scope["route"], type(refusal))
        return answer(refusal, language=language_for(request))

    def _unexpected(self, scope: Scope, error: Exception) -> None:
        log.error("unexpected", route=_name(scope), error=type(error).__name__, place=place_of(error))


def _name(scope: Scope) -> str:
    """The template of the path, such as `/v1/accounts/{account}/rounds`; a raw path may hold anything."""
    route: Any = scope.get("route")
    return getattr(route, "path_format", None) or getattr(route, "path", None) or "none"
