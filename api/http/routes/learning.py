"""Learning: sheets are shared, exchanges recorded by one side and confirmed by the other, practices adopted."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.learning import AdoptedPractice, AmendedSheet, HeldExchange, NewSheet
from api.http.models.paths import AccountPath, ExperiencePath, LearningPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.routing import Router
from ledger.identifiers import AccountId, stream_of
from ledger.learning.commands import (
    AdoptPractice,
    AmendExperience,
    ConfirmLearningExchange,
    DeclineLearningExchange,
    HoldLearningExchange,
    ShareExperience,
    WithdrawExperience,
)

routes = Router("learning", prefix="/v1/accounts/{account}")


@routes.records(
    "/experiences", permission=OFFICERS, refusals=refusals_of(ShareExperience), response_model=Recorded
)
async def share_experience(account: AccountPath, body: NewSheet, act: Acting) -> Response:
    """Share a practice sheet with everybody, so that others may learn from it."""
    return await act(command(ShareExperience, body, account=account))


@routes.records(
    "/experiences/{experience}/versions",
    permission=OFFICERS,
    refusals=refusals_of(AmendExperience),
    versioned=True,
    response_model=Recorded,
)
async def amend_experience(
    account: AccountPath, experience: ExperiencePath, body: AmendedSheet, act: ActingOnVersion
) -> Response:
    """Write a sheet anew."""
    amended = command(AmendExperience, body, account=account, experience=experience)
    return await act(amended, about=stream_of(AccountId(account), experience))


@routes.records(
    "/experiences/{experience}/withdrawals",
    permission=OFFICERS,
    refusals=refusals_of(WithdrawExperience),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def withdraw_experience(
    account: AccountPath, experience: ExperiencePath, act: ActingOnVersion
) -> Response:
    """Offer a sheet no longer; whoever adopted the practice keeps it."""
    withdrawn = command(WithdrawExperience, account=account, experience=experience)
    return await act(withdrawn, about=stream_of(AccountId(account), experience))


@routes.records(
    "/learning-exchanges",
    permission=OFFICERS,
    refusals=refusals_of(HoldLearningExchange),
    response_model=Recorded,
)
async def hold_learning_exchange(account: AccountPath, body: HeldExchange, act: Acting) -> Response:
    """Record an exchange with the twin, whoever taught; the twin is told, and confirms or declines it."""
    return await act(command(HoldLearningExchange, body, account=account))


@routes.records(
    "/learning-exchanges/{learning}/confirmations",
    permission=OFFICERS,
    refusals=refusals_of(ConfirmLearningExchange),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def confirm_learning_exchange(
    account: AccountPath, learning: LearningPath, act: ActingOnVersion
) -> Response:
    """Say that an exchange was as the twin recorded it; from now on it counts, on both sides."""
    confirmed = command(ConfirmLearningExchange, account=account, exchange=learning)
    return await act(confirmed, about=stream_of(AccountId(account), learning))


@routes.records(
    "/learning-exchanges/{learning}/declinations",
    permission=OFFICERS,
    refusals=refusals_of(DeclineLearningExchange),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def decline_learning_exchange(
    account: AccountPath, learning: LearningPath, act: ActingOnVersion
) -> Response:
    """Say that an exchange was not as the twin recorded it; it counts in no figure."""
    declined = command(DeclineLearningExchange, account=account, exchange=learning)
    return await act(declined, about=stream_of(AccountId(account), learning))


@routes.records(
    "/adoptions", permission=OFFICERS, refusals=refusals_of(AdoptPractice), response_model=Recorded
)
async def adopt_practice(account: AccountPath, body: AdoptedPractice, act: Acting) -> Response:
    """Record that a practice of another account is now done here; the account that shared it is told."""
    return await act(command(AdoptPractice, body, account=account))
