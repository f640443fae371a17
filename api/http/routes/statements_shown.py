"""Statements as shown: amounts to the public, what banks wrote to those who keep or audit the books."""

from collections import defaultdict
from typing import Annotated, Any

import msgspec
from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, PlacePath
from api.http.models.queries import UNIT_PATTERN, AsOfEffective
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import AUDITOR, OFFICERS, PUBLIC, Permission
from api.http.presenting import Decimal, listing_of, page_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routes.statements import StatementPath
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, PlaceId, Seal, StatementId
from ledger.money import to_decimal
from ledger.places.refusals import UnknownPlace
from ledger.refusals import UnknownUnit
from ledger.statements.commands import LineText
from ledger.statements.refusals import UnknownStatement
from ledger.statements.state import LineName
from projections import places, reconciliation, statements
from projections.reconciliation import Because, LikelyMatch, OpenEntry, OpenLine, Reconciliation
from projections.statements import LineRow, MatchRow, StatementRow

routes = Router("statements", prefix="/v1/accounts/{account}")

BOOKKEEPERS = Permission(OFFICERS.roles | AUDITOR.roles)
"""Who sees givers and references in what banks write (C6)."""

UnitAsked = Annotated[str | None, Query(pattern=UNIT_PATTERN, description="All if left out.")]

LineSaid = with_fields("LineSaid", **dict.fromkeys(LineText.__struct_fields__, str | None))
LineShown = with_fields("LineShown", shape_of(LineRow), said=LineSaid | None)
OpenLineShown = with_fields("OpenLineShown", shape_of(OpenLine))
LikelyEntry = with_fields("LikelyEntry", because=Because, certain=bool, entries=list[int], days_apart=int)
OpenLineWithLikely = with_fields(
    "OpenLineWithLikely", OpenLineShown, said=LineSaid | None, likely=page_of(LikelyEntry)
)
Compared = with_fields(
    "Compared",
    shape_of(Reconciliation),
    agrees=bool,
    closing=Decimal,
    unexplained=Decimal,
    oldest_open_lines=page_of(OpenLineShown),
    oldest_open_entries=page_of(shape_of(OpenEntry)),
)


@routes.shows(
    "/places/{place}/statements",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPlace),
    response_model=listing_of("Statements", shape_of(StatementRow)),
)
async def list_statements(
    account: AccountPath, place: PlacePath, read: Reading, unit: UnitAsked = None
) -> Response:
    """What banks, or a wallet's operator, said of a place, by currency in the order of time."""

    def ask(seen: Seen) -> Response:
        own = _of(seen, account, place)
        found = statements.of_place(seen.db, *own, unit)
        return shown(listing(seen, presented(found, seen.partition)), seen.written)

    return await read.view(statements.Statements, account, ask)


@routes.shows(
    "/statements/{statement}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownStatement),
    response_model=with_fields("StatementWhole", shape_of(StatementRow), reflects=str),
)
async def show_statement(account: AccountPath, statement: StatementPath, read: Reading) -> Response:
    """One statement, with its balances."""

    def ask(seen: Seen) -> Response:
        found = _statement(seen, account, statement)
        return shown(present(found, seen.partition, reflects=seen.written), seen.written)

    return await read.view(statements.Statements, account, ask)


@routes.shows(
    "/statements/{statement}/lines",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownStatement),
    response_model=listing_of("StatementLines", LineShown),
)
async def list_statement_lines(
    account: AccountPath, statement: StatementPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """The lines of a statement with their matches. What the bank wrote, for those who keep or audit the books alone."""

    def ask(seen: Seen) -> Response:
        own = _statement(seen, account, statement).id
        found = statements.lines_of(seen.db, AccountId(account), own, after=after_number(after), limit=limit)
        headers = link(read.http, found, limit, lambda row: row.number)
        listed = [present(row, seen.partition, **_said(read, row.text)) for row in found]
        return shown(listing(seen, listed), seen.written, headers)

    return await read.view(statements.Statements, account, ask)


@routes.shows(
    "/places/{place}/matches",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPlace),
    response_model=listing_of("Matches", shape_of(MatchRow)),
)
async def list_matches(
    account: AccountPath, place: PlacePath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """What was matched at a place, undone matches too, in the order of recording."""

    def ask(seen: Seen) -> Response:
        own = _of(seen, account, place)
        found = statements.matches_of(seen.db, *own, after=after_number(after), limit=limit)
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, presented(found, seen.partition)), seen.written, headers)

    return await read.view(statements.Statements, account, ask)


