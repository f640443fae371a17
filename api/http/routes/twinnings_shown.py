"""What an account shows of its twinnings: the agreement, and how diverse and mutual their links are."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, TwinningPath
from api.http.models.queries import Day
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.positions import written
from api.http.presenting import listing_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, TwinningId
from ledger.learning.state import LearningDirection
from ledger.links.state import ActorKind, Direction, LinkKind
from ledger.twinnings.refusals import UnknownTwinning
from ledger.twinnings.state import TwinningStatus
from projections import learning, links, twinnings
from projections.links.figures import Figure, OfSide

routes = Router("twinnings", prefix="/v1/accounts/{account}/twinnings")

TwinningShown = with_fields("TwinningShown", shape_of(twinnings.Twinning), text=str | None)
FigureShown = with_fields("LinksCounted", count=int, events=list[str])
SideShown = with_fields("SideOfTwinning", actors=dict[ActorKind, FigureShown], administrative_only=bool)  # type: ignore[valid-type]
DiversityShown = with_fields(
    "LinkDiversity",
    on=date,
    kinds=dict[LinkKind, FigureShown],  # type: ignore[valid-type]
    own=SideShown,
    twin=SideShown,
    reflects=str,
)
ReciprocityShown = with_fields(
    "LinkReciprocity",
    on=date,
    directions=dict[Direction, FigureShown],  # type: ignore[valid-type]
    exchanges=dict[LearningDirection, FigureShown],  # type: ignore[valid-type]
    adoptions=dict[LearningDirection, FigureShown],  # type: ignore[valid-type]
    reflects=str,
)
On = Annotated[Day, Query(description="The twelve months up to this day.")]


@routes.shows(
    "", permission=PUBLIC, refusals=(UnknownAccount,), response_model=listing_of("Twinnings", TwinningShown)
)
async def list_twinnings(
    account: AccountPath,
    read: Reading,
    status: Annotated[TwinningStatus | None, Query()] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """An account's twinnings, proposals that came to nothing too, each with the text of its agreement."""

    def ask(seen: Seen) -> Response:
        found = twinnings.page(
            seen.db, AccountId(account), status=status, after=after_number(after), limit=limit
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, [_shown(read, seen, row) for row in found]), seen.written, headers)

    return await read.view(twinnings.Twinnings, account, ask)


@routes.shows(
    "/{twinning}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownTwinning),
    response_model=with_fields("TwinningInWhole", TwinningShown, reflects=str),
)
async def show_twinning(account: AccountPath, twinning: TwinningPath, read: Reading) -> Response:
    """One twinning, as this side holds it."""

    def ask(seen: Seen) -> Response:
        found = _found(seen, account, twinning)
        return shown({**_shown(read, seen, found), "reflects": seen.written}, seen.written)

    return await read.view(twinnings.Twinnings, account, ask)


@routes.shows(
    "/{twinning}/diversity",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownTwinning),
    response_model=DiversityShown,
)
async def show_diversity(account: AccountPath, twinning: TwinningPath, on: On, read: Reading) -> Response:
    """Links by kind and, on each side, by who carries them; and whether a side is administrative only.

    Each figure names the events behind it. Counted are links active within the twelve months up to the day.
    """

    def ask(seen: Seen) -> Response:
        _found(seen, account, twinning)
        found = links.diversity(seen.db, AccountId(account), TwinningId(twinning), on)
        whole = {
            "on": found.on,
            "kinds": {kind: _figure(figure, seen) for kind, figure in found.kinds.items()},
            "own": _side(found.own, seen),
            "twin": _side(found.twin, seen),
            "reflects": seen.written,
        }
        return shown(whole, seen.written)

    return await read.view(links.Links, account, ask)


@routes.shows(
    "/{twinning}/reciprocity",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownTwinning),
    response_model=ReciprocityShown,
)
async def show_reciprocity(account: AccountPath, twinning: TwinningPath, on: On, read: Reading) -> Response:
    """Links, exchanges and adoptions by direction: from here to the twin, from there to here, or both ways.

    Each figure names the events behind it, and each event counts as one: never by an amount, in whatever direction.
    """

    def ask(seen: Seen) -> Response:
        _found(seen, account, twinning)
        found = links.reciprocity(seen.db, AccountId(account), TwinningId(twinning), on)
        since = links.year_before(on)
        learned = learning.by_direction(seen.db, AccountId(account), TwinningId(twinning), since, on)
        whole = {
            "on": found.on,
            "directions": {way: _figure(figure, seen) for way, figure in found.directions.items()},
            "exchanges": _counted(learned.exchanges, seen),
            "adoptions": _counted(learned.adoptions, seen),
            "reflects": seen.written,
        }
        return shown(whole, seen.written)

    return await read.view(links.Links, account, ask)


def _found(seen: Seen, account: str, twinning: str) -> twinnings.Twinning:
    """Raises UnknownTwinning."""
    found = twinnings.find(seen.db, AccountId(account), TwinningId(twinning))
    if found is None:
        raise UnknownTwinning
    return found


def _shown(read: Read, seen: Seen, row: twinnings.Twinning) -> dict[str, Any]:
    text = None if row.agreement is None else read.ledger.papers.text(row.agreement)
    return present(row, seen.partition, text=text)


def _side(side: OfSide, seen: Seen) -> dict[str, Any]:
    actors = {kind: _figure(figure, seen) for kind, figure in side.actors.items()}
    return {"actors": actors, "administrative_only": side.administrative_only}


def _counted(found: Mapping[LearningDirection, tuple[int, ...]], seen: Seen) -> dict[str, Any]:
    return {way: _figure(Figure(len(events), events), seen) for way, events in found.items()}


def _figure(figure: Figure, seen: Seen) -> dict[str, Any]:
    events = [written(seen.partition, position) for position in figure.events]
    return {"count": figure.count, "events": events}
