"""Objections to what a round decided, items that become final after all, and rounds that are annulled."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.electors import elector_of
from api.http.models.base import command
from api.http.models.objections import (
    Annulment,
    ItemNamed,
    NewObjection,
    NumberedObjection,
    ObjectionDecision,
)
from api.http.models.paths import AccountPath, NumberPath, RoundPath
from api.http.named_refusals import refusals_of
from api.http.permissions import AUDITOR, OFFICERS, Caller, needs
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.refusals import KeyOfNoMember, RoleNeeded
from api.http.routes.rounds import VOTERS, require_teller
from api.http.routing import Router
from ledger.identifiers import AccountId, MemberToken, MinutesId, stream_of
from ledger.rounds.commands import AnnulRound, DecideObjection, MakeItemFinal, RaiseObjection

routes = Router("rounds", prefix="/v1/accounts/{account}")

DECIDING = needs(*OFFICERS.roles, *AUDITOR.roles)
"""Who writes down what an assembly decided, or decides as auditor; which of the two, the round has frozen."""


@routes.records(
    "/rounds/{round}/objections",
    permission=VOTERS,
    refusals=(KeyOfNoMember, RoleNeeded, *refusals_of(RaiseObjection)),
    response_model=NumberedObjection,
)
async def raise_objection(
    account: AccountPath, round: RoundPath, body: NewObjection, act: Acting
) -> Response:
    """An elector objects to what was decided on one item, once, while the window is open.

    A teller may enter the objection of a member who handed it in.
    """
    member = body.member or act.caller.own_token
    if member != act.caller.member:
        require_teller(act.caller)
    elector = await run_in_threadpool(elector_of, act.ledger, round, member)
    objection = command(
        RaiseObjection,
        account=account,
        round=round,
        elector=elector.token,
        label=body.label,
        reason=body.reason,
    )
    answer = await act.carry_out(objection, by=elector.token, pepper=elector.pepper)
    if act.dry_run:
        return act.answer(answer)
    return act.answer(answer, number=int(answer.created.rpartition(".")[2]))


@routes.records(
    "/rounds/{round}/objections/{number}/decisions",
    permission=DECIDING,
    refusals=refusals_of(DecideObjection),
    versioned=True,
    response_model=Recorded,
)
async def decide_objection(
    account: AccountPath, round: RoundPath, number: NumberPath, body: ObjectionDecision, act: ActingOnVersion
) -> Response:
    """Uphold an objection, which annuls its item, or dismiss it, within the days that the rules give."""
    decision = command(
        DecideObjection,
        body,
        account=account,
        round=round,
        number=number,
        auditor=_auditor(act.caller, body.minutes),
    )
    return await act(decision, about=stream_of(AccountId(account), round))


@routes.records(
    "/rounds/{round}/item-finalisations",
    permission=OFFICERS,
    refusals=refusals_of(MakeItemFinal),
    versioned=True,
    response_model=Recorded,
)
async def make_item_final(
    account: AccountPath, round: RoundPath, body: ItemNamed, act: ActingOnVersion
) -> Response:
    """What was decided on a suspended item stands, once all that was objected to it was dismissed or has lapsed."""
    item = command(MakeItemFinal, body, account=account, round=round)
    return await act(item, about=stream_of(AccountId(account), round))


@routes.records(
    "/rounds/{round}/annulments",
    permission=DECIDING,
    refusals=refusals_of(AnnulRound),
    versioned=True,
    response_model=Recorded,
)
async def annul_round(
    account: AccountPath, round: RoundPath, body: Annulment, act: ActingOnVersion
) -> Response:
    """Nothing is decided by a round that is not final: its budget is freed, and what it asked may be asked again."""
    annulment = command(
        AnnulRound, body, account=account, round=round, auditor=_auditor(act.caller, body.minutes)
    )
    return await act(annulment, about=stream_of(AccountId(account), round))


def _auditor(caller: Caller, minutes: MinutesId | str | None) -> MemberToken | None:
    """Who acts where no assembly decided; whether they hold the office, the ledger knows."""
    return caller.member if minutes is None else None
