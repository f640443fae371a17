"""What a payment file remembers: which payments it orders, under which end-to-end ids, and what the bank answered."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.identifiers import AccountId, DisbursementId, Mark, PaymentFileId, PlaceId
from ledger.state import State

UNIT = "EUR"
"""SEPA credit transfers are in euros."""
MOST_PAYMENTS = 200
"""Payments of one file; a bank takes more, and whoever looks through them does not."""


class BankAnswer(StrEnum):
    """What the bank says of a payment before it is carried out."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class PaymentFileStatus(StrEnum):
    """Made → handed in → answered | withdrawn."""

    MADE = "made"
    HANDED_IN = "handed-in"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    """Declared not handed in: its payments may stand in another file."""


class Ordered(msgspec.Struct, frozen=True):
    """One payment of a file."""

    disbursement: DisbursementId
    end_to_end: str
    """Under which the payee's bank and ours know it; it says nothing of anybody."""
    amount_minor: int


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the bank says of one payment."""

    disbursement: DisbursementId
    answer: BankAnswer
    code: str | None = None
    """Why it was rejected: a reason code of ISO 20022, such as AC04."""


class PaymentFile(State, kw_only=True):
    """One file for one bank."""

    prefix: ClassVar[str] = "payment"

    status: PaymentFileStatus = PaymentFileStatus.MADE
    place: PlaceId = PlaceId("")
    execution: date = date.min
    payments: tuple[Ordered, ...] = ()
    answers: dict[DisbursementId, BankAnswer] = {}

    def ordered(self, end_to_end: str) -> Ordered | None:
        """The payment under this end-to-end id."""
        return next((one for one in self.payments if one.end_to_end == end_to_end), None)


def end_to_end_id(file: PaymentFileId, number: int) -> str:
    """The end-to-end id of a file's payment, by its number from 1: the random part of the file's id, and the number."""
    return f"{file.rpartition('-')[2]}-{number}"


def file_of(end_to_end: str) -> PaymentFileId | None:
    """The file that an end-to-end id would be of, in whatever case a bank gives it back; None where it is not ours."""
    own, dash, number = end_to_end.strip().lower().partition("-")
    if not dash or len(own) != 16 or not own.isalnum() or not number.isdecimal() or not own.isascii():
        return None
    return PaymentFileId(f"payment-file-{own}")


def ordered_mark(account: AccountId, disbursement: DisbursementId) -> Mark:
    """In which payment file a disbursement stands; none again once that was declared not handed in (B4)."""
    return Mark(f"ordered:{account}:{disbursement}")
