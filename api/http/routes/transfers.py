"""Transfers: received or refused by the account that they go to; asked back by the one that sent them.

One begins when a disbursement to a local account is sent.
"""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.paths import AccountPath, TransferPath
from api.http.models.transfers import Reason, Reception
from api.http.named_refusals import refusals_of
from api.http.permissions import TREASURER
from api.http.recording import ActingOnVersion, Recorded
from api.http.routing import Router
from ledger.identifiers import AccountId, stream_of
from ledger.transfers.commands import AskToVoidTransfer, ReceiveTransfer, RefuseTransfer

routes = Router("transfers", prefix="/v1/accounts/{account}/transfers/{transfer}")


def _stream(account: str, transfer: str) -> str:
    return stream_of(AccountId(account), transfer)


@routes.records(
    "/receptions",
    permission=TREASURER,
    refusals=refusals_of(ReceiveTransfer),
    versioned=True,
    response_model=Recorded,
)
async def receive_transfer(
    account: AccountPath, transfer: TransferPath, body: Reception, act: ActingOnVersion
) -> Response:
    """It arrived: book it for the purpose that it was sent for, which is declared here if it is not known yet."""
    received = command(ReceiveTransfer, body, account=account, transfer=transfer)
    return await act(received, about=_stream(account, transfer))


@routes.records(
    "/refusals",
    permission=TREASURER,
    refusals=refusals_of(RefuseTransfer),
    versioned=True,
    response_model=Recorded,
)
async def refuse_transfer(
    account: AccountPath, transfer: TransferPath, body: Reason, act: ActingOnVersion
) -> Response:
    """It is not taken, or never came: the sender has its money back, and this id is refused for ever."""
    refused = command(RefuseTransfer, body, account=account, transfer=transfer)
    return await act(refused, about=_stream(account, transfer))


@routes.records(
    "/void-requests",
    permission=TREASURER,
    refusals=refusals_of(AskToVoidTransfer),
    versioned=True,
    response_model=Recorded,
)
async def ask_to_void_transfer(
    account: AccountPath, transfer: TransferPath, body: Reason, act: ActingOnVersion
) -> Response:
    """Ask the receiver to void it; until that answers, it stays in transit."""
    asked = command(AskToVoidTransfer, body, account=account, transfer=transfer)
    return await act(asked, about=_stream(account, transfer))
