"""Bodies about transfers."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Amount, Body, Effective, Place, Reference, Text
from api.http.models.currency_exchanges import NewConversion


class Reception(Body):
    """A transfer that arrived."""

    reference: Reference | None = None
    fee: Annotated[
        Amount | None, Field(description="What a carrier took of it on the way, in the unit sent.")
    ] = None
    obtained: NewConversion | None = Field(None, description="What it became, if exchanged on arrival.")
    place: Place | None = Field(None, description="Where it lies since; the unit's main place if left out.")
    effective: Effective = None


class Reason(Body):
    """Why a transfer is refused, or asked back; both sides read it."""

    reason: Text
