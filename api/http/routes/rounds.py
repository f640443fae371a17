"""Decision rounds: drafted, opened, voted in, closed, counted and made final."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.electors import elector_of
from api.http.models.base import command
from api.http.models.paths import AccountPath, RoundPath
from api.http.models.rounds import BallotSlip, NewBallot, NewRound, Recusal
from api.http.named_refusals import refusals_of
from api.http.permissions import MEMBERS, OFFICERS, Caller, needs
from api.http.positions import read_position
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.refusals import KeyOfNoMember, OthersRecusal, RoleNeeded
from api.http.routing import Router
from ledger.identifiers import AccountId, stream_of
from ledger.keys.state import Role
from ledger.ledger import Answer, Ledger
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DeclareRecusal,
    DraftRound,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.events import BallotCast, RoundExtended
from ledger.storage.store import OutcomeUnknown, StoreUnavailable

routes = Router("rounds", prefix="/v1/accounts/{account}")

VOTERS = needs(*MEMBERS.roles, Role.TELLER)


def _stream(account: str, round_id: str) -> str:
    return stream_of(AccountId(account), round_id)


@routes.records(
    "/rounds/{round}/ballots",
    permission=VOTERS,
    refusals=(KeyOfNoMember, RoleNeeded, *refusals_of(CastBallot)),
    response_model=BallotSlip,
)
async def cast_ballot(account: AccountPath, round: RoundPath, body: NewBallot, act: Acting) -> Response:
    """Cast or replace a ballot: one's own, or by proxy; as teller, one that a member handed in. Answers with a slip."""
    member = body.member or act.caller.own_token
    if member != act.caller.member:
        require_teller(act.caller)
    voter = await run_in_threadpool(elector_of, act.ledger, round, member)
    elector, proxy = voter, None
    if body.proxy_of is not None:
        elector = await run_in_threadpool(elector_of, act.ledger, round, body.proxy_of)
        proxy = voter.token
    ballot = command(
        CastBallot,
        account=account,
        round=round,
        elector=elector.token,
        choices=body.choices,
        points=body.points,
        proxy=proxy,
    )
    answer = await act.carry_out(ballot, by=voter.token, pepper=voter.pepper)
    if act.dry_run:
        return act.answer(answer)
    cast = await run_in_threadpool(_cast, act.ledger, answer)
    return act.answer(answer, number=cast.number, seal=cast.seal)


def require_teller(caller: Caller) -> None:
    """Raises RoleNeeded."""
    if Role.TELLER not in caller.roles:
        raise RoleNeeded(roles=Role.TELLER.value)


def _cast(ledger: Ledger, answer: Answer) -> BallotCast:
    partition, number = read_position(answer.position)
    try:
        # A ballot may move the deadline, and is then the last but one of its command.
        events = [one.event for one in ledger.store.read(partition, max(number - 2, 0), 2)]
    except StoreUnavailable as trouble:
        # The ballot counts by now: nobody may be told that nothing was recorded.
        raise OutcomeUnknown("A ballot is recorded, and its slip could not be read.") from trouble
    cast = events[-2] if isinstance(events[-1], RoundExtended) else events[-1]
    assert isinstance(cast, BallotCast), "a ballot is all else that its command records"
    return cast


@routes.records("/rounds", permission=OFFICERS, refusals=refusals_of(DraftRound), response_model=Recorded)
async def draft_round(account: AccountPath, body: NewRound, act: Acting) -> Response:
    """Prepare a round; nothing is frozen before it opens."""
    return await act(command(DraftRound, body, account=account, rule=body.counted()))


@routes.records(
    "/rounds/{round}/recusals",
    permission=MEMBERS,
    refusals=(KeyOfNoMember, OthersRecusal, *refusals_of(DeclareRecusal)),
    versioned=True,
    response_model=Recorded,
)
async def declare_recusal(
    account: AccountPath, round: RoundPath, body: Recusal, act: ActingOnVersion
) -> Response:
    """A member will not be an elector of this round; an officer may write down another's recusal, by minutes."""
    member = body.member or act.caller.own_token
    if member != act.caller.member and (OFFICERS.roles.isdisjoint(act.caller.roles) or not body.minutes):
        raise OthersRecusal
    recusal = command(DeclareRecusal, body, account=account, round=round, member=member)
    return await act(recusal, about=_stream(account, round))


@routes.records(
    "/rounds/{round}/openings",
    permission=OFFICERS,
    refusals=refusals_of(OpenRound),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def open_round(account: AccountPath, round: RoundPath, act: ActingOnVersion) -> Response:
    """Freeze electorate, rules, budget, options and deadline, and take the budget out of what is available."""
    return await act(command(OpenRound, account=account, round=round), about=_stream(account, round))


@routes.records(
    "/rounds/{round}/closures",
    permission=OFFICERS,
    refusals=refusals_of(CloseRound),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def close_round(account: AccountPath, round: RoundPath, act: ActingOnVersion) -> Response:
    """No ballot is taken any more: at the frozen deadline or after it."""
    return await act(command(CloseRound, account=account, round=round), about=_stream(account, round))


@routes.records(
    "/rounds/{round}/counts",
    permission=OFFICERS,
    refusals=refusals_of(CountRound),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def count_round(account: AccountPath, round: RoundPath, act: ActingOnVersion) -> Response:
    """Count a closed round; from then on anyone may see who chose what, unless it is confidential."""
    return await act(command(CountRound, account=account, round=round), about=_stream(account, round))


@routes.records(
    "/rounds/{round}/finalisations",
    permission=OFFICERS,
    refusals=refusals_of(MakeRoundFinal),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def make_round_final(account: AccountPath, round: RoundPath, act: ActingOnVersion) -> Response:
    """After the objection window the decision stands, and its money is awarded."""
    return await act(command(MakeRoundFinal, account=account, round=round), about=_stream(account, round))
