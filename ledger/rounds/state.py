"""What a round remembers: its frozen terms and its counters, never its ballots."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.accounts.state import Line
from ledger.associations.rules import Body
from ledger.identifiers import AccountId, Mark, MemberToken, MinutesId, RoundId, RoundToken
from ledger.rounds.counting import Result
from ledger.rounds.terms import BallotType, Bounds, Confidentiality, CountingRule, Item, Terms
from ledger.state import State


class RoundStatus(StrEnum):
    """Drafted → open → closed → counted → final. A counted round is in its objection window until it is final."""

    DRAFTED = "drafted"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    FINAL = "final"


class Round(State, kw_only=True):
    """One decision round."""

    prefix: ClassVar[str] = "round"

    status: RoundStatus = RoundStatus.DRAFTED
    ballot_type: BallotType = BallotType.YES_NO_ABSTAIN
    rule: CountingRule | None = None
    bounds: Bounds = Bounds()
    body: Body = Body.GENERAL_ASSEMBLY
    items: tuple[Item, ...] = ()
    budget: tuple[Line, ...] = ()
    closes_us: int = 0
    counting_us: int = 0
    """When it is counted at the earliest; 0: at the deadline."""
    confidentiality: Confidentiality = Confidentiality.OPEN
    recused: dict[MemberToken, str] = {}
    """Recused member → seal of the reason; declared before the opening."""
    terms: Terms | None = None
    ballots_cast: int = 0
    """All ballots, replaced ones too; a ballot's number is its place among them."""
    electors_voted: int = 0
    """Electors with a ballot of their own; how they chose is not known here (V8)."""
    minutes: MinutesId | None = None
    """Of the assembly whose show of hands was entered (R9)."""
    present: int = 0
    """Electors who were present there; never how they chose (V8)."""
    result: Result | None = None
    counted_us: int = 0

    def window_ends_us(self) -> int:
        """When the objection window after counting ends (R10)."""
        days = self.terms.objection_days if self.terms else 0
        return self.counted_us + days * 86_400_000_000


class ElectorRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """An elector's mark: how often a ballot came, and the number of the latest (V3, V4)."""

    ballots: int = 0
    latest: int = 0


def elector_mark(account: AccountId, round_id: RoundId, elector: RoundToken) -> Mark:
    """Where an elector of one round is kept, by round token."""
    return Mark(f"elector:{account}:{round_id}:{elector}")
