"""Bodies about disbursements."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import (
    Account,
    Amount,
    Body,
    Contact,
    Effective,
    Member,
    Name,
    Paper,
    Party,
    Place,
    Proposal,
    Purpose,
    Reference,
    Text,
    Unit,
)
from api.http.models.promises import NewHonours
from ledger.disbursements.state import PartyKind


class NewParty(Body):
    """A payee or beneficiary: by member, by the token of an earlier one, by name, or as a local account."""

    kind: PartyKind
    member: Member | None = None
    token: Party | None = None
    account: Account | None = Field(None, description="Another local account; paying it is a transfer.")
    name: Name | None = None
    contact: Contact | None = None
    public: bool = Field(True, description="Whether an organisation's name is public; a person's never is.")


class NewDisbursement(Body):
    """A payment under a final decision."""

    proposal: Proposal
    tranche: Annotated[int, Field(description="Counts the payments under one decision, from 1.")]
    unit: Unit
    purpose: Purpose
    amount: Amount
    payee: NewParty
    beneficiary: NewParty | None = Field(None, description="The payee, if left out.")
    passes_on: NewHonours | None = Field(
        None, description="The promise that a transfer to a third account honours."
    )


class Sending(Body):
    """The money leaves."""

    place: Place | None = Field(
        None, description="Out of which it is paid; the unit's main place if left out."
    )
    effective: Effective = None


class Settlement(Body):
    """What shows that the payment arrived: a reference, or the member who attested that it was handed over."""

    reference: Reference | None = None
    attesting: Member | None = None
    acknowledgement: Text | None = Field(
        None, description="The beneficiary's word, where it is had at once; goods and hours need it."
    )
    scan: Paper | None = Field(
        None, description="The paper with that word, filed before; one of the two will do."
    )
    effective: Effective = None


class Acknowledgement(Body):
    """The beneficiary's word."""

    acknowledgement: Text | None = Field(None, description="In words; these, the paper, or both.")
    scan: Paper | None = Field(None, description="The paper with the beneficiary's word, filed before.")
    effective: Effective = None


class Evidence(Body):
    """What shows that the money did what it was for."""

    evidence: Text | None = Field(None, description="In words; these, the paper, or both.")
    scan: Paper | None = Field(None, description="The paper that shows it, filed before.")
    effective: Effective = None


class Undoing(Body):
    """Why a payment failed or came back."""

    reason: Text
    effective: Effective = None


class Cancellation(Body):
    """Why a payment will not be sent."""

    reason: Text
