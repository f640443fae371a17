"""Payment files: made for the bank, handed in, or declared not handed in; and the bank details that they need."""

from starlette.responses import Response

from api.http.models.base import command
from api.http.models.paths import AccountPath, PaymentFilePath
from api.http.models.payment_files import HandingIn, NewBankDetails, NewPaymentFile, Withdrawal
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, TREASURER
from api.http.reading import Reading, Seen
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.routing import Router
from api.payments.making import prepared
from api.payments.refusals import OrderNotWritable, PayeeNameMissing
from ledger.bank_details.commands import NoteBankDetails
from ledger.bank_details.refusals import IbanNotReached
from ledger.disbursements.commands import SendDisbursement
from ledger.identifiers import AccountId, DisbursementId, PlaceId, stream_of
from ledger.payment_files.commands import HandInPaymentFile, MakePaymentFile, WithdrawPaymentFile
from projections.payment_files import PaymentFiles

routes = Router("payment files", prefix="/v1/accounts/{account}")


@routes.records(
    "/bank-details",
    permission=OFFICERS,
    refusals=refusals_of(NoteBankDetails),
    response_model=Recorded,
)
async def note_bank_details(account: AccountPath, body: NewBankDetails, act: Acting) -> Response:
    """Note a bank account's number. What is signed off from now on is paid there, and nothing that was before."""
    return await act(command(NoteBankDetails, body, account=account))


@routes.records(
    "/payment-files",
    permission=OFFICERS,
    refusals=(PayeeNameMissing, OrderNotWritable, IbanNotReached, *refusals_of(MakePaymentFile)),
    response_model=Recorded,
)
async def make_payment_file(
    account: AccountPath, body: NewPaymentFile, act: Acting, read: Reading
) -> Response:
    """Write orders to a bank (pain.001) for payments that two have signed off, each in one file alone."""
    await read.caught_up(PaymentFiles, account)

    def ask(seen: Seen) -> MakePaymentFile:
        return prepared(
            act.ledger,
            seen.db,
            AccountId(account),
            PlaceId(body.place),
            named=[DisbursementId(own) for own in body.disbursements],
            execution=body.execution,
        )

    return await act(await read.view(PaymentFiles, account, ask))


@routes.records(
    "/payment-files/{file}/handings-in",
    permission=TREASURER,
    refusals=(*refusals_of(HandInPaymentFile), *refusals_of(SendDisbursement)),
    versioned=True,
    response_model=Recorded,
)
async def hand_in_payment_file(
    account: AccountPath, file: PaymentFilePath, body: HandingIn, act: ActingOnVersion
) -> Response:
    """The bank has the file: whatever of it was not sent yet leaves with it."""
    handed_in = command(HandInPaymentFile, body, account=account, file=file)
    return await act(handed_in, about=stream_of(AccountId(account), file))


@routes.records(
    "/payment-files/{file}/withdrawals",
    permission=OFFICERS,
    refusals=refusals_of(WithdrawPaymentFile),
    versioned=True,
    response_model=Recorded,
)
async def withdraw_payment_file(
    account: AccountPath, file: PaymentFilePath, body: Withdrawal, act: ActingOnVersion
) -> Response:
    """The bank never got the file: its payments may stand in another."""
    withdrawn = command(WithdrawPaymentFile, body, account=account, file=file)
    return await act(withdrawn, about=stream_of(AccountId(account), file))
