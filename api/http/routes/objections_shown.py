"""What objections show: to which item, how long they wait, what became of them; why, to those with a role."""

from starlette.responses import Response

from api.http.models.paths import AccountPath, RoundPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import listing_of, present, shape_of, with_fields
from api.http.reading import Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, RoundId
from ledger.rounds.refusals import UnknownRound
from projections import rounds

routes = Router("rounds", prefix="/v1/accounts/{account}")

ObjectionShown = with_fields(
    "ObjectionShown",
    shape_of(rounds.Objection),
    reason=str | None,
    reason_seal=str,
    decision=str | None,
    decision_seal=str | None,
)


@routes.shows(
    "/rounds/{round}/objections",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownRound),
    response_model=listing_of("Objections", ObjectionShown),
)
async def list_objections(
    account: AccountPath, round: RoundPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """What was objected to items of a round, by number, never by whom.

    How somebody writes may tell who they are: an elector's reason is shown to those with a role in the account alone.
    """

    def ask(seen: Seen) -> Response:
        where = AccountId(account), RoundId(round)
        if rounds.find(seen.db, *where) is None:
            raise UnknownRound
        found = rounds.objections(seen.db, *where, after=after_number(after), limit=limit)
        text, sees = read.ledger.papers.text, read.caller.sees_names
        items = [
            present(
                row,
                seen.partition,
                reason=text(row.reason) if sees else None,
                reason_seal=row.reason,
                decision=text(row.decision) if row.decision else None,
                decision_seal=row.decision,
            )
            for row in found
        ]
        headers = link(read.http, found, limit, lambda row: row.number)
        return shown(listing(seen, items), seen.written, headers)

    return await read.view(rounds.Rounds, account, ask)
