"""What of a round leaves for others' programs: the election as a file that they can count."""

from starlette.responses import Response

from api.elections.exporting import election_file
from api.elections.refusals import (
    HandsAreNoBallots,
    QuestionIsNoElection,
    SeveralBudgetLines,
    TotalsAloneAreTold,
)
from api.http.models.paths import AccountPath, RoundPath
from api.http.permissions import PUBLIC
from api.http.positions import HEADER
from api.http.reading import Reading, Seen
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, RoundId
from ledger.rounds.refusals import RoundNotAtThisStep, UnknownRound
from projections import rounds

routes = Router("rounds", prefix="/v1/accounts/{account}")

_FILE = {"schema": {"type": "string", "format": "binary"}}


@routes.shows(
    "/rounds/{round}/export",
    permission=PUBLIC,
    refusals=(
        UnknownAccount,
        UnknownRound,
        RoundNotAtThisStep,
        QuestionIsNoElection,
        HandsAreNoBallots,
        SeveralBudgetLines,
        TotalsAloneAreTold,
    ),
    responses={200: {"description": "The file.", "content": {"text/plain": _FILE}}},
)
async def export_round(account: AccountPath, round: RoundPath, read: Reading) -> Response:
    """A counted round in the public Pabulib format (`.pb`): its ballots and result, and nothing of who voted.

    `usf round export` writes the same file, and `usf election` counts it again.
    """

    def ask(seen: Seen) -> Response:
        file = election_file(read.ledger, seen.db, AccountId(account), RoundId(round))
        headers = {
            HEADER: seen.written,
            "Content-Disposition": f'attachment; filename="{round}.pb"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file, headers=headers, media_type="text/plain; charset=utf-8")

    return await read.view(rounds.Rounds, account, ask)
