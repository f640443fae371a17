"""Disbursements: authorised, signed off by two, sent, settled, acknowledged and evidenced; or undone."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.disbursements import (
    Acknowledgement,
    Cancellation,
    Evidence,
    NewDisbursement,
    Sending,
    Settlement,
    Undoing,
)
from api.http.models.paths import AccountPath, DisbursementPath
from api.http.named_refusals import refusals_of
from api.http.permissions import MEMBERS, OFFICERS, TREASURER
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.routing import Router
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    CancelDisbursement,
    EvidenceDisbursement,
    FailDisbursement,
    ReturnDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.identifiers import AccountId, stream_of

routes = Router("disbursements", prefix="/v1/accounts/{account}")


def _stream(account: str, disbursement: str) -> str:
    return stream_of(AccountId(account), disbursement)


@routes.records(
    "/disbursements",
    permission=OFFICERS,
    refusals=refusals_of(AuthoriseDisbursement),
    response_model=Recorded,
)
async def authorise_disbursement(account: AccountPath, body: NewDisbursement, act: Acting) -> Response:
    """Name a payment under a final decision, within what remains of it."""
    return await act(command(AuthoriseDisbursement, body, account=account))


@routes.records(
    "/disbursements/{disbursement}/sign-offs",
    permission=OFFICERS,
    refusals=refusals_of(SignOffDisbursement),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def sign_off_disbursement(
    account: AccountPath, disbursement: DisbursementPath, act: ActingOnVersion
) -> Response:
    """The treasurer or the second signatory approves the payment."""
    signed = command(SignOffDisbursement, account=account, disbursement=disbursement)
    return await act(signed, about=_stream(account, disbursement))


@routes.records(
    "/disbursements/{disbursement}/sendings",
    permission=TREASURER,
    refusals=refusals_of(SendDisbursement),
    versioned=True,
    response_model=Recorded,
)
async def send_disbursement(
    account: AccountPath, disbursement: DisbursementPath, body: Sending, act: ActingOnVersion
) -> Response:
    """The money leaves, out of its decision's reservation."""
    sent = command(SendDisbursement, body, account=account, disbursement=disbursement)
    return await act(sent, about=_stream(account, disbursement))


@routes.records(
    "/disbursements/{disbursement}/settlements",
    permission=OFFICERS,
    refusals=refusals_of(SettleDisbursement),
    versioned=True,
    response_model=Recorded,
)
async def settle_disbursement(
    account: AccountPath, disbursement: DisbursementPath, body: Settlement, act: ActingOnVersion
) -> Response:
    """A bank line or wallet reference shows the payment, or cash was handed over before an attesting member."""
    settled = command(SettleDisbursement, body, account=account, disbursement=disbursement)
    return await act(settled, about=_stream(account, disbursement))


@routes.records(
    "/disbursements/{disbursement}/acknowledgements",
    permission=MEMBERS,
    refusals=refusals_of(AcknowledgeDisbursement),
    versioned=True,
    response_model=Recorded,
)
async def acknowledge_disbursement(
    account: AccountPath, disbursement: DisbursementPath, body: Acknowledgement, act: ActingOnVersion
) -> Response:
    """Write down the beneficiary's word that it arrived."""
    acknowledged = command(AcknowledgeDisbursement, body, account=account, disbursement=disbursement)
    return await act(acknowledged, about=_stream(account, disbursement))


@routes.records(
    "/disbursements/{disbursement}/evidence",
    permission=MEMBERS,
    refusals=refusals_of(EvidenceDisbursement),
    versioned=True,
    response_model=Recorded,
)
async def evidence_disbursement(
    account: AccountPath, disbursement: DisbursementPath, body: Evidence, act: ActingOnVersion
) -> Response:
    """Write down what shows that the money did what it was for."""
    evidenced = command(EvidenceDisbursement, body, account=account, disbursement=disbursement)
    return await act(evidenced, about=_stream(account, disbursement))


@routes.records(
    "/disbursements/{disbursement}/failures",
    permission=OFFICERS,
    refusals=refusals_of(FailDisbursement),
    versioned=True,
    response_model=Recorded,
)
async def fail_disbursement(
    account: AccountPath, disbursement: DisbursementPath, body: Undoing, act: ActingOnVersion
) -> Response:
    """It was sent and never arrived; its amount is reserved for its decision again."""
    failed = command(FailDisbursement, body, account=account, disbursement=disbursement)
    return await act(failed, about=_stream(account, disbursement))


@routes.records(
    "/disbursements/{disbursement}/returns",
    permission=OFFICERS,
    refusals=refusals_of(ReturnDisbursement),
    versioned=True,
    response_model=Recorded,
)
async def return_disbursement(
    account: AccountPath, disbursement: DisbursementPath, body: Undoing, act: ActingOnVersion
) -> Response:
    """It arrived and came back whole; its amount is reserved for its decision again."""
    returned = command(ReturnDisbursement, body, account=account, disbursement=disbursement)
    return await act(returned, about=_stream(account, disbursement))


@routes.records(
    "/disbursements/{disbursement}/cancellations",
    permission=OFFICERS,
    refusals=refusals_of(CancelDisbursement),
    versioned=True,
    response_model=Recorded,
)
async def cancel_disbursement(
    account: AccountPath, disbursement: DisbursementPath, body: Cancellation, act: ActingOnVersion
) -> Response:
    """It will not be sent; its amount may be authorised anew."""
    cancelled = command(CancelDisbursement, body, account=account, disbursement=disbursement)
    return await act(cancelled, about=_stream(account, disbursement))
