"""Bodies about learning. None has a unit or an amount (E2)."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Account, Body, Effective, Text, id_of
from ledger.learning.look import MOST_THEMES
from ledger.learning.state import LearningDirection, Theme

Territory = Annotated[
    str | None, id_of("territory"), Field(description="Where it is practised; at home if left out.")
]


class NewSheet(Body):
    """A practice sheet: what is done, how, and what it takes. It is public, so name nobody in it."""

    theme: Theme
    text: Text
    territory: Territory = None


class AmendedSheet(Body):
    """A sheet written anew."""

    theme: Theme
    text: Text


class HeldExchange(Body):
    """An exchange with the twin, as this account sees it."""

    twinning: Annotated[str, id_of("twinning")]
    direction: LearningDirection
    participants: int
    minutes: int = Field(description="How long it lasted.")
    themes: Annotated[tuple[Theme, ...], Field(max_length=MOST_THEMES)]
    effective: Effective = None


class AdoptedPractice(Body):
    """A practice of another account that is now done here. It is public, so name nobody in it."""

    experience: Annotated[str, id_of("experience")]
    origin: Account = Field(description="The account that shared it.")
    twinning: Annotated[
        str | None, id_of("twinning"), Field(description="The twinning by which it came about, if by one.")
    ] = None
    theme: Theme
    text: Text
    territory: Territory = None
    effective: Effective = None
