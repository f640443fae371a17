"""The HTTP application: routes, problems, documentation, and what lives as long as it serves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from api.http.access import Access, Measures
from api.http.documentation import document
from api.http.languages import language_for
from api.http.misunderstandings import parameter_not_understood
from api.http.problems import answer, of_store
from api.http.reading import Following, Readers
from api.http.refusals import MethodNotAllowed, NoSuchPath
from api.http.routes import (
    associations,
    associations_shown,
    batches,
    contributions,
    contributions_shown,
    disbursements,
    disbursements_shown,
    money,
    proposals,
    proposals_shown,
    register,
    register_shown,
    rounds,
    rounds_shown,
    service,
    trail,
)
from api.http.settings import Settings
from ledger.ledger import Ledger
from ledger.refusals import Refused
from ledger.storage.store import StoreUnavailable
from projections.places import Place

log = structlog.get_logger("usf.api")

SUBJECTS = (
    contributions.routes,
    rounds.routes,
    batches.routes,
    money.routes,
    contributions_shown.routes,
    rounds_shown.routes,
    proposals.routes,
    proposals_shown.routes,
    disbursements.routes,
    disbursements_shown.routes,
    associations.routes,
    associations_shown.routes,
    register_shown.routes,
    trail.routes,
    register.routes,
    service.routes,
)
"""In the order in which paths are looked up: what is asked most stands first."""

WAITING_READERS = 200
"""Requests that may wait for a position at the same time."""


def create_app(
    ledger: Ledger, place: Place, follower: Following, settings: Settings | None = None
) -> FastAPI:
    """The application over a ledger, its views and their follower; whoever made these also closes them."""
    settings = settings or Settings()
    measures = Measures()
    app = FastAPIOffline(
        title="Universal Solidarity Fund: ledger",
        version="1",
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    state = app.state
    state.ledger, state.follower, state.settings, state.measures = ledger, follower, settings, measures
    state.readers = Readers(place, settings.readers)
    state.on_problem = None
    """Tests listen here: called with the route and the refusal of every problem."""
    for routes in SUBJECTS:
        app.router.routes.extend(routes.routes)
    app.add_middleware(Access, measures=measures)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(StoreUnavailable, _store_unavailable)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _http)
    document(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.waiters = CapacityLimiter(WAITING_READERS)
    yield


def _answer(request: Request, refusal: Refused) -> Response:
    listener = request.app.state.on_problem
    if listener is not None:
        listener(request.scope.get("route"), type(refusal))
    return answer(refusal, language=language_for(request))


async def _refused(request: Request, refusal: Any) -> Response:
    return _answer(request, refusal)


async def _store_unavailable(request: Request, trouble: Any) -> Response:
    log.error("database-unavailable", sentence=str(trouble))
    return _answer(request, of_store(trouble))


async def _not_understood(request: Request, error: Any) -> Response:
    return _answer(request, parameter_not_understood(error))


async def _http(request: Request, error: Any) -> Response:
    """What the framework itself refuses: paths and methods that are not there."""
    if error.status_code == 405:
        allowed = {"Allow": ", ".join(_methods_at(request))}
        return answer(MethodNotAllowed(), allowed, language_for(request))
    return answer(NoSuchPath(), dict(error.headers or {}), language_for(request))


def _methods_at(request: Request) -> list[str]:
    """The methods of all routes at this path: the framework names those of the first one alone."""
    routes = [
        route for route in request.app.router.routes if route.matches(request.scope)[0] is not Match.NONE
    ]
    return sorted({method for route in routes for method in getattr(route, "methods", None) or ()})
