"""What each side of a twinning remembers of it."""

from enum import StrEnum
from typing import ClassVar

from ledger.identifiers import AccountId, Seal, TerritoryId
from ledger.state import State


class Side(StrEnum):
    """Whose act or actor it is, as the account sees it that holds the event."""

    OWN = "own"
    TWIN = "twin"

    @property
    def across(self) -> "Side":
        """The same, as the other side sees it."""
        return Side.TWIN if self is Side.OWN else Side.OWN


class TwinningStatus(StrEnum):
    """Proposed to the other, or offered by it → active → suspended | ended; or declined, or withdrawn."""

    PROPOSED = "proposed"
    """We proposed, which is our acceptance; the other has not answered yet (W1)."""
    OFFERED = "offered"
    """The other proposed; we have not answered yet."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


OVER = (TwinningStatus.DECLINED, TwinningStatus.WITHDRAWN, TwinningStatus.ENDED)
"""Nothing more comes of it, whatever is told later."""


class Twinning(State, kw_only=True):
    """One side of a twinning."""

    prefix: ClassVar[str] = "twinning"

    status: TwinningStatus = TwinningStatus.PROPOSED
    proposer: Side = Side.OWN
    other: AccountId = AccountId("")
    """The twin's local account."""
    territory: TerritoryId = TerritoryId("")
    other_territory: TerritoryId = TerritoryId("")
    agreement: Seal = Seal("")
    """Of the agreement's text; both sides hold the same (W2)."""
    accepted: bool = False
    """Both sides have accepted (W1)."""
    suspended_by: set[Side] = set()
    turns: dict[Side, int] = {}
    """How often each side has suspended and resumed: what is told later of an earlier turn changes nothing."""

    def stand(self) -> None:
        """Find the status anew, where it follows from acceptance and suspensions."""
        if self.accepted and self.status not in OVER:
            self.status = TwinningStatus.SUSPENDED if self.suspended_by else TwinningStatus.ACTIVE
