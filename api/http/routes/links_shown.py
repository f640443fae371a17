"""What links show: organisations unless they ask otherwise, persons who consent, children by number (W4, W7)."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.base import pattern_of
from api.http.models.paths import AccountPath, LinkPath
from api.http.pages import After, Limit, after_number
from api.http.pages import link as link_to_next
from api.http.permissions import PUBLIC
from api.http.presenting import listing_of, page_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, LinkId, TwinningId
from ledger.links.refusals import UnknownLink
from ledger.links.state import LinkKind
from projections import links

routes = Router("links", prefix="/v1/accounts/{account}/links")

ActorShown = with_fields("LinkActorShown", shape_of(links.LinkActor), name=str | None)
PersonShown = with_fields("LinkPersonShown", shape_of(links.LinkPerson), name=str | None)
LinkShown = with_fields(
    "LinkShown", shape_of(links.Link), actors=page_of(ActorShown), people=page_of(PersonShown)
)


@routes.shows(
    "", permission=PUBLIC, refusals=(UnknownAccount,), response_model=listing_of("Links", LinkShown)
)
async def list_links(
    account: AccountPath,
    read: Reading,
    twinning: Annotated[str | None, Query(pattern=pattern_of("twinning"))] = None,
    kind: Annotated[LinkKind | None, Query()] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """An account's links, in the order in which it came to know of them."""

    def ask(seen: Seen) -> Response:
        found = links.page(
            seen.db,
            AccountId(account),
            twinning=TwinningId(twinning) if twinning else None,
            kind=kind,
            after=after_number(after),
            limit=limit,
        )
        headers = link_to_next(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, [_shown(read, seen, row) for row in found]), seen.written, headers)

    return await read.view(links.Links, account, ask)


@routes.shows(
    "/{link}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownLink),
    response_model=with_fields("LinkInWhole", LinkShown, reflects=str),
)
async def show_link(account: AccountPath, link: LinkPath, read: Reading) -> Response:
    """One link: who carries it on each side, and who takes part in it."""

    def ask(seen: Seen) -> Response:
        found = links.find(seen.db, AccountId(account), LinkId(link))
        if found is None:
            raise UnknownLink
        return shown({**_shown(read, seen, found), "reflects": seen.written}, seen.written)

    return await read.view(links.Links, account, ask)


def _shown(read: Read, seen: Seen, row: links.Link) -> dict[str, Any]:
    """A link with the names that may be shown: whoever has no consent, or asked otherwise, is a token alone."""
    actors = links.actors(seen.db, row.account, row.link)
    people = links.people(seen.db, row.account, row.link)
    known = read.ledger.people.persons(
        [actor.party for actor in actors if actor.party]
        + [person.person for person in people if person.consents]
    )
    named = {token: person.name for token, person in known.items()}
    public = {token: person.name for token, person in known.items() if person.public}
    return present(
        row,
        seen.partition,
        actors=[present(actor, seen.partition, name=public.get(actor.party or "")) for actor in actors],
        people=[
            present(person, seen.partition, name=named.get(person.person) if person.consents else None)
            for person in people
        ],
    )
