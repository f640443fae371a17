"""Bodies about currency exchanges."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import (
    Amount,
    Body,
    Effective,
    Paper,
    Place,
    Proposal,
    Purpose,
    Reference,
    Text,
    Unit,
)
from api.http.models.proposals import NewAmount
from ledger.currency_exchanges.state import RateSource

Rate = Annotated[
    str,
    Field(
        max_length=30,
        description="Decimal string: so much of the other unit for one of `rate_per`, as its source states it.",
        json_schema_extra={"pattern": r"^(0|[1-9][0-9]*)(\.[0-9]+)?$", "examples": ["110.265"]},
    ),
]


class NewConversion(Body):
    """What was obtained, and at which rate."""

    unit: Unit
    amount: Annotated[Amount, Field(description="Before any fee.")]
    rate: Rate
    rate_per: Annotated[Unit, Field(description="One of the two units.")]
    source: RateSource


class NewCurrencyExchange(Body):
    """Money of one unit that became money of another, for the same purpose."""

    purpose: Purpose = "unrestricted"
    unit: Annotated[Unit, Field(description="What was given away.")]
    amount: Annotated[Amount, Field(description="Before any fee.")]
    obtained: NewConversion
    fee: NewAmount | None = Field(None, description="In either of the two units.")
    proposal: Proposal | None = Field(None, description="The decision whose reserved money it was.")
    reference: Annotated[
        Reference | None, Field(description="What names it outside, such as the line of a bank statement.")
    ] = None
    origin: Place | None = Field(
        None, description="Out of which was given; that unit's main place if left out."
    )
    target: Place | None = Field(
        None, description="Where what was obtained lies; that unit's main place if left out."
    )
    evidence: Text | None = Field(None, description="What shows it, in words.")
    scan: Paper | None = Field(None, description="The paper that shows it, filed before.")
    effective: Effective = None
