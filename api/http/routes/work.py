"""Work days on attendance sheets, and what goods and hours are said to be worth."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.paths import AccountPath, SheetPath
from api.http.models.work import Confirmation, NewValuation, NewWorkDay, WorkDayRefusal
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.valuations.commands import StateValuation
from ledger.work.commands import ConfirmWorkDay, RecordWorkDay, RefuseWorkDay

routes = Router("work", prefix="/v1/accounts/{account}")


@routes.records(
    "/work-days", permission=OFFICERS, refusals=refusals_of(RecordWorkDay), response_model=Recorded
)
async def record_work_day(account: AccountPath, body: NewWorkDay, act: Acting) -> Response:
    """Write down who worked how long on a day; the hours come in once somebody else confirms them."""
    return await act(command(RecordWorkDay, body, account=account))


@routes.records(
    "/work-days/{sheet}/confirmations",
    permission=OFFICERS,
    refusals=refusals_of(ConfirmWorkDay),
    response_model=Recorded,
)
async def confirm_work_day(
    account: AccountPath, sheet: SheetPath, body: Confirmation, act: Acting
) -> Response:
    """The hours of a sheet were worked: each line is received as a contribution of time."""
    return await act(command(ConfirmWorkDay, body, account=account, sheet=sheet))


@routes.records(
    "/work-days/{sheet}/refusals",
    permission=OFFICERS,
    refusals=refusals_of(RefuseWorkDay),
    response_model=Recorded,
)
async def refuse_work_day(
    account: AccountPath, sheet: SheetPath, body: WorkDayRefusal, act: Acting
) -> Response:
    """A sheet does not say what happened: no hours come in by it."""
    return await act(command(RefuseWorkDay, body, account=account, sheet=sheet))


@routes.records(
    "/valuations", permission=OFFICERS, refusals=refusals_of(StateValuation), response_model=Recorded
)
async def state_valuation(account: AccountPath, body: NewValuation, act: Acting) -> Response:
    """State what a quantity is worth: an overlay with date, method and source, which enters no balance."""
    return await act(command(StateValuation, body, account=account))
