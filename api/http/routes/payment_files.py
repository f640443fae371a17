"""Payment files: made for the bank, handed in, or declared not handed in; and the bank details that they need."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.bank import refusals as bank_refusals
from api.http.languages import language_for
from api.http.models.base import command
from api.http.models.paths import AccountPath, PaymentFilePath
from api.http.models.payment_files import HandingIn, NewBankDetails, NewPaymentFile, Withdrawal
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, TREASURER
from api.http.positions import HEADER
from api.http.presenting import page_of, with_fields
from api.http.problems import type_of
from api.http.reading import Reading, Seen
from api.http.receiving import raw_body
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.refusals import BodyNotJson, BodyTooLarge
from api.http.routing import OF_VIEWS, Router
from api.http.sentences import sentence_of
from api.payments.answers import Became, Numbers, take
from api.payments.making import known_numbers, prepared
from api.payments.refusals import BankAnswerUnknown, OrderNotWritable, PayeeNameMissing
from ledger.accounts.refusals import UnknownAccount
from ledger.bank_details.commands import NoteBankDetails
from ledger.bank_details.refusals import IbanNotReached
from ledger.disbursements.commands import SendDisbursement
from ledger.identifiers import AccountId, DisbursementId, PlaceId, stream_of
from ledger.payment_files.commands import HandInPaymentFile, MakePaymentFile, WithdrawPaymentFile
from ledger.payment_files.refusals import UnknownPaymentFile
from projections.payment_files import PaymentFiles

LARGEST_BYTES = 1024 * 1024
"""Of a bank's answer: some two thousand payments."""
XML = "application/xml"

OF_READING = tuple(
    kind
    for kind in vars(bank_refusals).values()
    if isinstance(kind, type) and kind.__module__ == bank_refusals.__name__
)
"""What may be wrong with a bank's file."""

BookedByBank = with_fields(
    "BookedByBank",
    items=page_of(
        with_fields(
            "BankAnswerTaken",
            file=str,
            disbursement=str | None,
            became=Became,
            problem=str | None,
            why=str | None,
        )
    ),
    position=str | None,
)

_ANSWER = {
    "required": True,
    "description": "The bank's own file, as it came: pain.002, camt.054 or camt.053.",
    "content": {XML: {"schema": {"type": "string"}}},
}

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
    refusals=(PayeeNameMissing, OrderNotWritable, IbanNotReached, *refusals_of(MakePaymentFile), *OF_VIEWS),
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


@routes.records(
    "/bank-answers",
    permission=OFFICERS,
    refusals=(
        UnknownAccount,
        BankAnswerUnknown,
        UnknownPaymentFile,
        BodyNotJson,
        BodyTooLarge,
        *OF_READING,
        *OF_VIEWS,
    ),
    body=False,
    status_code=200,
    response_model=BookedByBank,
    responses={},
    openapi_extra={"requestBody": _ANSWER},
)
async def take_bank_answer(account: AccountPath, read: Reading) -> Response:
    """Take in what the bank answers to payment files: accepted, rejected, settled and returned, each once.

    Each payment is booked by itself; one that cannot be is told as open, with the reason. The same file again changes
    nothing. Lines that answer no payment file are passed over.
    """
    request, ledger = read.http, read.ledger
    raw = await raw_body(request, LARGEST_BYTES, XML, "text/xml")
    await read.caught_up(PaymentFiles, account)

    def ask(seen: Seen) -> Numbers:
        return known_numbers(ledger, seen.db, (AccountId(account),))

    numbers = await read.view(PaymentFiles, account, ask)
    taken = await run_in_threadpool(lambda: take(ledger, raw, numbers=numbers, by=request.caller.actor))
    position = next((one.position for one in reversed(taken) if one.position is not None), None)
    language = language_for(request)
    items = [
        {
            "file": one.file,
            "disbursement": one.disbursement,
            "became": one.became,
            "problem": None if one.refusal is None else type_of(type(one.refusal)),
            "why": None if one.refusal is None else sentence_of(one.refusal, language),
        }
        for one in taken
    ]
    return JSONResponse(
        {"items": items, "position": position}, headers={HEADER: position} if position else {}
    )
