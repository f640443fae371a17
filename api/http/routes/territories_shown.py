"""What the register shows of territories."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.base import pattern_of
from api.http.models.paths import TerritoryPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import listing_of, page_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.identifiers import TerritoryId
from ledger.ledger import COMMONS
from ledger.territories.refusals import UnknownTerritory
from projections import territories

routes = Router("territories", prefix="/v1/territories")

TerritoryShown = with_fields("TerritoryShown", shape_of(territories.Territory), names=dict[str, str | None])
StatementShown = with_fields(
    "ResourceStatementShown",
    shape_of(territories.ResourceStatement),
    author_name=str | None,
    grounds=str | None,
)


@routes.shows("", permission=PUBLIC, response_model=listing_of("Territories", TerritoryShown))
async def list_territories(
    read: Reading,
    parent: Annotated[
        str | None, Query(pattern=pattern_of("territory"), description="Only what lies directly in it.")
    ] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """The register of territories, in the order of registration."""

    def ask(seen: Seen) -> Response:
        found = territories.page(
            seen.db,
            parent=TerritoryId(parent) if parent else None,
            after=after_number(after),
            limit=limit,
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, _named(read, seen, found)), seen.written, headers)

    return await read.view(territories.Territories, None, ask)


@routes.shows(
    "/{territory}",
    permission=PUBLIC,
    refusals=(UnknownTerritory,),
    response_model=with_fields(
        "TerritoryInWhole",
        TerritoryShown,
        lies_in=page_of(TerritoryShown),
        resources=page_of(StatementShown),
        reflects=str,
    ),
)
async def show_territory(territory: TerritoryPath, read: Reading) -> Response:
    """One territory: its names, what it lies in from its parent up, and what was stated of its resources."""

    def ask(seen: Seen) -> Response:
        own = TerritoryId(territory)
        found = territories.find(seen.db, own)
        if found is None:
            raise UnknownTerritory
        (whole,) = _named(read, seen, [found])
        whole["lies_in"] = _named(read, seen, territories.chain(seen.db, own))
        whole["resources"] = statements_of(read, seen, own)
        return shown({**whole, "reflects": seen.written}, seen.written)

    return await read.view(territories.Territories, None, ask)


def statements_of(read: Read, seen: Seen, territory: TerritoryId) -> list[dict[str, Any]]:
    """What was stated of a territory's resources, on which day, and by whom (T2)."""
    stated = territories.statements(seen.db, territory)
    people = read.ledger.people.persons([row.author for row in stated])
    named = {token: person.name for token, person in people.items() if person.public}
    text = read.ledger.papers.text
    return [
        present(row, COMMONS, author_name=named.get(row.author), grounds=text(row.grounds)) for row in stated
    ]


def _named(read: Read, seen: Seen, rows: list[territories.Territory]) -> list[dict[str, Any]]:
    """Territories with the texts of their names."""
    names = territories.names(seen.db, [row.territory for row in rows])
    text = read.ledger.papers.text
    return [
        present(
            row,
            seen.partition,
            names={language: text(seal) for language, seal in names[row.territory].items()},
        )
        for row in rows
    ]
