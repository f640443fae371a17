"""Currency exchanges: booked and reversed by the treasurer; amounts, rate, source, fee and date shown to everybody."""

from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import Path, Query
from starlette.responses import Response

from api.http.models.base import command, pattern_of
from api.http.models.contributions import Reversal
from api.http.models.currency_exchanges import NewCurrencyExchange
from api.http.models.paths import AccountPath
from api.http.named_refusals import refusals_of
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC, TREASURER
from api.http.presenting import page_of, present, shape_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.currency_exchanges.commands import ExchangeCurrency, ReverseCurrencyExchange
from ledger.currency_exchanges.refusals import UnknownCurrencyExchange
from ledger.currency_exchanges.state import RateSource
from ledger.decoders import convert
from ledger.identifiers import AccountId, CurrencyExchangeId, PlaceId, ProposalId, PurposeId, Seal
from projections import currency_exchanges
from projections.currency_exchanges import Exchange

routes = Router("currency exchanges", prefix="/v1/accounts/{account}")

ExchangePath = Annotated[str, Path(pattern=pattern_of("currency-exchange"))]


class Money(msgspec.Struct, frozen=True):
    """An amount of one unit."""

    unit: str
    amount_minor: int


class Obtained(msgspec.Struct, frozen=True):
    """What was obtained, what that should have been at the rate, and the difference of the two."""

    unit: str
    amount_minor: int
    rate: str
    rate_per: str
    source: RateSource
    value_minor: int
    difference_minor: int


class CurrencyExchange(msgspec.Struct, frozen=True):
    """What is shown of an exchange beside its amounts."""

    account: AccountId
    id: CurrencyExchangeId
    purpose: PurposeId
    proposal: ProposalId | None
    """The decision whose reserved money it was."""
    evidence: Seal | None
    origin: PlaceId | None
    """Out of which place was given."""
    target: PlaceId | None
    """At which place lies what was obtained."""
    effective: date
    recorded_us: int
    position: int
    reversed: date | None
    """When its reversal took effect, if it was booked by mistake."""
    reversal_reason: Seal | None


ExchangeShown = with_fields(
    "CurrencyExchangeShown",
    shape_of(CurrencyExchange),
    given=shape_of(Money),
    obtained=shape_of(Obtained),
    fee=(shape_of(Money) | None, ...),
)
"""Amounts stand beside their units."""


@routes.records(
    "/currency-exchanges",
    permission=TREASURER,
    refusals=refusals_of(ExchangeCurrency),
    response_model=Recorded,
)
async def exchange_currency(account: AccountPath, body: NewCurrencyExchange, act: Acting) -> Response:
    """Book an exchange: of what is available, or of what a final decision holds, which is then paid in the other."""
    return await act(command(ExchangeCurrency, body, account=account))


@routes.records(
    "/currency-exchanges/{exchange}/reversals",
    permission=TREASURER,
    refusals=refusals_of(ReverseCurrencyExchange),
    response_model=Recorded,
)
async def reverse_currency_exchange(
    account: AccountPath, exchange: ExchangePath, body: Reversal, act: Acting
) -> Response:
    """It was booked by mistake: both amounts and the fee are put back, even into a shortfall.

    Where a decision's money was exchanged, the decision must still have left to authorise what was obtained.
    """
    return await act(command(ReverseCurrencyExchange, body, account=account, exchange=exchange))


@routes.shows(
    "/currency-exchanges",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("CurrencyExchanges", items=page_of(ExchangeShown), reflects=str),
)
async def list_currency_exchanges(
    account: AccountPath,
    read: Reading,
    proposal: Annotated[str | None, Query(pattern=pattern_of("proposal"))] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Exchanges in the order of recording, with the difference of each from its rate."""

    def ask(seen: Seen) -> Response:
        decision = None if proposal is None else ProposalId(proposal)
        found = currency_exchanges.page(
            seen.db, AccountId(account), proposal=decision, after=after_number(after), limit=limit
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        listed = [_shown(row, seen.partition) for row in found]
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(currency_exchanges.CurrencyExchanges, account, ask)


@routes.shows(
    "/currency-exchanges/{exchange}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownCurrencyExchange),
    response_model=with_fields("CurrencyExchangeWhole", ExchangeShown, reference=str | None, reflects=str),
)
async def show_currency_exchange(account: AccountPath, exchange: ExchangePath, read: Reading) -> Response:
    """One exchange. Its outside reference only for the account's auditor."""

    def ask(seen: Seen) -> Response:
        found = currency_exchanges.find(seen.db, AccountId(account), CurrencyExchangeId(exchange))
        if found is None:
            raise UnknownCurrencyExchange
        reference = None
        if read.caller.audits:
            (recorded,) = read.ledger.store.read(seen.partition, found.position - 1, 1)
            reference = read.ledger.reference_of(recorded)
        whole = _shown(found, seen.partition, reference=reference, reflects=seen.written)
        return shown(whole, seen.written)

    return await read.view(currency_exchanges.CurrencyExchanges, account, ask)


def _shown(row: Exchange, partition: str, **more: Any) -> dict[str, Any]:
    """One exchange, each amount beside its unit."""
    fee = None if row.fee_unit is None else present(Money(row.fee_unit, row.fee_minor), partition)
    obtained = Obtained(
        unit=row.obtained_unit,
        amount_minor=row.obtained_minor,
        rate=row.rate,
        rate_per=row.rate_per,
        source=row.source,
        value_minor=row.value_minor,
        difference_minor=row.difference_minor,
    )
    return present(
        convert(row, CurrencyExchange, from_attributes=True),
        partition,
        given=present(Money(row.given_unit, row.given_minor), partition),
        obtained=present(obtained, partition),
        fee=fee,
        **more,
    )
