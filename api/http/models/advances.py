"""Bodies about advances."""

from pydantic import Field

from api.http.models.base import Amount, Body, Effective, Member, Place, Text, Unit


class NewAdvance(Body):
    """Money that a member is given beforehand."""

    holder: Member
    unit: Unit
    amount: Amount
    origin: Place | None = Field(None, description="Out of which; the unit's main place if left out.")
    evidence: Text | None = Field(None, description="What shows it, in words.")
    effective: Effective = None


class Settlement(Body):
    """An advance comes back."""

    target: Place | None = Field(
        None, description="Where the change goes, or what is owed comes from; the main place if left out."
    )
    effective: Effective = None
