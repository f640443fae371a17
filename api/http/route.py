"""A route: it says who may use it and what it may refuse, and lets nobody and nothing else in.

FastAPI reads its function's signature and documents it. Requests do not pass through FastAPI: the route admits the
caller first, then reads the body strictly, and only then takes apart what else its function asks for.
"""

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any

from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http import refusals as at_the_door
from api.http.asking import Asking, Error
from api.http.keys import admit
from api.http.misunderstandings import body_not_understood, parameter_not_understood
from api.http.permissions import Permission
from api.http.problems import documented
from api.http.receiving import json_body
from api.http.request import HttpRequest
from api.http.strict_json import read_json
from ledger.refusals import Refused

Refusals = Iterable[type[Refused]]


class UndeclaredPermissionError(TypeError):
    """A route was registered without saying who may use it."""


class Route(APIRoute):
    """A route with its permission and its refusals."""

    permission: Permission
    refusals: frozenset[type[Refused]]
    queries: frozenset[str]
    """Names of what this route asks for in the query."""
    names: tuple[str, ...]
    """Names of the parameters in its path, in order."""

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        permission: Permission | None = None,
        refusals: Refusals = (),
        **options: Any,
    ) -> None:
        if not isinstance(permission, Permission):
            raise UndeclaredPermissionError(f"{path} does not say who may use it")
        self.permission = permission
        self.refusals = frozenset((*refusals, *_of_admission(permission)))
        description = inspect.cleandoc(endpoint.__doc__ or "")
        super().__init__(
            path,
            endpoint,
            description=f"{description}\n\n{permission.says()}",
            responses={**documented(self.refusals), **options.pop("responses", {})},
            openapi_extra={"security": _security(permission), **options.pop("openapi_extra", {})},
            **options,
        )
        self.queries = frozenset(
            field.alias for field in get_flat_params(self.dependant) if isinstance(field.field_info, Query)
        )
        self.names = tuple(re.findall(r"{(\w+)}", path))
        self.app = self._serve
        self._asking = Asking(self.dependant)
        self._body = _Body.of(self)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Also where something else than our own application should hold this route, nobody gets past the door."""
        answer = await self.respond(HttpRequest(scope, receive, send))
        await answer(scope, receive, send)

    async def respond(self, request: HttpRequest) -> Response:
        """Admit the caller, understand the request, and answer it. Raises Refused and StoreUnavailable."""
        request.caller = await admit(request, self.permission)
        if request.scope["query_string"]:
            self._require_plain_query(request)
        body = None if self._body is None else await self._body.read(request)
        errors: list[Error] = []
        arguments = self._asking.arguments(request, errors)
        if errors:
            raise parameter_not_understood(errors)
        if self._body is not None:
            arguments[self._body.name] = body
        answer: Response = await self.endpoint(**arguments)
        return answer

    def _require_plain_query(self, request: HttpRequest) -> None:
        """Each parameter once, since of `dry_run=true&dry_run=false` two readers would make different things.

        And none that the route does not know: who writes `dryrun=true` must not find the act recorded.
        """
        twice = [name for name in self.queries if len(request.query_params.getlist(name)) > 1]
        errors = [{"in": "query", "name": name, "sentence": "Say this once."} for name in sorted(twice)]
        if _refuses_unknown(self.refusals) and not self.queries.issuperset(request.query_params):
            known = ", ".join(sorted(self.queries)) or "none"
            errors.append({"in": "query", "sentence": f"What this route asks for in the query: {known}."})
        if errors:
            raise at_the_door.ParameterNotUnderstood(errors=errors)


class _Body:
    """The body that a function asks for."""

    def __init__(self, name: str, shape: Any) -> None:
        self.name = name
        self._validate = TypeAdapter(shape).validator.validate_json

    @classmethod
    def of(cls, route: Route) -> "_Body | None":
        if route.body_field is None:
            return None
        (asked,) = route.dependant.body_params
        return cls(asked.name, route.body_field.field_info.annotation)

    async def read(self, request: HttpRequest) -> Any:
        settings = request.service.settings
        raw, request.said = await json_body(request, settings)
        try:
            return self._validate(raw, strict=True)
        except ValidationError as error:
            raise body_not_understood(error, read_json(raw, settings.deepest_nesting)) from None


def _refuses_unknown(refusals: frozenset[type[Refused]]) -> bool:
    """What watches the service may add to an address as it likes; whoever reads or records may not."""
    return at_the_door.ParameterNotUnderstood in refusals


def _of_admission(permission: Permission) -> tuple[type[Refused], ...]:
    if not permission.key:
        return (at_the_door.KeyUnknown,)
    if not permission.roles:
        return (at_the_door.KeyNeeded, at_the_door.KeyUnknown)
    return (at_the_door.KeyNeeded, at_the_door.KeyUnknown, at_the_door.RoleNeeded)


def _security(permission: Permission) -> list[dict[str, list[str]]]:
    return [{"key": []}] if permission.key else [{}, {"key": []}]
