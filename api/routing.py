"""Routes that cannot be registered without saying who may use them, and that name every refusal they may give.

A route admits its caller first, then reads its body strictly, and only then lets FastAPI take it apart.
"""

import inspect
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from api import refusals as at_the_door
from api.misunderstandings import body_not_understood
from api.permissions import Permission, admit
from api.problems import documented
from api.receiving import json_body
from ledger.context import canonical
from ledger.refusals import KeyReused, Refused, StaleVersion

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
Refusals = Iterable[type[Refused]]

OF_BODIES: tuple[type[Refused], ...] = (
    at_the_door.BodyTooLarge,
    at_the_door.BodyNotJson,
    at_the_door.JsonNotUtf8,
    at_the_door.JsonMalformed,
    at_the_door.JsonKeyTwice,
    at_the_door.JsonTextUnreadable,
    at_the_door.JsonNumberUnreadable,
    at_the_door.JsonTooDeep,
    at_the_door.BodyNotUnderstood,
)
OF_RECORDING: tuple[type[Refused], ...] = (
    at_the_door.IdempotencyKeyMalformed,
    KeyReused,
    at_the_door.ParameterNotUnderstood,
    at_the_door.DatabaseUnavailable,
    at_the_door.CommitUnknown,
)
OF_VERSIONS: tuple[type[Refused], ...] = (at_the_door.IfMatchMalformed, StaleVersion)
OF_VIEWS: tuple[type[Refused], ...] = (
    at_the_door.PositionMalformed,
    at_the_door.UnknownLog,
    at_the_door.PositionNotReached,
    at_the_door.CursorMalformed,
    at_the_door.ParameterNotUnderstood,
    at_the_door.DatabaseUnavailable,
)


class UndeclaredPermissionError(TypeError):
    """A route was registered without saying who may use it."""


class Route(APIRoute):
    """A route with its permission and its refusals."""

    permission: Permission
    refusals: frozenset[type[Refused]]

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

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What FastAPI does, behind the door."""
        handle = super().get_route_handler()
        permission = self.permission
        annotation: Any = self.body_field.field_info.annotation if self.body_field is not None else None
        shape: TypeAdapter[Any] | None = None if annotation is None else TypeAdapter(annotation)

        async def behind_the_door(request: Request) -> Response:
            request.state.caller = await admit(request, permission)
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


def _of_admission(permission: Permission) -> tuple[type[Refused], ...]:
    if not permission.key:
        return (at_the_door.KeyUnknown,)
    if not permission.roles:
        return (at_the_door.KeyNeeded, at_the_door.KeyUnknown)
    return (at_the_door.KeyNeeded, at_the_door.KeyUnknown, at_the_door.RoleNeeded)


def _security(permission: Permission) -> list[dict[str, list[str]]]:
    return [{"key": []}] if permission.key else [{}, {"key": []}]


class Router(APIRouter):
    """Collects the routes of one subject. `shows` and `records` are the only ways in."""

    def __init__(self, subject: str, prefix: str = "/v1") -> None:
        super().__init__(prefix=prefix, tags=[subject], route_class=Route)

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Register a route. Raises UndeclaredPermissionError."""
        kept = ("permission", "refusals", "methods", "status_code", "responses", "openapi_extra", "response_model")
        self.routes.append(
            Route(
                self.prefix + path,
                endpoint,
                tags=self.tags,
                generate_unique_id_function=_operation,
                **{name: options[name] for name in kept if options.get(name) is not None},
            )
        )

    def shows(
        self,
        path: str,
        *,
        permission: Permission,
        refusals: Refusals = (),
        views: bool = True,
        **options: Any,
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that reads (GET); of a view, unless it says otherwise."""

        def register(endpoint: Endpoint) -> Endpoint:
            named = (*refusals, *(OF_VIEWS if views else ()))
            self.add_api_route(
                path, endpoint, methods=["GET"], permission=permission, refusals=named, **options
            )
            return endpoint

        return register

    def records(
        self,
        path: str,
        *,
        permission: Permission,
        refusals: Refusals,
        versioned: bool = False,
        body: bool = True,
        **options: Any,
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that records (POST); `versioned` where it honours If-Match."""

        def register(endpoint: Endpoint) -> Endpoint:
            named = (
                *refusals,
                *OF_RECORDING,
                *(OF_BODIES if body else ()),
                *(OF_VERSIONS if versioned else ()),
            )
            responses = {200: {"description": "Dry run: it would be recorded.", "model": WouldBeRecorded}}
            self.add_api_route(
                path,
                endpoint,
                methods=["POST"],
                permission=permission,
                refusals=named,
                **{"status_code": 201, "responses": responses, **options},
            )
            return endpoint

        return register


class WouldBeRecorded(BaseModel):
    """The answer to a dry run: nothing was recorded."""

    would_be_recorded: bool
    kinds: tuple[str, ...]
    """Kinds of the events, in order."""


def _operation(route: APIRoute) -> str:
    """The name of an operation in clients made from OpenAPI: that of the function."""
    return route.name
