"""What one side of a twinning tells the other of the transfers between them."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.paths import AccountPath, TwinningPath
from api.http.models.twins import NewFlowStatement
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.flows.commands import StateFlows

routes = Router("twinnings", prefix="/v1/accounts/{account}/twinnings/{twinning}")


@routes.records(
    "/flow-statements", permission=OFFICERS, refusals=refusals_of(StateFlows), response_model=Recorded
)
async def state_flows(
    account: AccountPath, twinning: TwinningPath, body: NewFlowStatement, act: Acting
) -> Response:
    """Tell the twin how these transfers stand here, so that an installation of its own can compare them."""
    return await act(command(StateFlows, body, account=account, twinning=twinning))
