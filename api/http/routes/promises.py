"""Pass-on promises: forgiven. They are opened by settlements, and honoured by contributions."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.paths import AccountPath, DisbursementPath
from api.http.models.promises import Forgiving
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import ActingOnVersion, Recorded
from api.http.routing import Router
from ledger.identifiers import AccountId, stream_of
from ledger.promises.commands import ForgivePromise

routes = Router("promises", prefix="/v1/accounts/{account}")


@routes.records(
    "/disbursements/{disbursement}/forgivings",
    permission=OFFICERS,
    refusals=refusals_of(ForgivePromise),
    versioned=True,
    response_model=Recorded,
)
async def forgive_promise(
    account: AccountPath, disbursement: DisbursementPath, body: Forgiving, act: ActingOnVersion
) -> Response:
    """Forgive what is open of a promise: who could not pass on is not asked again."""
    forgiving = command(ForgivePromise, body, account=account, disbursement=disbursement)
    return await act(forgiving, about=stream_of(AccountId(account), disbursement))
