"""Bodies about what happens to money without a gift or a payment, about counts, and about collections."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import (
    Amount,
    Body,
    Effective,
    Member,
    Paper,
    Place,
    Purpose,
    Reference,
    Text,
    Unit,
)
from ledger.bookings.state import BookingKind
from ledger.contributions.state import Motive

Counters = Annotated[
    list[Member], Field(max_length=10, description="Two members who counted together; neither records it.")
]
PlaceOf = Annotated[
    Place | None, Field(description="Where the money came to lie, or lay; the unit's main place if left out.")
]

Scan = Annotated[
    Paper | None, Field(description="The file of the slip on which the two signed, which was filed before.")
]


class NewBooking(Body):
    """What happened to the money, with what shows it."""

    kind: BookingKind = Field(description="A counted difference is booked with its count, and not here.")
    unit: Unit
    amount: Amount
    purpose: Purpose = "unrestricted"
    place: PlaceOf = None
    reference: Reference | None = Field(None, description="What names it outside, such as a bank line.")
    evidence: Text | None = Field(None, description="What shows it, in words.")
    scan: Paper | None = Field(None, description="The file that shows it, which was filed before.")
    confirmed_by: Annotated[
        list[Member],
        Field(
            max_length=10,
            description="Where no standing rule covers it: two members who saw it, neither of whom records it.",
        ),
    ] = []
    effective: Effective = None


class Correction(Body):
    """Why a booking is put back."""

    reason: Text
    effective: Effective = None


class NewCount(Body):
    """What two members found at a place at the end of a day."""

    place: Place
    unit: Unit
    counted: Amount = Field(description='What lay there; "0" where nothing did.')
    counted_by: Counters
    scan: Scan = None
    effective: Effective = None


class CountedDifference(Body):
    """The difference that a count found."""

    booked: Annotated[
        str,
        Field(
            max_length=60,
            pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$",
            examples=["97.50"],
            description="What the books said of that day, as the count is shown.",
        ),
    ]
    purpose: Purpose = "unrestricted"


class NewCollection(Body):
    """What a collection brought."""

    unit: Unit
    amount: Amount
    counted_by: Counters
    motive: Motive = Field(Motive.GIFT, description="A gift, or the income of an event.")
    purpose: Purpose = Field("unrestricted", description="What it was collected for.")
    place: PlaceOf = None
    scan: Scan = None
    effective: Effective = None
