"""What minutes show: when, how many, who attests; the texts to those with a role, once they tell no open round (V8)."""

from typing import Any

from starlette.responses import Response

from api.http.models.paths import AccountPath, MinutesPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import listing_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, MinutesId
from ledger.minutes.refusals import UnknownMinutes
from projections import minutes as kept

routes = Router("minutes", prefix="/v1/accounts/{account}")

MinutesShown = with_fields(
    "MinutesShown",
    shape_of(kept.Minutes),
    convocation=str | None,
    convocation_seal=str,
    text=str | None,
    text_seal=str,
    attending=list[str] | None,
    attending_seal=str | None,
    withheld=bool,
)


@routes.shows(
    "/minutes",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("MinutesListed", MinutesShown),
)
async def list_minutes(
    account: AccountPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """Minutes of assemblies in the order of recording."""

    def ask(seen: Seen) -> Response:
        found = kept.page(seen.db, AccountId(account), after=after_number(after), limit=limit)
        items = [_shown(read, seen, AccountId(account), row) for row in found]
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, items), seen.written, headers)

    return await read.view(kept.MinutesKept, account, ask)


@routes.shows(
    "/minutes/{minutes}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownMinutes),
    response_model=with_fields("MinutesWhole", MinutesShown, reflects=str),
)
async def show_minutes(account: AccountPath, minutes: MinutesPath, read: Reading) -> Response:
    """One assembly's minutes. Texts and the attendance list are shown to those with a role in the account.

    They are withheld from everybody while a round is not counted that was open when the assembly met, since they may
    tell how it stands.
    """

    def ask(seen: Seen) -> Response:
        found = kept.find(seen.db, AccountId(account), MinutesId(minutes))
        if found is None:
            raise UnknownMinutes
        whole = {**_shown(read, seen, AccountId(account), found), "reflects": seen.written}
        return shown(whole, seen.written)

    return await read.view(kept.MinutesKept, account, ask)


def _shown(read: Read, seen: Seen, account: AccountId, row: kept.Minutes) -> dict[str, Any]:
    withheld = kept.may_tell_of_votes(seen.db, account, row)
    seals = {
        "convocation_seal": row.convocation,
        "text_seal": row.text,
        "attending_seal": row.attending,
        "withheld": withheld,
    }
    if withheld or not read.caller.sees_names:
        return present(row, seen.partition, **seals, convocation=None, text=None, attending=None)
    listed = read.ledger.store.listing(seen.partition, row.attending) if row.attending else None
    papers = read.ledger.papers
    return present(
        row,
        seen.partition,
        **seals,
        convocation=papers.text(row.convocation),
        text=papers.text(row.text),
        attending=listed and sorted(listed),
    )
