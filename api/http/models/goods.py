"""Bodies about goods."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import (
    Amount,
    Body,
    Contribution,
    Effective,
    Member,
    Purpose,
    Text,
    Unit,
)
from api.http.models.contributions import Giver
from api.http.models.disbursements import NewParty
from api.http.models.promises import NewHonours
from ledger.contributions.state import Motive
from ledger.goods.state import Condition, StockChangeKind

GoodsUnit = Annotated[
    Unit, Field(description="What it is and its measure, such as `goat:piece` or `cement:kg`.")
]
Carbon = Annotated[
    Amount | None, Field(description="Kg of CO2e, with the motive carbon-offset and with no other.")
]
Confirmers = Annotated[
    list[Member], Field(max_length=10, description="Two members who saw it, neither of whom records it.")
]


class NewDelivery(Body):
    """Goods that somebody brought."""

    unit: GoodsUnit
    amount: Amount
    condition: Condition = Field(description="As the giver says.")
    giver: Giver | None = Field(None, description="Somebody new, a known giver's token, or a member's.")
    anonymous: bool = Field(False, description="Anonymous to the public, never to the auditor.")
    motive: Motive | None = None
    earmark: Purpose | None = None
    pledge: Contribution | None = None
    effective: Effective = None


class Acceptance(Body):
    """What inspection lets into the stock."""

    inspector: Member
    condition: Condition = Field(description="As inspection finds it.")
    amount: Amount | None = Field(None, description="All that was delivered, if left out.")
    reason: Text | None = Field(None, description="Why the rest is refused, where there is one.")
    carbon_kg: Carbon = None
    honours: NewHonours | None = Field(None, description="For the motive pass-on, and for no other.")
    effective: Effective = None


class GoodsRefusal(Body):
    """Why goods do not enter the stock."""

    inspector: Member
    reason: Text
    effective: Effective = None


class NewStockChange(Body):
    """What happened to the stock by itself."""

    kind: StockChangeKind
    unit: GoodsUnit
    amount: Amount
    purpose: Purpose = "unrestricted"
    reason: Text
    confirmed_by: Confirmers
    effective: Effective = None


class NewLoan(Body):
    """Equipment that is lent."""

    unit: GoodsUnit
    amount: Amount
    purpose: Purpose = "unrestricted"
    borrower: NewParty
    condition: Condition
    effective: Effective = None


class LoanReturn(Body):
    """What came back of a loan, and what will not."""

    amount: Amount | None = Field(None, description="What came back.")
    missing: Amount | None = Field(None, description="What will not come back: a loss.")
    condition: Condition
    reason: Text | None = Field(None, description="Why something is missing.")
    confirmed_by: Confirmers = []
    effective: Effective = None
