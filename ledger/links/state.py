"""What each side remembers of a link."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.identifiers import AccountId, PartyToken, TwinningId
from ledger.state import State
from ledger.twinnings.state import Side


class LinkKind(StrEnum):
    """What lives between two territories [seed].

    One kind stands for all ambassadors: whether somebody came as a refugee or left as an emigrant is never asked (W7).
    """

    KNOW_HOW = "company-know-how"
    SPONSORSHIP = "child-sponsorship"
    AMBASSADOR = "ambassador"
    TOURISM = "solidarity-tourism"
    MATERIALS = "materials-and-equipment"
    FINANCIAL = "financial-solidarity"
    LEARNING = "mutual-learning"


class ActorKind(StrEnum):
    """Who carries a link on one side."""

    PUBLIC_BODY = "public-body"
    CIVIL_SOCIETY = "civil-society"
    COMPANY = "company"


class Direction(StrEnum):
    """Which way a link goes, as the account sees it that holds the event."""

    FROM_US = "from-us"
    FROM_THEM = "from-them"
    MUTUAL = "mutual"

    @property
    def across(self) -> "Direction":
        """The same, as the other side sees it."""
        return _ACROSS[self]


_ACROSS = {
    Direction.FROM_US: Direction.FROM_THEM,
    Direction.FROM_THEM: Direction.FROM_US,
    Direction.MUTUAL: Direction.MUTUAL,
}

FEWEST_SHOWN = 5
"""A group of fewer is shown as no more than that (W4)."""


class Actor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who carries a link on one side; an organisation's name stands in the people store, where one was given."""

    side: Side
    kind: ActorKind
    party: PartyToken | None = None


class Group(msgspec.Struct, frozen=True, omit_defaults=True):
    """The children whom a sponsorship supports together: how many they are, and nothing else (W4)."""

    size: int | None = None
    """None on the side that was told of fewer than five, and is not told how many."""


def is_small(group: Group | None) -> bool:
    """Whether a group is shown as fewer than five, and no more told of it (W4)."""
    return group is not None and (group.size is None or group.size < FEWEST_SHOWN)


class Link(State, kw_only=True):
    """One side of a link."""

    prefix: ClassVar[str] = "link"

    twinning: TwinningId = TwinningId("")
    other: AccountId = AccountId("")
    kind: str = ""
    """Empty as long as only its end was told."""
    since: date | None = None
    until: date | None = None
    people: dict[PartyToken, bool] = {}
    """The persons in it, and whether each consents to being named (W7)."""
