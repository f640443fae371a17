"""What the register remembers of a territory."""

from enum import StrEnum
from typing import ClassVar

from ledger.identifiers import Mark, TerritoryId
from ledger.state import State


class TerritoryKind(StrEnum):
    """What a territory is."""

    HAMLET = "hamlet"
    VILLAGE = "village"
    NEIGHBOURHOOD = "neighbourhood"
    TOWN = "town"
    CITY = "city"
    MUNICIPALITY = "municipality"
    ISLAND = "island"
    REGION = "region"
    COUNTRY = "country"


class Standing(StrEnum):
    """What somebody states of a territory's resources, on a day; never an attribute of the territory (T2)."""

    ADVANTAGED = "advantaged"
    DISADVANTAGED = "disadvantaged"


PARENTS = "territory-parent:"
"""How the marks that hold territories' parents begin."""


def parent_mark(territory: TerritoryId) -> Mark:
    """Commons: the territory in which this one lies; a territory that lies in none leaves no mark."""
    return Mark(PARENTS + territory)


class Territory(State, kw_only=True):
    """A territory, as the register knows it."""

    prefix: ClassVar[str] = "territory"

    kind: str = ""
    parent: TerritoryId | None = None
    together: bool = False
    """Whether it is a member of TOGETHER; twinning is open to both."""
    statements: int = 0
    """How many statements were made on its resources: what they say is no attribute of it (T2)."""
