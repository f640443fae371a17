"""Bodies about contributions."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import (
    Amount,
    Body,
    Contact,
    Contribution,
    Effective,
    Name,
    Party,
    Place,
    Purpose,
    Reference,
    Text,
    Unit,
)
from api.http.models.promises import NewHonours
from ledger.contributions.state import GiverKind, Motive


class NewGiver(Body):
    """Who gives, when the account meets them for the first time."""

    kind: GiverKind = GiverKind.PERSON
    name: Name | None = None
    contact: Contact | None = None
    public: bool = Field(True, description="Whether an organisation's name is public; a person's never is.")


Giver = NewGiver | Party


class NewPledge(Body):
    """What somebody says that they will give."""

    unit: Unit
    amount: Amount
    giver: Giver
    anonymous: bool = False
    motive: Motive = Motive.GIFT
    earmark: Purpose = "unrestricted"
    effective: Effective = None


class NewContribution(Body):
    """Money that came in."""

    unit: Unit
    amount: Amount
    giver: Giver | None = None
    anonymous: bool = Field(False, description="Anonymous to the public, never to the auditor.")
    motive: Motive | None = None
    earmark: Purpose | None = None
    reference: Annotated[
        Reference | None,
        Field(description="What names this entry outside, such as the line of a bank statement."),
    ] = None
    pledge: Contribution | None = None
    honours: NewHonours | None = Field(None, description="For a pass-on: the promise that it honours.")
    carbon_kg: Amount | None = Field(
        None, description="Kg of CO2e, with the motive carbon-offset and with no other."
    )
    place: Place | None = Field(
        None, description="Where the money lies since; the unit's main place if left out."
    )
    effective: Effective = None


class Consent(Body):
    """A donor's consent that the earmark is lifted."""

    consent: Text
    effective: Effective = None


class Reversal(Body):
    """Why a booking is taken out again."""

    reason: Text
    effective: Effective = None


class ContributionReversal(Reversal):
    """Why a gift is taken out again: it was booked by mistake, or it bounced."""

    bounced: bool = Field(False, description="It had come, and the bank took it back.")
    reference: Reference | None = Field(None, description="Where it bounced: the bank line by which it left.")
    place: Place | None = Field(None, description="Where it bounced: which it left, if not where it lay.")


class Refund(Body):
    """Money that goes back to its giver."""

    unit: Annotated[Unit, Field(description="The contribution's own.")]
    amount: Amount
    reason: Text
    place: Place | None = Field(
        None, description="Out of which it is paid back; the unit's main place if left out."
    )
    effective: Effective = None
