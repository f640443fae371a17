"""Goods: delivered, inspected, counted, lent and returned."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.goods import Acceptance, GoodsRefusal, LoanReturn, NewDelivery, NewLoan, NewStockChange
from api.http.models.paths import AccountPath, ContributionPath, LoanPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.goods.commands import AcceptGoods, ChangeStock, DeliverGoods, LendGoods, RefuseGoods, ReturnLoan

routes = Router("goods", prefix="/v1/accounts/{account}")


@routes.records(
    "/deliveries", permission=OFFICERS, refusals=refusals_of(DeliverGoods), response_model=Recorded
)
async def deliver_goods(account: AccountPath, body: NewDelivery, act: Acting) -> Response:
    """Write down a gift in kind; it enters the stock once somebody who did not give it has inspected it."""
    return await act(command(DeliverGoods, body, account=account))


@routes.records(
    "/deliveries/{contribution}/acceptances",
    permission=OFFICERS,
    refusals=refusals_of(AcceptGoods),
    response_model=Recorded,
)
async def accept_goods(
    account: AccountPath, contribution: ContributionPath, body: Acceptance, act: Acting
) -> Response:
    """Goods pass inspection, in whole or part, and enter the stock; the rest is refused."""
    return await act(command(AcceptGoods, body, account=account, contribution=contribution))


@routes.records(
    "/deliveries/{contribution}/refusals",
    permission=OFFICERS,
    refusals=refusals_of(RefuseGoods),
    response_model=Recorded,
)
async def refuse_goods(
    account: AccountPath, contribution: ContributionPath, body: GoodsRefusal, act: Acting
) -> Response:
    """Goods do not pass inspection: they never enter the stock."""
    return await act(command(RefuseGoods, body, account=account, contribution=contribution))


@routes.records(
    "/stock-changes", permission=OFFICERS, refusals=refusals_of(ChangeStock), response_model=Recorded
)
async def change_stock(account: AccountPath, body: NewStockChange, act: Acting) -> Response:
    """A loss, spoilage, birth or count difference that two members confirm."""
    return await act(command(ChangeStock, body, account=account))


@routes.records("/loans", permission=OFFICERS, refusals=refusals_of(LendGoods), response_model=Recorded)
async def lend_goods(account: AccountPath, body: NewLoan, act: Acting) -> Response:
    """Lend equipment: it stays the account's own, and is reserved while it is out."""
    return await act(command(LendGoods, body, account=account))


@routes.records(
    "/loans/{loan}/returns", permission=OFFICERS, refusals=refusals_of(ReturnLoan), response_model=Recorded
)
async def return_loan(account: AccountPath, loan: LoanPath, body: LoanReturn, act: Acting) -> Response:
    """What came back of a loan, and what will not, which is a loss that two members confirm."""
    return await act(command(ReturnLoan, body, account=account, loan=loan))
