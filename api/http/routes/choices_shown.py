"""What counts in a confidential round: the choices in one list, with nothing that says whose they are."""

from typing import Any

from starlette.responses import Response

from api.http.models.paths import AccountPath, RoundPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import page_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, RoundId
from ledger.rounds.ballots import read_choices
from ledger.rounds.confidential import FEWEST_LISTED
from ledger.rounds.refusals import ChoicesNotListed, TotalsAlone, UnknownRound
from projections import rounds

routes = Router("rounds", prefix="/v1/accounts/{account}")

ChoicesShown = with_fields("ChoicesShown", place=int, choices=list[str], points=(list[int] | None, None))


@routes.shows(
    "/rounds/{round}/choices",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownRound, ChoicesNotListed, TotalsAlone),
    response_model=with_fields("Choices", items=page_of(ChoicesShown), reflects=str),
)
async def list_choices(
    account: AccountPath, round: RoundPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """The choices that count in a confidential round, in random order; of a small round for the auditor alone."""

    def ask(seen: Seen) -> Response:
        found = rounds.find(seen.db, AccountId(account), RoundId(round))
        if found is None:
            raise UnknownRound
        if found.choices_list is None:
            raise ChoicesNotListed
        if (found.electorate or 0) < FEWEST_LISTED and not read.caller.audits:
            raise TotalsAlone(fewest=FEWEST_LISTED)
        begins = after_number(after)
        items = read.ledger.store.listing(seen.partition, found.choices_list)[begins : begins + limit]
        listed = [_shown(place, written) for place, written in enumerate(items, begins + 1)]
        headers = link(read.http, listed, limit, lambda row: row["place"])
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(rounds.Rounds, account, ask)


def _shown(place: int, written: str) -> dict[str, Any]:
    choices = read_choices(written)
    points = {"points": choices.points} if choices.points else {}
    return {"place": place, "choices": choices.labels, **points}
