"""What is shown of work days, valuations and carbon offsets."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, SheetPath
from api.http.models.queries import UNIT_PATTERN
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC, Caller
from api.http.positions import written
from api.http.presenting import Decimal, listing_of, page_of, present, presented, shape_of, with_fields
from api.http.reading import Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.command import Person
from ledger.contributions.carbon import CARBON
from ledger.identifiers import AccountId, SheetId
from ledger.money import to_decimal
from ledger.work.refusals import UnknownSheet
from ledger.work.state import SheetStatus
from projections import overlays, work_days

routes = Router("work", prefix="/v1/accounts/{account}")

HoursShown = with_fields(
    "HoursShown", shape_of(work_days.SheetLine), worker=str | None, worker_name=str | None
)
WorkDayWhole = with_fields("WorkDayWhole", shape_of(work_days.Sheet), lines=page_of(HoursShown), reflects=str)
ValuationShown = with_fields("ValuationShown", shape_of(overlays.Valuation), value=Decimal, source=str | None)
CarbonOffsetShown = with_fields(
    "CarbonOffsetShown", about=str, carbon_kg=Decimal, effective=str, position=str
)
CarbonOffsets = with_fields(
    "CarbonOffsets", items=page_of(CarbonOffsetShown), total_carbon_kg=Decimal, reflects=str
)


@routes.shows(
    "/work-days",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("WorkDays", shape_of(work_days.Sheet)),
)
async def list_work_days(
    account: AccountPath,
    read: Reading,
    status: Annotated[SheetStatus | None, Query()] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Attendance sheets in the order of recording."""

    def ask(seen: Seen) -> Response:
        found = work_days.page(
            seen.db, AccountId(account), status=status, after=after_number(after), limit=limit
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, presented(found, seen.partition)), seen.written, headers)

    return await read.view(work_days.WorkDays, account, ask)


@routes.shows(
    "/work-days/{sheet}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownSheet),
    response_model=WorkDayWhole,
)
async def show_work_day(account: AccountPath, sheet: SheetPath, read: Reading) -> Response:
    """One attendance sheet. Who worked is shown to those with a role in the account."""

    def ask(seen: Seen) -> Response:
        where = AccountId(account), SheetId(sheet)
        found = work_days.find(seen.db, *where)
        if found is None:
            raise UnknownSheet
        lines = work_days.lines(seen.db, *where)
        known = read.ledger.people.persons([line.worker for line in lines])
        told = [present(line, seen.partition, **_worker(line.worker, known, read.caller)) for line in lines]
        return shown(present(found, seen.partition, lines=told, reflects=seen.written), seen.written)

    return await read.view(work_days.WorkDays, account, ask)


@routes.shows(
    "/valuations",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Valuations", ValuationShown),
)
async def list_valuations(
    account: AccountPath,
    read: Reading,
    unit: Annotated[str | None, Query(pattern=UNIT_PATTERN, description="All if left out.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """What quantities were said to be worth, each with date, method and source; these are never added up.

    The source is shown to those with a role in the account.
    """

    def ask(seen: Seen) -> Response:
        found = overlays.valuations(
            seen.db, AccountId(account), unit=unit, after=after_number(after), limit=limit
        )
        items = [
            present(
                row,
                seen.partition,
                value=to_decimal(row.value_minor, row.currency),
                source=read.ledger.papers.text(row.source) if read.caller.sees_names else None,
            )
            for row in found
        ]
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, items), seen.written, headers)

    return await read.view(overlays.Overlays, account, ask)


@routes.shows("/carbon-offsets", permission=PUBLIC, refusals=(UnknownAccount,), response_model=CarbonOffsets)
async def list_carbon_offsets(
    account: AccountPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """How many kg of CO2e contributions with that motive offset, one by one and in total."""

    def ask(seen: Seen) -> Response:
        found = overlays.carbon_offsets(seen.db, AccountId(account), after=after_number(after), limit=limit)
        items = [
            {
                "about": row.about,
                "carbon_kg": to_decimal(row.grams, CARBON),
                "effective": row.effective,
                "position": written(seen.partition, row.position),
            }
            for row in found
        ]
        total = to_decimal(overlays.grams_offset(seen.db, AccountId(account)), CARBON)
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown({**listing(seen, items), "total_carbon_kg": total}, seen.written, headers)

    return await read.view(overlays.Overlays, account, ask)


def _worker(token: str, known: Mapping[str, Person], caller: Caller) -> dict[str, Any]:
    """Who worked, as far as this caller may know."""
    if not caller.sees_names:
        return {"worker": None, "worker_name": None}
    person = known.get(token)
    return {"worker": token, "worker_name": person and person.name}
