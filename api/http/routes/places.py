"""Places of money: opened and closed, named as the main one, and money moved between them."""

from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from api.http.models.associations import FromDay
from api.http.models.base import command, pattern_of
from api.http.models.contributions import Reversal
from api.http.models.paths import AccountPath, PlacePath
from api.http.models.places import MainUnit, NewMove, NewPlace
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, TREASURER
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.places.commands import ClosePlace, MoveMoney, NameMainPlace, OpenPlace, ReverseMove

routes = Router("places", prefix="/v1/accounts/{account}")

MovePath = Annotated[str, Path(pattern=pattern_of("move"))]


@routes.records("/places", permission=OFFICERS, refusals=refusals_of(OpenPlace), response_model=Recorded)
async def open_place(account: AccountPath, body: NewPlace, act: Acting) -> Response:
    """Money may lie there: in a bank account, a cash box, a mobile wallet, or with a person who has an advance."""
    return await act(command(OpenPlace, body, account=account))


@routes.records(
    "/places/{place}/main-units",
    permission=OFFICERS,
    refusals=refusals_of(NameMainPlace),
    response_model=Recorded,
)
async def name_main_place(account: AccountPath, place: PlacePath, body: MainUnit, act: Acting) -> Response:
    """Money of this currency comes and goes there from now on, unless another place is named."""
    return await act(command(NameMainPlace, body, account=account, place=place))


@routes.records(
    "/places/{place}/closures", permission=OFFICERS, refusals=refusals_of(ClosePlace), response_model=Recorded
)
async def close_place(account: AccountPath, place: PlacePath, body: FromDay, act: Acting) -> Response:
    """Nothing lies there any more, and nothing will."""
    return await act(command(ClosePlace, body, account=account, place=place))


@routes.records("/moves", permission=OFFICERS, refusals=refusals_of(MoveMoney), response_model=Recorded)
async def move_money(account: AccountPath, body: NewMove, act: Acting) -> Response:
    """Money was carried from one place to another, or given to somebody as an advance; no balance changes."""
    return await act(command(MoveMoney, body, account=account))


@routes.records(
    "/moves/{move}/reversals",
    permission=TREASURER,
    refusals=refusals_of(ReverseMove),
    response_model=Recorded,
)
async def reverse_move(account: AccountPath, move: MovePath, body: Reversal, act: Acting) -> Response:
    """It was booked by mistake: the money lies again where it lay, and its reference is free."""
    return await act(command(ReverseMove, body, account=account, move=move))
