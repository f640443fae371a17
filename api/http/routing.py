"""Routers on which no route can be registered without saying who may use it.

What every route of a kind may refuse is added here, so that a route names only what is its own.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.http import refusals as at_the_door
from api.http.permissions import Permission
from api.http.route import Refusals, Route, UndeclaredPermissionError
from ledger.papers.refusals import PaperAltered
from ledger.refusals import KeyReused, Refused, StaleVersion

__all__ = ["Route", "Router", "UndeclaredPermissionError"]

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

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
    PaperAltered,
)


class Router(APIRouter):
    """Collects the routes of one subject. `shows` and `records` are the only ways in."""

    def __init__(self, subject: str, prefix: str = "/v1") -> None:
        super().__init__(prefix=prefix, tags=[subject], route_class=Route)
        self.own: list[Route] = []

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Register a route. Raises UndeclaredPermissionError."""
        kept = (
            "permission",
            "refusals",
            "methods",
            "status_code",
            "responses",
            "openapi_extra",
            "response_model",
        )
        route = Route(
            self.prefix + path,
            endpoint,
            tags=self.tags,
            generate_unique_id_function=_operation,
            **{name: options[name] for name in kept if options.get(name) is not None},
        )
        self.routes.append(route)
        self.own.append(route)

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
