"""Twinnings: proposed to another account, answered, suspended, resumed and ended."""

from starlette.responses import Response

from api.http.models.associations import FromDay
from api.http.models.base import command
from api.http.models.paths import AccountPath, TwinningPath
from api.http.models.twinnings import NewLink, NewTwinning
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.links.commands import BeginLink
from ledger.twinnings.commands import (
    AcceptTwinning,
    DeclineTwinning,
    EndTwinning,
    ProposeTwinning,
    ResumeTwinning,
    SuspendTwinning,
    WithdrawTwinning,
)

routes = Router("twinnings", prefix="/v1/accounts/{account}/twinnings")


@routes.records("", permission=OFFICERS, refusals=refusals_of(ProposeTwinning), response_model=Recorded)
async def propose_twinning(account: AccountPath, body: NewTwinning, act: Acting) -> Response:
    """Propose a twinning to another local account; whoever proposes has accepted."""
    return await act(command(ProposeTwinning, body, account=account))


@routes.records(
    "/{twinning}/acceptances",
    permission=OFFICERS,
    refusals=refusals_of(AcceptTwinning),
    response_model=Recorded,
)
async def accept_twinning(
    account: AccountPath, twinning: TwinningPath, body: FromDay, act: Acting
) -> Response:
    """Accept what the other side proposed: from now on the twinning is active."""
    return await act(command(AcceptTwinning, body, account=account, twinning=twinning))


@routes.records(
    "/{twinning}/declinings",
    permission=OFFICERS,
    refusals=refusals_of(DeclineTwinning),
    body=False,
    response_model=Recorded,
)
async def decline_twinning(account: AccountPath, twinning: TwinningPath, act: Acting) -> Response:
    """Say no to what the other side proposed."""
    return await act(command(DeclineTwinning, account=account, twinning=twinning))


@routes.records(
    "/{twinning}/withdrawals",
    permission=OFFICERS,
    refusals=refusals_of(WithdrawTwinning),
    body=False,
    response_model=Recorded,
)
async def withdraw_twinning(account: AccountPath, twinning: TwinningPath, act: Acting) -> Response:
    """Take a proposal back as long as no acceptance has come."""
    return await act(command(WithdrawTwinning, account=account, twinning=twinning))


@routes.records(
    "/{twinning}/suspensions",
    permission=OFFICERS,
    refusals=refusals_of(SuspendTwinning),
    response_model=Recorded,
)
async def suspend_twinning(
    account: AccountPath, twinning: TwinningPath, body: FromDay, act: Acting
) -> Response:
    """Let nothing new begin under the twinning until this side resumes it."""
    return await act(command(SuspendTwinning, body, account=account, twinning=twinning))


@routes.records(
    "/{twinning}/resumptions",
    permission=OFFICERS,
    refusals=refusals_of(ResumeTwinning),
    response_model=Recorded,
)
async def resume_twinning(
    account: AccountPath, twinning: TwinningPath, body: FromDay, act: Acting
) -> Response:
    """Lift this side's suspension."""
    return await act(command(ResumeTwinning, body, account=account, twinning=twinning))


@routes.records(
    "/{twinning}/endings",
    permission=OFFICERS,
    refusals=refusals_of(EndTwinning),
    response_model=Recorded,
)
async def end_twinning(account: AccountPath, twinning: TwinningPath, body: FromDay, act: Acting) -> Response:
    """End the twinning; what is under way may finish, and promises stay open until settled."""
    return await act(command(EndTwinning, body, account=account, twinning=twinning))


@routes.records(
    "/{twinning}/links", permission=OFFICERS, refusals=refusals_of(BeginLink), response_model=Recorded
)
async def begin_link(account: AccountPath, twinning: TwinningPath, body: NewLink, act: Acting) -> Response:
    """Record that a link begins under an active twinning; the twin is told, and of no name."""
    return await act(command(BeginLink, body, account=account, twinning=twinning))
