"""What payment files show. Their texts, and the numbers of bank accounts, are for officers and the auditor alone."""

from starlette.responses import Response

from api.http.models.paths import AccountPath, HolderPath, PaymentFilePath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import OFFICERS, PUBLIC, needs
from api.http.presenting import page_of, present, presented, shape_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.routing import Router
from api.http.versions import etag
from api.payments.making import known_details
from api.payments.refusals import PaymentFileForgotten
from api.payments.text import text_of
from ledger.accounts.refusals import UnknownAccount
from ledger.bank_details.refusals import BankDetailsHolderUnknown
from ledger.identifiers import AccountId, PaymentFileId, stream_of
from ledger.keys.state import Role
from ledger.papers.refusals import PaperAltered
from ledger.payment_files.refusals import BankDetailsMissing, UnknownPaymentFile
from projections import payment_files

routes = Router("payment files", prefix="/v1/accounts/{account}")

XML = "application/xml"
WHO_PAYS = needs(*OFFICERS.roles, Role.AUDITOR)
"""Who may see where people are paid: those who order it, and who audits it."""

PaymentFileShown = shape_of(payment_files.PaymentFile)

BankDetailsShown = with_fields(
    "BankDetailsShown", holder=str, details=str, iban=str, bic=str | None, name=str | None, reflects=str
)


@routes.shows(
    "/payment-files",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("PaymentFiles", items=page_of(PaymentFileShown), reflects=str),
)
async def list_payment_files(
    account: AccountPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """Payment files in the order in which they were made."""

    def ask(seen: Seen) -> Response:
        found = payment_files.page(seen.db, AccountId(account), after=after_number(after), limit=limit)
        headers = link(read.http, found, limit, lambda row: row.position)
        listed = presented(found, seen.partition)
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(payment_files.PaymentFiles, account, ask)


@routes.shows(
    "/payment-files/{file}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPaymentFile),
    response_model=with_fields(
        "PaymentFileWhole",
        PaymentFileShown,
        ordered=page_of(shape_of(payment_files.PaymentOrdered)),
        reflects=str,
    ),
)
async def show_payment_file(account: AccountPath, file: PaymentFilePath, read: Reading) -> Response:
    """One payment file: which payments it orders, and what the bank said of each."""

    def ask(seen: Seen) -> Response:
        where = AccountId(account), PaymentFileId(file)
        found = payment_files.find(seen.db, *where)
        if found is None:
            raise UnknownPaymentFile
        ordered = presented(payment_files.ordered(seen.db, *where), seen.partition)
        whole = present(found, seen.partition, ordered=ordered, reflects=seen.written)
        version = read.ledger.store.version_at(seen.partition, stream_of(*where), seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(payment_files.PaymentFiles, account, ask)


@routes.shows(
    "/payment-files/{file}/text",
    permission=WHO_PAYS,
    refusals=(UnknownAccount, UnknownPaymentFile, PaymentFileForgotten, PaperAltered),
    responses={
        200: {
            "description": "The file, as the bank reads it (pain.001).",
            "content": {XML: {"schema": {"type": "string"}}},
        }
    },
)
async def show_payment_file_text(account: AccountPath, file: PaymentFilePath, read: Reading) -> Response:
    """The file for the bank, the same to the letter as it was made."""

    def ask(seen: Seen) -> Response:
        text = text_of(read.ledger, seen.db, AccountId(account), PaymentFileId(file))
        headers = {"Content-Disposition": f'attachment; filename="{file}.xml"', "Cache-Control": "no-store"}
        return Response(text, media_type=XML, headers=headers)

    return await read.view(payment_files.PaymentFiles, account, ask)


@routes.shows(
    "/bank-details/{holder}",
    permission=WHO_PAYS,
    refusals=(UnknownAccount, BankDetailsHolderUnknown, BankDetailsMissing),
    response_model=BankDetailsShown,
)
async def show_bank_details(account: AccountPath, holder: HolderPath, read: Reading) -> Response:
    """The bank account of a payee, or of a place of money, as it was noted last."""

    def ask(seen: Seen) -> Response:
        if payment_files.bank_details(seen.db, AccountId(account), holder) is None:
            raise BankDetailsHolderUnknown
        known = known_details(read.ledger, seen.db, AccountId(account), holder)
        said = {"iban": known.details.iban, "bic": known.details.bic, "name": known.details.name}
        return shown(
            {"holder": holder, "details": known.id, **said, "reflects": seen.written},
            seen.written,
            {"Cache-Control": "no-store"},
        )

    return await read.view(payment_files.PaymentFiles, account, ask)
