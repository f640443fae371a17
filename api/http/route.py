"""A route: it says who may use it and what it may refuse, and lets nobody and nothing else in.

It admits its caller first, then reads its body strictly, and only then lets FastAPI take it apart.
"""

import inspect
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from api.http import refusals as at_the_door
from api.http.misunderstandings import body_not_understood
from api.http.permissions import Permission, admit
from api.http.problems import documented
from api.http.receiving import json_body
from ledger.context import canonical
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

    def _require_plain_query(self, request: Request) -> None:
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

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What FastAPI does, behind the door."""
        handle = super().get_route_handler()
        permission = self.permission
        annotation: Any = self.body_field.field_info.annotation if self.body_field is not None else None
        shape: TypeAdapter[Any] | None = None if annotation is None else TypeAdapter(annotation)

        async def behind_the_door(request: Request) -> Response:
            request.state.caller = await admit(request, permission)
            self._require_plain_query(request)
            if shape is not None:
                request = await _Understood.of(request, shape)
            return await handle(request)

        return behind_the_door


class _Understood(Request):
    """A request whose body was read strictly and understood; FastAPI is handed the finished model."""

    _understood: Any

    @classmethod
    async def of(cls, request: Request, shape: TypeAdapter[Any]) -> "_Understood":
        raw, value = await json_body(request, request.app.state.settings)
        try:
            understood = shape.validate_json(raw, strict=True)
        except ValidationError as error:
            raise body_not_understood(error, value) from None
        request.state.canonical = canonical(value)
        new = cls(request.scope, request.receive)
        new._body = raw
        new._understood = understood
        return new

    async def json(self) -> Any:
        return self._understood


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
