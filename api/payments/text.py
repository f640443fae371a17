"""The text of a payment file that was made, from the papers store."""

from api.payments.refusals import PaymentFileForgotten
from ledger.identifiers import AccountId, PaymentFileId
from ledger.ledger import Ledger
from ledger.payment_files.refusals import UnknownPaymentFile
from projections import payment_files
from projections.base import Database


def text_of(ledger: Ledger, db: Database, account: AccountId, file: PaymentFileId) -> str:
    """The same as was made, checked by its seal.

    Raises UnknownPaymentFile, PaymentFileForgotten or PaperAltered.
    """
    row = payment_files.find(db, account, file)
    if row is None:
        raise UnknownPaymentFile
    text = ledger.papers.text(row.file)
    if text is None:
        raise PaymentFileForgotten
    return text
