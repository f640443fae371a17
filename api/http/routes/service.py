"""About the service itself: whether it lives, whether it is ready, what it measures, and its kinds of problems."""

from typing import Annotated, Any

from fastapi import Path
from prometheus_client import generate_latest
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.http.languages import language_for
from api.http.permissions import PUBLIC
from api.http.problems import Problem, all_refusals, as_problem
from api.http.refusals import ParameterNotUnderstood, UnknownProblem
from api.http.routing import Router
from ledger.ledger import COMMONS
from ledger.storage.store import StoreUnavailable

routes = Router("service", prefix="")


class Health(BaseModel):
    """The process answers."""

    status: str


class Readiness(BaseModel):
    """Whether requests are served as they should be, and if not, why."""

    ready: bool
    reasons: list[str]


class ProblemKind(BaseModel):
    """One kind of problem."""

    type: str
    title: str
    status: int


@routes.shows("/healthz", permission=PUBLIC, views=False, response_model=Health)
async def live() -> Response:
    """Whether the process answers at all."""
    return JSONResponse({"status": "ok"})


@routes.shows(
    "/readyz",
    permission=PUBLIC,
    views=False,
    response_model=Readiness,
    responses={503: {"description": "Not ready, with the reasons.", "model": Readiness}},
)
async def ready(request: Request) -> Response:
    """Whether the database answers and the views keep up with the log."""
    reasons = await run_in_threadpool(_reasons, request.app.state)
    return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)


def _reasons(state: Any) -> list[str]:
    try:
        state.ledger.store.head(COMMONS)
        return _behind(state)
    except StoreUnavailable:
        return ["The database does not answer."]


def _behind(state: Any) -> list[str]:
    bounds, lag = state.settings, state.follower.lag()
    reasons = [f"The view {view} is parked." for view in sorted({p.view for p in state.follower.parked()})]
    if lag.events > bounds.ready_lag_events or lag.seconds > bounds.ready_lag_seconds:
        reasons.append(f"The views are {lag.events} events behind the log.")
    return reasons


@routes.shows(
    "/metrics",
    permission=PUBLIC,
    views=False,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def measures(request: Request) -> Response:
    """Counts and times for Prometheus; nothing about people."""
    return PlainTextResponse(generate_latest(request.app.state.measures.registry))


@routes.shows("/problems", permission=PUBLIC, views=False, response_model=list[ProblemKind])
async def kinds_of_problems(request: Request) -> Response:
    """Every kind of problem that this service may answer with."""
    language = language_for(request)
    kinds = sorted(set(all_refusals()), key=lambda kind: kind.slug)
    return JSONResponse([as_problem(kind(), language) for kind in kinds])


@routes.shows(
    "/problems/{slug}",
    permission=PUBLIC,
    views=False,
    refusals=(UnknownProblem, ParameterNotUnderstood),
    response_model=Problem,
)
async def kind_of_problem(
    request: Request, slug: Annotated[str, Path(pattern="^[a-z0-9-]{1,80}$")]
) -> Response:
    """What a kind of problem means."""
    for kind in all_refusals():
        if kind.slug == slug:
            return JSONResponse(as_problem(kind(), language_for(request)))
    raise UnknownProblem
