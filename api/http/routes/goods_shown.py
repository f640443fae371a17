"""What is in stock, what waits for inspection, what is lent, and how the stock changed."""

from collections import defaultdict
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import (
    Decimal,
    listing_of,
    page_of,
    present,
    presented,
    shape_of,
    with_fields,
)
from api.http.reading import Reading, Seen, listing, shown
from api.http.routes.disbursements_shown import party_shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId
from ledger.money import to_decimal
from ledger.units import UnitKind, kind_of
from projections import balances, stock

routes = Router("goods", prefix="/v1/accounts/{account}")

Held = dict[tuple[str, str], list[int]]
"""By unit and purpose: in stock, and available."""

ConditionShown = with_fields("ConditionShown", condition=str, accepted=Decimal)
StockShown = with_fields(
    "StockShown",
    unit=str,
    purpose=str,
    in_stock=Decimal,
    lent=Decimal,
    available=Decimal,
)
StockWhole = with_fields(
    "Stock",
    items=page_of(StockShown),
    conditions=page_of(shape_of(stock.Accepted)),
    reflects=str,
)
LoanShown = with_fields("LoanShown", shape_of(stock.Loan), borrower=str | None, borrower_name=str | None)


@routes.shows("/stock", permission=PUBLIC, refusals=(UnknownAccount,), response_model=StockWhole)
async def show_stock(account: AccountPath, read: Reading) -> Response:
    """Goods by unit and purpose: in stock (lent ones among them), out on loan, and available.

    `conditions` tells in what condition inspection found all that was ever accepted.
    """

    def ask(seen: Seen) -> Response:
        held: Held = defaultdict(lambda: [0, 0])
        for row in balances.of_account(seen.db, AccountId(account)):
            if kind_of(row.unit) is UnitKind.GOODS:
                sums = held[row.unit, row.purpose]
                sums[0] += row.received_minor - row.paid_minor
                sums[1] += row.available_minor
        out = {
            (row.unit, str(row.purpose)): row.lent_minor for row in stock.lent(seen.db, AccountId(account))
        }
        items = [
            {
                "unit": unit,
                "purpose": purpose,
                "in_stock": to_decimal(in_stock, unit),
                "lent": to_decimal(out.get((unit, purpose), 0), unit),
                "available": to_decimal(available, unit),
            }
            for (unit, purpose), (in_stock, available) in sorted(held.items())
        ]
        conditions = presented(stock.accepted(seen.db, AccountId(account)), seen.partition)
        return shown({"items": items, "conditions": conditions, "reflects": seen.written}, seen.written)

    return await read.view(stock.Stock, account, ask)


@routes.shows(
    "/deliveries",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Deliveries", shape_of(stock.Delivery)),
)
async def list_deliveries(
    account: AccountPath,
    read: Reading,
    waiting: Annotated[bool, Query(description="Only those that wait for inspection.")] = False,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Gifts in kind in the order in which they were brought. Who gave stands with the contribution."""

    def ask(seen: Seen) -> Response:
        found = stock.deliveries(
            seen.db, AccountId(account), waiting=waiting, after=after_number(after), limit=limit
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, presented(found, seen.partition)), seen.written, headers)

    return await read.view(stock.Stock, account, ask)


@routes.shows(
    "/stock-changes",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("StockChanges", shape_of(stock.StockChange)),
)
async def list_stock_changes(
    account: AccountPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """Losses, spoilage, births and count differences, with the two members who confirm each."""

    def ask(seen: Seen) -> Response:
        found = stock.changes(seen.db, AccountId(account), after=after_number(after), limit=limit)
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, presented(found, seen.partition)), seen.written, headers)

    return await read.view(stock.Stock, account, ask)


@routes.shows(
    "/loans",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Loans", LoanShown),
)
async def list_loans(
    account: AccountPath,
    read: Reading,
    out: Annotated[bool, Query(description="Only those of which something is still out.")] = False,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Loans in the order of lending. A borrower who is a person or household is public only as "a household"."""

    def ask(seen: Seen) -> Response:
        found = stock.loans(seen.db, AccountId(account), out=out, after=after_number(after), limit=limit)
        known = read.ledger.people.persons([row.borrower for row in found])
        items: list[dict[str, Any]] = [
            present(
                row,
                seen.partition,
                **party_shown("borrower", row.borrower_kind, row.borrower, known, read.caller),
            )
            for row in found
        ]
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown(listing(seen, items), seen.written, headers)

    return await read.view(stock.Stock, account, ask)
