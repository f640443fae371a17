"""Bodies about statements: which lines and entries are the same money, and what is booked for a line."""

from typing import Annotated, Literal

from pydantic import Field

from api.http.models.base import (
    Amount,
    Body,
    Contribution,
    Disbursement,
    Effective,
    Member,
    Paper,
    Place,
    Purpose,
    Text,
    Unit,
    id_of,
)
from api.http.models.contributions import Giver
from api.http.models.promises import NewHonours
from ledger.bookings.state import BookingKind
from ledger.contributions.state import Motive

Number = Annotated[
    int, Field(ge=0, le=1_000_000, description="As counted in the file; 0: what it brings forward.")
]
Entry = Annotated[
    int, Field(ge=1, le=2**53, description="Number of an entry of the place, as its entries are listed.")
]


class NamedLine(Body):
    """A line of a statement."""

    statement: Annotated[str, id_of("statement")]
    number: Number


class NewMatch(Body):
    """Lines and entries that are the same money: their sums are equal."""

    unit: Unit
    lines: Annotated[list[NamedLine], Field(max_length=500)] = []
    entries: Annotated[list[Entry], Field(max_length=500)] = []


class Undoing(Body):
    """Why a match was none."""

    reason: Text


class AsGift(Body):
    """It is a contribution, of somebody new or known."""

    type: Literal["gift"]
    giver: Giver | None = Field(None, description="Left out where a pledge is kept: that says who gives.")
    anonymous: bool = Field(False, description="Anonymous to the public, never to the auditor.")
    motive: Motive | None = None
    earmark: Purpose | None = None
    pledge: Contribution | None = None
    honours: NewHonours | None = Field(None, description="For a pass-on: the promise that it honours.")
    carbon_kg: Amount | None = None


class AsEntry(Body):
    """It is an opening balance, interest, a bank fee, a theft or a loss."""

    type: Literal["entry"]
    kind: BookingKind
    purpose: Purpose = "unrestricted"
    evidence: Text | None = Field(None, description="What shows it, in words, beside the line itself.")
    scan: Paper | None = None
    confirmed_by: Annotated[list[Member], Field(max_length=10)] = []


class AsMove(Body):
    """It came from another place, or went there."""

    type: Literal["move"]
    other: Place | None = Field(
        None, description="The other place; left out, what came lay at no named place."
    )
    evidence: Text | None = None


class AsPayment(Body):
    """It paid a disbursement that was sent, which is settled by it."""

    type: Literal["payment"]
    disbursement: Disbursement


class AsReturn(Body):
    """A settled disbursement came back whole."""

    type: Literal["return"]
    disbursement: Disbursement
    reason: Text


class AsBounce(Body):
    """A contribution that had come, and that the bank took back."""

    type: Literal["bounce"]
    contribution: Contribution
    reason: Text


class AsRefund(Body):
    """It paid a contribution back to its giver, in whole or in part."""

    type: Literal["refund"]
    contribution: Contribution
    reason: Text


class AsTransfer(Body):
    """It is a transfer of another local account that arrived."""

    type: Literal["transfer"]
    transfer: Annotated[str, id_of("transfer")]
    fee: Amount | None = Field(None, description="What a carrier took of it on the way, in the unit sent.")


class LineBooking(Body):
    """What a line is. Amount, unit, place and reference are the line's own."""

    what: Annotated[
        AsGift | AsEntry | AsMove | AsPayment | AsReturn | AsBounce | AsRefund | AsTransfer,
        Field(discriminator="type"),
    ]
    effective: Effective = Field(None, description="The day on which it took effect; the line's if left out.")
