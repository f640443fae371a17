"""What the network has learned: its feed, each sheet, exchange and adoption, and the figures of a territory."""

import re
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.base import pattern_of
from api.http.models.paths import AccountPath, LearnedPath, TerritoryPath
from api.http.pages import After, Limit, after_number, link, next_link
from api.http.permissions import PUBLIC
from api.http.presenting import page_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.refusals import CursorMalformed
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, ExperienceId, TerritoryId, stream_of
from ledger.learning.refusals import UnknownLearned
from ledger.learning.state import Theme
from projections import learning

routes = Router("learning", prefix="/v1")

LearnedShown = with_fields("LearnedShown", shape_of(learning.Learned), words=str | None)
SheetVersion = with_fields("SheetVersion", shape_of(learning.Version), words=str | None)
OfKind = Annotated[learning.Kind | None, Query(description="Only these.")]
_CURSOR = re.compile(r"([1-9][0-9]{0,17}):([0-9a-z-]{1,80})", re.ASCII)


@routes.shows(
    "/learning",
    permission=PUBLIC,
    refusals=(CursorMalformed,),
    response_model=with_fields("LearningFeed", items=page_of(LearnedShown), reflects=str),
)
async def list_learning(
    read: Reading,
    kind: OfKind = None,
    theme: Annotated[Theme | None, Query()] = None,
    territory: Annotated[
        str | None, Query(pattern=pattern_of("territory"), description="On whichever side.")
    ] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """What the whole network shares, exchanges and adopts, newest first; each thing once, whichever way it went."""
    before = _before(after)

    def ask(seen: Seen) -> Response:
        found = learning.feed(
            seen.db,
            kind=kind,
            theme=theme,
            territory=TerritoryId(territory) if territory else None,
            before=before,
            limit=limit,
        )
        headers = {}
        if len(found) == limit:
            headers["Link"] = next_link(read.http, f"{found[-1].recorded_us}:{found[-1].id}")
        return shown(listing(seen, [_shown(read, row) for row in found]), seen.written, headers)

    return await read.view(learning.Learning, None, ask)


@routes.shows(
    "/accounts/{account}/learning",
    permission=PUBLIC,
    refusals=(UnknownAccount, CursorMalformed),
    response_model=with_fields("LearningOfAccount", items=page_of(LearnedShown), reflects=str),
)
async def list_learning_of_account(
    account: AccountPath, read: Reading, kind: OfKind = None, after: After = None, limit: Limit = 100
) -> Response:
    """What one account holds, in order: also what it withdrew or declined, and what others told it."""

    def ask(seen: Seen) -> Response:
        found = learning.own(seen.db, AccountId(account), kind=kind, after=after_number(after), limit=limit)
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, [_shown(read, row) for row in found]), seen.written, headers)

    return await read.view(learning.Learning, account, ask)


@routes.shows(
    "/accounts/{account}/learning/{learned}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownLearned),
    response_model=with_fields("LearnedWhole", LearnedShown, versions=page_of(SheetVersion), reflects=str),
)
async def show_learned(account: AccountPath, learned: LearnedPath, read: Reading) -> Response:
    """One sheet with all its versions, one exchange, or one adoption."""

    def ask(seen: Seen) -> Response:
        found = learning.find(seen.db, AccountId(account), learned)
        if found is None:
            raise UnknownLearned
        versions = [
            present(version, seen.partition, words=read.ledger.papers.text(version.text))
            for version in learning.versions(seen.db, AccountId(account), ExperienceId(learned))
        ]
        whole = {**_shown(read, found), "versions": versions, "reflects": seen.written}
        stream = stream_of(AccountId(account), learned)
        version = read.ledger.store.version_at(seen.partition, stream, seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(learning.Learning, account, ask)


@routes.shows(
    "/territories/{territory}/learning",
    permission=PUBLIC,
    response_model=with_fields("LearningOfTerritory", shape_of(learning.OfTerritory), reflects=str),
)
async def show_learning_of_territory(territory: TerritoryPath, read: Reading) -> Response:
    """How much a territory shared, taught, learned and adopted; every direction counts alike."""

    def ask(seen: Seen) -> Response:
        figures = learning.of_territory(seen.db, TerritoryId(territory))
        return shown(present(figures, seen.partition, reflects=seen.written), seen.written)

    return await read.view(learning.Learning, None, ask)


def _shown(read: Read, row: learning.Learned) -> dict[str, Any]:
    """A row with the words of its paper; none once they are forgotten."""
    words = None if row.text is None else read.ledger.papers.text(row.text)
    return present(row, row.partition, words=words)


def _before(after: str | None) -> tuple[int, str] | None:
    """Where a page of the feed begins: recorded time and id. Raises CursorMalformed."""
    if after is None:
        return None
    match = _CURSOR.fullmatch(after)
    if match is None:
        raise CursorMalformed
    return int(match[1]), match[2]