@routes.shows(
    "/places/{place}/reconciliation",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPlace, UnknownUnit),
    response_model=listing_of("PlaceReconciliation", Compared),
)
async def compare_place(
    account: AccountPath,
    place: PlacePath,
    read: Reading,
    unit: UnitAsked = None,
    effective: AsOfEffective = None,
    limit: Limit = 100,
) -> Response:
    """A place compared with its last statement and its last count, by currency: what agrees, what is open, since when.

    Closing balance + open entries - open lines is what the books say, on every day.
    """

    def ask(seen: Seen) -> Response:
        own = _of(seen, account, place)
        units = reconciliation.units_of(seen.db, *own) if unit is None else [unit]
        listed = [_compared(read, seen, own, one, effective, limit) for one in units]
        return shown(listing(seen, listed), seen.written)

    return await read.view(statements.Statements, account, ask)


@routes.shows(
    "/places/{place}/open-lines",
    permission=BOOKKEEPERS,
    refusals=(UnknownAccount, UnknownPlace),
    response_model=with_fields(
        "OpenLines", items=page_of(OpenLineWithLikely), taken_back=page_of(LikelyEntry), reflects=str
    ),
)
async def list_open_lines(
    account: AccountPath, place: PlacePath, read: Reading, unit: Annotated[str, Query(pattern=UNIT_PATTERN)]
) -> Response:
    """The queue: lines that no entry explains, each with the entries that it may be; `certain` is without a rival.

    `taken_back` are entries that come to nothing together, such as a booking and its correction.
    """

    def ask(seen: Seen) -> Response:
        own = _of(seen, account, place)
        lines = list(reconciliation.open_lines(seen.db, *own, unit))
        entries = reconciliation.open_entries(seen.db, read.ledger.store, *own, unit)
        references = {line.reference for line in lines if line.reference is not None}
        found = reconciliation.likely_matches(lines, entries, read.ledger.booked_under(own[0], references))
        likely: defaultdict[LineName | None, list[dict[str, Any]]] = defaultdict(list)
        for certain, some in ((True, found.certain), (False, found.for_people)):
            for one in some:
                likely[one.lines[0] if one.lines else None].append(_likely(one, certain=certain))
        items = [
            present(
                line,
                seen.partition,
                **_said(read, line.text),
                likely=likely[LineName(line.statement, line.number)],
            )
            for line in lines
        ]
        return shown({**listing(seen, items), "taken_back": likely[None]}, seen.written)

    return await read.view(statements.Statements, account, ask)


def _of(seen: Seen, account: str, place: str) -> tuple[AccountId, PlaceId]:
    """The account and its place. Raises UnknownPlace."""
    if places.find(seen.db, AccountId(account), PlaceId(place)) is None:
        raise UnknownPlace
    return AccountId(account), PlaceId(place)


def _statement(seen: Seen, account: str, statement: str) -> StatementRow:
    """The statement. Raises UnknownStatement."""
    found = statements.find(seen.db, AccountId(account), StatementId(statement))
    if found is None:
        raise UnknownStatement
    return found


def _said(read: Read, text: Seal | None) -> dict[str, Any]:
    """What the bank wrote beside a line, for whom it is."""
    said = read.ledger.papers.text(text) if text is not None and read.caller.may(BOOKKEEPERS) else None
    if said is None:
        return {"said": None}
    told: dict[str, str | None] = dict.fromkeys(LineText.__struct_fields__)
    return {"said": told | msgspec.json.decode(said)}


def _likely(one: LikelyMatch, *, certain: bool) -> dict[str, Any]:
    return {
        "because": one.because,
        "certain": certain,
        "entries": one.entries,
        "days_apart": one.days_apart,
    }


def _compared(
    read: Read, seen: Seen, own: tuple[AccountId, PlaceId], unit: str, day: Any, limit: int
) -> dict[str, Any]:
    found = reconciliation.reconcile(seen.db, *own, unit, day)
    lines = [
        line
        for _, line in zip(range(limit), reconciliation.open_lines(seen.db, *own, unit, day), strict=False)
    ]
    entries = reconciliation.open_entries(seen.db, read.ledger.store, *own, unit, day, limit)
    return present(
        found,
        seen.partition,
        agrees=found.agrees,
        closing=to_decimal(found.closing_minor, unit),
        unexplained=to_decimal(found.unexplained_minor, unit),
        oldest_open_lines=presented(lines, seen.partition),
        oldest_open_entries=presented(entries, seen.partition),
    )
