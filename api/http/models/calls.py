"""Bodies about calls on the fund."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Account, Body, Effective, Text
from ledger.calls.state import OpinionKind


class NewOpinion(Body):
    """What the twin thinks of a call."""

    opinion: OpinionKind
    text: Text
    effective: Effective = None


class Passing(Body):
    """To whom a call is passed on."""

    to: Annotated[Account, Field(description="The account of the association that this one belongs to.")]
