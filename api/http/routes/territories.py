"""The register of territories."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.paths import TerritoryPath
from api.http.models.territories import Membership, Move, NewStatement, NewTerritory
from api.http.named_refusals import refusals_of
from api.http.permissions import REGISTRAR
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.territories.commands import (
    MoveTerritory,
    RegisterTerritory,
    StateResources,
    StateTogetherMembership,
)

routes = Router("territories", prefix="/v1/territories")


@routes.records("", permission=REGISTRAR, refusals=refusals_of(RegisterTerritory), response_model=Recorded)
async def register_territory(body: NewTerritory, act: Acting) -> Response:
    """Enter a territory into the register, with its names."""
    return await act(command(RegisterTerritory, body))


@routes.records(
    "/{territory}/moves", permission=REGISTRAR, refusals=refusals_of(MoveTerritory), response_model=Recorded
)
async def move_territory(territory: TerritoryPath, body: Move, act: Acting) -> Response:
    """Let a territory lie in another one, or in none; never in itself nor in one that lies in it."""
    return await act(command(MoveTerritory, body, territory=territory))


@routes.records(
    "/{territory}/together-memberships",
    permission=REGISTRAR,
    refusals=refusals_of(StateTogetherMembership),
    response_model=Recorded,
)
async def state_together_membership(territory: TerritoryPath, body: Membership, act: Acting) -> Response:
    """Say that a territory is a member of TOGETHER, or is so no longer; twinning is open to both."""
    return await act(command(StateTogetherMembership, body, territory=territory))


@routes.records(
    "/{territory}/resource-statements",
    permission=REGISTRAR,
    refusals=refusals_of(StateResources),
    response_model=Recorded,
)
async def state_resources(territory: TerritoryPath, body: NewStatement, act: Acting) -> Response:
    """State that a territory is advantaged or disadvantaged in resources: dated, with author and grounds."""
    return await act(command(StateResources, body, territory=territory))
