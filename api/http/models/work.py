"""Bodies about work days and valuations."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.http.models.base import Amount, Body, Contribution, Effective, Member, Party, Purpose, Text, Unit
from api.http.models.contributions import NewGiver
from api.http.models.goods import Carbon
from api.http.models.promises import NewHonours
from ledger.contributions.state import Motive
from ledger.valuations.state import ValuationMethod
from ledger.work.recording import MOST_LINES
from ledger.work.state import MINUTES_OF_A_DAY


class NewHours(Body):
    """A line of an attendance sheet."""

    worker: NewGiver | Party = Field(description="Somebody new, a known giver's token, or a member's.")
    minutes: Annotated[int, Field(ge=1, le=MINUTES_OF_A_DAY)]
    honours: NewHonours | None = Field(
        None,
        description="The promise that these hours honour once the sheet is confirmed: who benefited works for others.",
    )


class NewWorkDay(Body):
    """An attendance sheet."""

    day: Annotated[
        date | None,
        Field(description="The day of the work; today (UTC) if left out, and never in the future."),
    ] = None
    leader: Member = Field(description="Who led the work; somebody else confirms it.")
    lines: Annotated[list[NewHours], Field(min_length=1, max_length=MOST_LINES)]
    purpose: Purpose = "unrestricted"
    motive: Motive = Field(Motive.GIFT, description="Of the lines that honour no promise.")


class Confirmation(Body):
    """Who confirms the hours of a sheet."""

    confirmer: Member = Field(description="A member who neither led the work nor stands on the sheet.")
    carbon_kg: Carbon = None


class WorkDayRefusal(Body):
    """Why the hours of a sheet do not come in."""

    confirmer: Member = Field(description="A member who neither led the work nor stands on the sheet.")
    reason: Text


class NewValuation(Body):
    """What a quantity is worth."""

    unit: Unit
    amount: Annotated[Amount, Field(description="The quantity that is valued.")]
    contribution: Contribution | None = None
    currency: Unit
    value: Amount
    method: ValuationMethod
    source: Annotated[Text, Field(description="Where the value comes from.")]
    effective: Effective = None
