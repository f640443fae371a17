"""Calls on the fund: sent, passed on, taken back; and the twin's opinion. To make one carries a proposal out."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.calls import NewOpinion, Passing
from api.http.models.paths import AccountPath, CallPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import ActingOnVersion, Recorded
from api.http.routing import Router
from ledger.calls.commands import GiveOpinion, PassCallOn, SendCall, WithdrawCall
from ledger.identifiers import AccountId, stream_of

routes = Router("calls", prefix="/v1/accounts/{account}/calls/{call}")


def _stream(account: str, call: str) -> str:
    return stream_of(AccountId(account), call)


@routes.records(
    "/opinions",
    permission=OFFICERS,
    refusals=refusals_of(GiveOpinion),
    versioned=True,
    response_model=Recorded,
)
async def give_opinion(
    account: AccountPath, call: CallPath, body: NewOpinion, act: ActingOnVersion
) -> Response:
    """As the twin, say what this side thinks of a call made in the name of the twinning; it goes with the call."""
    return await act(command(GiveOpinion, body, account=account, call=call), about=_stream(account, call))


@routes.records(
    "/sendings",
    permission=OFFICERS,
    refusals=refusals_of(SendCall),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def send_call(account: AccountPath, call: CallPath, act: ActingOnVersion) -> Response:
    """Send this account's call to its addressee, with the twin's dated opinion."""
    return await act(command(SendCall, account=account, call=call), about=_stream(account, call))


@routes.records(
    "/passings",
    permission=OFFICERS,
    refusals=refusals_of(PassCallOn),
    versioned=True,
    response_model=Recorded,
)
async def pass_call_on(account: AccountPath, call: CallPath, body: Passing, act: ActingOnVersion) -> Response:
    """Pass a call that lies here up to the association that this one belongs to; the asking side is told."""
    return await act(command(PassCallOn, body, account=account, call=call), about=_stream(account, call))


@routes.records(
    "/withdrawals",
    permission=OFFICERS,
    refusals=refusals_of(WithdrawCall),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def withdraw_call(account: AccountPath, call: CallPath, act: ActingOnVersion) -> Response:
    """Take this account's call back before it is decided; whoever it lies with is told."""
    return await act(command(WithdrawCall, account=account, call=call), about=_stream(account, call))
