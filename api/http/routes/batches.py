"""Many acts in one stream: contributions, members, ballots."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.batches import batch
from api.http.electors import NOBODYS, pepper_of
from api.http.models.base import command
from api.http.models.batches import BallotLine, ContributionLine, LineResult, MemberLine
from api.http.models.paths import AccountPath, RoundPath
from api.http.permissions import OFFICERS, needs
from api.http.receiving import NDJSON, PLAIN
from api.http.recording import Acting
from api.http.refusals import BodyNotJson
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.associations.commands import EnrolMember
from ledger.command import Command
from ledger.contributions.commands import ReceiveContribution
from ledger.identifiers import RoundId, RoundToken
from ledger.keys.state import Role
from ledger.rounds.commands import CastBallot

routes = Router("batches", prefix="/v1/accounts/{account}")

BEFORE_READING = (BodyNotJson, UnknownAccount)


def _streams(line: str) -> dict[str, Any]:
    """How OpenAPI describes a stream of lines and its answer."""
    body = {
        "required": True,
        "description": f"One JSON object (`{line}`) per line, in UTF-8. The stream as a whole has no bound.",
        "content": {kind: {"schema": {"type": "string"}} for kind in (NDJSON, PLAIN)},
    }
    results = {
        "description": "One line per line, as soon as it is known, in the order in which they became known.",
        "content": {NDJSON: {"schema": {"$ref": "#/components/schemas/LineResult"}}},
    }
    return {"openapi_extra": {"requestBody": body}, "responses": {200: results}, "status_code": 200}


@routes.records(
    "/contribution-batches",
    permission=OFFICERS,
    refusals=BEFORE_READING,
    body=False,
    **_streams("ContributionLine"),
)
async def receive_contributions(account: AccountPath, act: Acting) -> Response:
    """Book many contributions; each line is the body of `POST …/contributions`, with an idempotency key if wanted."""

    def translate(line: ContributionLine) -> tuple[Command, str | None]:
        return command(ReceiveContribution, line, account=account), None

    return await batch(act, account, ContributionLine, translate)


@routes.records(
    "/member-batches", permission=OFFICERS, refusals=BEFORE_READING, body=False, **_streams("MemberLine")
)
async def enrol_members(account: AccountPath, act: Acting) -> Response:
    """Enrol many members; each line is the body of `POST …/members`, with an idempotency key if wanted."""

    def translate(line: MemberLine) -> tuple[Command, str | None]:
        return command(EnrolMember, line, account=account), None

    return await batch(act, account, MemberLine, translate)


@routes.records(
    "/rounds/{round}/ballot-batches",
    permission=needs(Role.TELLER),
    refusals=BEFORE_READING,
    body=False,
    **_streams("BallotLine"),
)
async def cast_ballots(account: AccountPath, round: RoundPath, act: Acting) -> Response:
    """Enter many ballots that members handed in; each line names its member and the choices."""
    members_of = await run_in_threadpool(act.ledger.people.members_of, RoundId(round))
    pepper = await run_in_threadpool(pepper_of, act.ledger, round)
    token_of: dict[str, RoundToken] = {member: token for token, member in members_of.items()}

    def translate(line: BallotLine) -> tuple[Command, str | None]:
        token = token_of.get(line.member, NOBODYS)
        ballot = command(
            CastBallot, account=account, round=round, elector=token, choices=line.choices, points=line.points
        )
        return ballot, token

    return await batch(act, account, BallotLine, translate, pepper)


LINES = (ContributionLine, MemberLine, BallotLine, LineResult)
"""What OpenAPI describes beside the bodies."""
