"""Bodies about objections to what a round decided, and about rounds that are annulled."""

from pydantic import Field

from api.http.models.base import Body, Member, Text
from api.http.models.minutes import Minutes
from api.http.models.rounds import Label
from api.http.recording import Recorded


class NewObjection(Body):
    """What an elector objects to."""

    label: Label = Field(description="Of the item.")
    reason: Text = Field(description="Shown to those with a role in the account, and to nobody else.")
    member: Member | None = Field(
        None, description="For a teller: whose objection it is. Else the key's own member."
    )


class NumberedObjection(Recorded):
    """An objection that was raised."""

    number: int = Field(description="Its place among all objections to the round.")


class ObjectionDecision(Body):
    """What the body that the rules name decided on an objection."""

    upheld: bool
    reason: Text = Field(description="Shown to anyone.")
    minutes: Minutes | None = Field(
        None, description="Of the assembly that decided; left out where the auditor does, who then acts."
    )


class ItemNamed(Body):
    """An item of a round; a label may hold a slash, so that it does not stand in the path."""

    label: Label


class Annulment(Body):
    """Why a round is annulled, and by whose decision."""

    reason: Text = Field(description="Shown to anyone.")
    minutes: Minutes | None = Field(
        None,
        description="Of the assembly that annulled it; left out for a draft, or where the auditor acts.",
    )
