"""Minutes of assemblies, and what these decided by show of hands."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.minutes import NewMinutes, NewShowOfHands, NewSitting
from api.http.models.paths import AccountPath, MinutesPath, RoundPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, needs
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.routing import Router
from ledger.identifiers import AccountId, stream_of
from ledger.keys.state import Role
from ledger.minutes.commands import RecordMinutes
from ledger.rounds.commands import DecideInAssembly, EnterShowOfHands

routes = Router("minutes", prefix="/v1/accounts/{account}")

RECORDERS = needs(*OFFICERS.roles, Role.REGISTRAR)
"""Who keeps the books; and the registrar, since minutes may have to fill an office when no officer has a key (A3)."""


@routes.records(
    "/minutes", permission=RECORDERS, refusals=refusals_of(RecordMinutes), response_model=Recorded
)
async def record_minutes(account: AccountPath, body: NewMinutes, act: Acting) -> Response:
    """Record that an assembly met: convocation, attendance, who attests, the text, and the signed page."""
    return await act(command(RecordMinutes, body, account=account))


@routes.records(
    "/minutes/{minutes}/rounds",
    permission=OFFICERS,
    refusals=refusals_of(DecideInAssembly),
    response_model=Recorded,
)
async def decide_in_assembly(
    account: AccountPath, minutes: MinutesPath, body: NewSitting, act: Acting
) -> Response:
    """Record a round that the assembly opened, decided by show of hands and closed in one sitting; it counts now."""
    decided = command(DecideInAssembly, body, account=account, minutes=minutes, rule=body.counted())
    return await act(decided)


@routes.records(
    "/rounds/{round}/shows-of-hands",
    permission=OFFICERS,
    refusals=refusals_of(EnterShowOfHands),
    versioned=True,
    response_model=Recorded,
)
async def enter_show_of_hands(
    account: AccountPath, round: RoundPath, body: NewShowOfHands, act: ActingOnVersion
) -> Response:
    """Enter what an assembly chose while a round was open; whoever was present counts once."""
    entry = command(EnterShowOfHands, body, account=account, round=round)
    return await act(entry, about=stream_of(AccountId(account), round))
