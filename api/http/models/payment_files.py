"""Bodies about payment files and bank details."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.http.models.base import Body, Disbursement, Effective, Name, Party, Text, id_of
from ledger.payment_files.state import MOST_PAYMENTS


class NewBankDetails(Body):
    """Where a payee is paid, or what our own bank account is called outside."""

    holder: Annotated[
        Party, Field(description="Token of a payee or member, id of a local account, or of a place of money.")
    ]
    iban: Annotated[
        str, Field(pattern="^[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{1,56}$", description="With or without blanks.")
    ]
    bic: Annotated[
        str | None, Field(pattern="^[A-Za-z0-9 ]{1,60}$", description="In euros the IBAN alone suffices.")
    ] = None
    name: Annotated[
        Name | None, Field(description="In whose name it stands, where that is another than is known here.")
    ] = None


class NewPaymentFile(Body):
    """What a bank is to pay."""

    place: Annotated[str, id_of("place"), Field(description="The bank account that is to be debited.")]
    disbursements: Annotated[
        tuple[Disbursement, ...],
        Field(
            max_length=MOST_PAYMENTS, description="All that two have signed off, unless some are named here."
        ),
    ] = ()
    execution: Annotated[
        date | None, Field(description="The day from which the bank is to pay; today if left out.")
    ] = None


class HandingIn(Body):
    """The day on which the bank got the file."""

    effective: Effective = None


class Withdrawal(Body):
    """Why the bank never got the file."""

    reason: Text
