"""What an account shows of its periods: those that are closed, their reports, and their entries by number."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from starlette.responses import Response

from api.http.models.paths import AccountPath
from api.http.models.queries import Day
from api.http.pages import After, Limit, link
from api.http.permissions import PUBLIC
from api.http.presenting import Decimal, page_of, present, shape_of, with_fields
from api.http.reading import Reading, Seen, listing, shown
from api.http.refusals import CursorMalformed
from api.http.routing import Router
from api.periods import told
from ledger.accounts.refusals import UnknownAccount
from ledger.accounts.state import Destination
from ledger.identifiers import AccountId
from ledger.periods.natures import Journal, Nature
from ledger.periods.refusals import UnknownPeriod
from ledger.periods.report import JournalCount
from projections import accounts, periods

routes = Router("money", prefix="/v1/accounts/{account}/periods")

UntilPath = Annotated[Day, Path(description="The last day of the period.")]
MovedShown = with_fields("MovedInPeriod", nature=Nature, detail=str | None, amount=Decimal)
LineShown = with_fields(
    "PeriodLine",
    unit=str,
    purpose=str,
    destination=Destination,
    opening=Decimal,
    moved=page_of(MovedShown),
    closing=Decimal,
)
ReportShown = with_fields(
    "PeriodReport",
    since=date,
    until=date,
    closed=bool,
    seal=str,
    lines=page_of(LineShown),
    journals=page_of(shape_of(JournalCount)),
    late=int,
    entries=str,
    reflects=str,
)
EntryShown = with_fields("PeriodEntry", shape_of(periods.NumberedEntry), code=str, late=bool)
PeriodsShown = with_fields(
    "Periods", items=page_of(shape_of(periods.Period)), open_since=date | None, reflects=str
)


@routes.shows("", permission=PUBLIC, refusals=(UnknownAccount,), response_model=PeriodsShown)
async def list_periods(account: AccountPath, read: Reading) -> Response:
    """The closed periods in their order, and the day on which the open one began."""

    def ask(seen: Seen) -> Response:
        found = periods.periods(seen.db, AccountId(account))
        since = periods.open_since(seen.db, AccountId(account)) or _opened(seen, AccountId(account))
        items = [present(one, seen.partition) for one in found]
        return shown({**listing(seen, items), "open_since": since}, seen.written)

    return await read.view(periods.Periods, account, ask)


@routes.shows(
    "/{until}", permission=PUBLIC, refusals=(UnknownAccount, UnknownPeriod), response_model=ReportShown
)
async def show_period(account: AccountPath, until: UntilPath, read: Reading) -> Response:
    """The report of the closed period that ends on this day, or of the open one as it would be if it ended then.

    What is held, by unit, purpose and destination: opening and movements make the closing. The assembly decides on the
    seal.
    """

    def ask(seen: Seen) -> Response:
        closed = periods.period(seen.db, AccountId(account), until) is not None
        report = periods.report(seen.db, read.ledger.store, seen.partition, AccountId(account), until)
        if report is None:
            raise UnknownPeriod
        return shown({**told(report, closed=closed), "reflects": seen.written}, seen.written)

    return await read.view(periods.Periods, account, ask)


@routes.shows(
    "/{until}/entries",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPeriod, CursorMalformed),
    response_model=with_fields("PeriodEntries", items=page_of(EntryShown), reflects=str),
)
async def list_period_entries(
    account: AccountPath,
    until: UntilPath,
    read: Reading,
    journal: Annotated[Journal | None, Query(description="All if left out.")] = None,
    late: Annotated[bool, Query(description="Only what took effect before the period.")] = False,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """A period's entries by journal and number; the position of each leads to its lines and its event.

    Of the open period they are those that its report counts, with the numbers that they would have. Each keeps the day
    on which it took effect; what took effect before the period is late, and booked on its first day.
    """

    def ask(seen: Seen) -> Response:
        asked, place = AccountId(account), _after(after)
        if periods.period(seen.db, asked, until) is not None:
            found = periods.entries(
                seen.db, asked, until, journal=journal, late=late, after=place, limit=limit
            )
        else:
            would_be = periods.open_entries(seen.db, read.ledger.store, seen.partition, asked, until)
            if would_be is None:
                raise UnknownPeriod
            found = [
                entry
                for entry in would_be
                if entry.place > place and journal in {None, entry.journal} and (entry.late or not late)
            ][:limit]
        headers = link(read.http, found, limit, lambda row: f"{row.journal}.{row.number}")
        items = [present(entry, seen.partition, code=entry.code, late=entry.late) for entry in found]
        return shown(listing(seen, items), seen.written, headers)

    return await read.view(periods.Periods, account, ask)


def _opened(seen: Seen, account: AccountId) -> date | None:
    found = accounts.find(seen.db, account)
    return None if found is None else found.opened


def _after(after: str | None) -> tuple[str, int]:
    """Where the page begins: after a journal's number. Raises CursorMalformed."""
    if after is None:
        return "", 0
    journal, _, number = after.partition(".")
    if journal not in set(Journal) or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise CursorMalformed
    return journal, int(number)
