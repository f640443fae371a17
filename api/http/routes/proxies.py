"""Proxies: given, withdrawn, and written down from paper by a teller."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.electors import elector_of
from api.http.models.base import command
from api.http.models.paths import AccountPath, RoundPath
from api.http.models.proxies import NewProxy, ProxyWithdrawal
from api.http.named_refusals import refusals_of
from api.http.recording import Acting, Recorded
from api.http.refusals import KeyOfNoMember, ProxyUnwritten, RoleNeeded
from api.http.routes.rounds import VOTERS, require_teller
from api.http.routing import Router
from ledger.rounds.commands import GiveProxy, WithdrawProxy

routes = Router("rounds", prefix="/v1/accounts/{account}")


@routes.records(
    "/rounds/{round}/proxies",
    permission=VOTERS,
    refusals=(KeyOfNoMember, ProxyUnwritten, RoleNeeded, *refusals_of(GiveProxy)),
    response_model=Recorded,
)
async def give_proxy(account: AccountPath, round: RoundPath, body: NewProxy, act: Acting) -> Response:
    """Ask another elector to vote for oneself in this round; or, as teller, write down a proxy that came on paper."""
    member = body.giver or act.caller.own_token
    if member != act.caller.member:
        require_teller(act.caller)
        if body.minutes is None and body.paper is None:
            raise ProxyUnwritten
    giver = await run_in_threadpool(elector_of, act.ledger, round, member)
    holder = await run_in_threadpool(elector_of, act.ledger, round, body.holder)
    proxy = command(
        GiveProxy,
        account=account,
        round=round,
        giver=giver.token,
        holder=holder.token,
        minutes=body.minutes,
        paper=body.paper,
    )
    return act.answer(await act.carry_out(proxy, by=giver.token, pepper=giver.pepper))


@routes.records(
    "/rounds/{round}/proxy-withdrawals",
    permission=VOTERS,
    refusals=(KeyOfNoMember, RoleNeeded, *refusals_of(WithdrawProxy)),
    response_model=Recorded,
)
async def withdraw_proxy(
    account: AccountPath, round: RoundPath, body: ProxyWithdrawal, act: Acting
) -> Response:
    """Take one's proxy back: what was cast under it does not count, and one may vote oneself."""
    member = body.giver or act.caller.own_token
    if member != act.caller.member:
        require_teller(act.caller)
    giver = await run_in_threadpool(elector_of, act.ledger, round, member)
    withdrawal = command(WithdrawProxy, account=account, round=round, giver=giver.token)
    return act.answer(await act.carry_out(withdrawal, by=giver.token, pepper=giver.pepper))
