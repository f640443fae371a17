"""The HTTP application: routes, problems, documentation, and what lives as long as it serves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.http.application import Application
from api.http.documentation import document
from api.http.keys import Keys
from api.http.languages import language_for
from api.http.problems import answer
from api.http.reading import Following, Readers
from api.http.refusals import MethodNotAllowed, NoSuchPath
from api.http.routes import (
    advances,
    associations,
    associations_shown,
    bank_files,
    batches,
    beginnings,
    bookings,
    bookings_shown,
    calls,
    calls_shown,
    chains_shown,
    choices_shown,
    contributions,
    contributions_shown,
    currency_exchanges,
    disbursements,
    disbursements_shown,
    elections_shown,
    exports_shown,
    goods,
    goods_shown,
    installations,
    installations_shown,
    learning,
    learning_shown,
    links,
    links_shown,
    minutes,
    minutes_shown,
    money,
    objections,
    objections_shown,
    papers,
    papers_shown,
    participation_shown,
    payment_files,
    payment_files_shown,
    periods_shown,
    places,
    places_shown,
    promises,
    proposals,
    proposals_shown,
    proxies,
    proxies_shown,
    recounts_shown,
    register,
    register_shown,
    rounds,
    rounds_shown,
    service,
    sheets,
    statements,
    statements_shown,
    territories,
    territories_shown,
    trail,
    transfers,
    transfers_shown,
    twinnings,
    twinnings_shown,
    twins,
    twins_shown,
    work,
    work_shown,
)
from api.http.settings import Settings
from api.http.state import State
from ledger.ledger import Ledger
from projections.shelf import Shelf

SUBJECTS = (
    contributions.routes,
    rounds.routes,
    proxies.routes,
    objections.routes,
    batches.routes,
    money.routes,
    places.routes,
    places_shown.routes,
    periods_shown.routes,
    exports_shown.routes,
    contributions_shown.routes,
    rounds_shown.routes,
    proxies_shown.routes,
    elections_shown.routes,
    objections_shown.routes,
    recounts_shown.routes,
    participation_shown.routes,
    choices_shown.routes,
    minutes.routes,
    beginnings.routes,
    minutes_shown.routes,
    proposals.routes,
    proposals_shown.routes,
    disbursements.routes,
    disbursements_shown.routes,
    payment_files.routes,
    payment_files_shown.routes,
    bookings.routes,
    bookings_shown.routes,
    advances.routes,
    goods.routes,
    goods_shown.routes,
    work.routes,
    work_shown.routes,
    associations.routes,
    associations_shown.routes,
    bank_files.routes,
    register_shown.routes,
    installations_shown.routes,
    installations.routes,
    learning.routes,
    learning_shown.routes,
    twins.routes,
    twins_shown.routes,
    papers.routes,
    papers_shown.routes,
    transfers.routes,
    transfers_shown.routes,
    promises.routes,
    chains_shown.routes,
    trail.routes,
    register.routes,
    currency_exchanges.routes,
    calls.routes,
    calls_shown.routes,
    territories.routes,
    territories_shown.routes,
    twinnings.routes,
    twinnings_shown.routes,
    links.routes,
    links_shown.routes,
    statements.routes,
    statements_shown.routes,
    sheets.routes,
    service.routes,
)


def create_app(
    ledger: Ledger, shelf: Shelf, follower: Following, settings: Settings | None = None
) -> Application:
    """The application over a ledger, its views and their follower; whoever made these also closes them."""
    settings = settings or Settings()
    state = State(ledger, follower, settings, Readers(shelf, settings.readers), Keys(ledger))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        state.access.write()

    framework = FastAPIOffline(
        title="Universal Solidarity Fund: ledger",
        version="1",
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    framework.add_exception_handler(HTTPException, _nothing_there)
    for routes in SUBJECTS:
        framework.router.routes.extend(routes.routes)
    document(framework)
    return Application(framework, (route for routes in SUBJECTS for route in routes.own), state)


async def _nothing_there(request: Request, error: Any) -> Response:
    """What the framework refuses beside the documentation: other paths and methods."""
    refusal = MethodNotAllowed if error.status_code == 405 else NoSuchPath
    return answer(refusal(), dict(error.headers or {}), language_for(request))
