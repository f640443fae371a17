"""Bodies about territories."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Body, Effective, Name, Territory, Text
from ledger.territories.state import Standing, TerritoryKind


class NewName(Body):
    """A name in one language."""

    language: Annotated[
        str, Field(pattern="^[a-z]{2,3}$", description="ISO 639.", examples=["pt", "fr", "kea"])
    ]
    name: Name


class NewTerritory(Body):
    """A territory for the register."""

    kind: TerritoryKind
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.", examples=["CV"])]
    names: Annotated[tuple[NewName, ...], Field(min_length=1, max_length=50)]
    parent: Territory | None = Field(None, description="The territory in which it lies.")
    together: bool = Field(False, description="Whether it is a member of TOGETHER.")


class Move(Body):
    """Where a territory lies from now on."""

    parent: Territory | None = Field(description="Null where it lies in no other.")
    effective: Effective = None


class Membership(Body):
    """Whether a territory is a member of TOGETHER."""

    member: bool
    effective: Effective = None


class NewStatement(Body):
    """What somebody states of a territory's resources, on a day."""

    standing: Standing
    author: Name
    author_is_person: bool = Field(False, description="A person's name is not public.")
    grounds: Text
    effective: Effective = None
