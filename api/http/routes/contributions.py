"""Contributions: pledged, received, accepted, lifted, reversed and refunded."""

from starlette.responses import Response

from api.http.models.associations import FromDay
from api.http.models.base import command
from api.http.models.contributions import (
    Consent,
    ContributionReversal,
    NewContribution,
    NewPledge,
    Refund,
)
from api.http.models.paths import AccountPath, ContributionPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, TREASURER
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.contributions.commands import (
    AcceptEarmark,
    LiftEarmark,
    PledgeContribution,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
    WithdrawPledge,
)

routes = Router("contributions", prefix="/v1/accounts/{account}")


@routes.records(
    "/contributions",
    permission=OFFICERS,
    refusals=refusals_of(ReceiveContribution),
    response_model=Recorded,
)
async def receive_contribution(account: AccountPath, body: NewContribution, act: Acting) -> Response:
    """Book money that came in; with an earmark it waits until that is accepted or the gift returned."""
    return await act(command(ReceiveContribution, body, account=account))


@routes.records(
    "/pledges", permission=OFFICERS, refusals=refusals_of(PledgeContribution), response_model=Recorded
)
async def pledge_contribution(account: AccountPath, body: NewPledge, act: Acting) -> Response:
    """Write down what somebody says that they will give; no balance rises."""
    return await act(command(PledgeContribution, body, account=account))


@routes.records(
    "/pledges/{contribution}/withdrawals",
    permission=OFFICERS,
    refusals=refusals_of(WithdrawPledge),
    response_model=Recorded,
)
async def withdraw_pledge(
    account: AccountPath, contribution: ContributionPath, body: FromDay, act: Acting
) -> Response:
    """A pledge will not come; it was never a debt."""
    return await act(command(WithdrawPledge, body, account=account, contribution=contribution))


@routes.records(
    "/contributions/{contribution}/earmark-acceptances",
    permission=OFFICERS,
    refusals=refusals_of(AcceptEarmark),
    response_model=Recorded,
)
async def accept_earmark(
    account: AccountPath, contribution: ContributionPath, body: FromDay, act: Acting
) -> Response:
    """Take a gift for its purpose."""
    return await act(command(AcceptEarmark, body, account=account, contribution=contribution))


@routes.records(
    "/contributions/{contribution}/earmark-lifts",
    permission=OFFICERS,
    refusals=refusals_of(LiftEarmark),
    response_model=Recorded,
)
async def lift_earmark(
    account: AccountPath, contribution: ContributionPath, body: Consent, act: Acting
) -> Response:
    """The donor consents that what is left of the gift serves without restriction."""
    return await act(command(LiftEarmark, body, account=account, contribution=contribution))


@routes.records(
    "/contributions/{contribution}/reversals",
    permission=TREASURER,
    refusals=refusals_of(ReverseContribution),
    response_model=Recorded,
)
async def reverse_contribution(
    account: AccountPath, contribution: ContributionPath, body: ContributionReversal, act: Acting
) -> Response:
    """It was booked by mistake, or it bounced: take out what is left of it, even into a shortfall.

    The reference of a mistake is then free for the right booking; what bounced had come, and its line stays booked.
    """
    return await act(command(ReverseContribution, body, account=account, contribution=contribution))


@routes.records(
    "/contributions/{contribution}/refunds",
    permission=TREASURER,
    refusals=refusals_of(RefundContribution),
    response_model=Recorded,
)
async def refund_contribution(
    account: AccountPath, contribution: ContributionPath, body: Refund, act: Acting
) -> Response:
    """Money goes back to who gave it."""
    return await act(command(RefundContribution, body, account=account, contribution=contribution))
