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

DAY_US = 86_400_000_000
"""Microseconds of a day, however many hours a clock on the wall shows for it."""


class RoundStatus(StrEnum):
    """Drafted → open → closed → counted → final | annulled.

    A counted round is in its objection window until it is final; any that is not final may be annulled.
    """

    DRAFTED = "drafted"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    FINAL = "final"
    ANNULLED = "annulled"


class Objection(msgspec.Struct, frozen=True):
    """An objection that nobody has decided on. Who raised it stands in its event alone."""

    label: str
    """Of the item that it suspends."""
    raised_us: int


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
    objections_raised: int = 0
    """All objections; an objection's number is its place among them."""
    undecided: dict[int, Objection] = {}
    """Objections by number that nobody has decided on; whether the days for that have passed, time tells."""
    annulled: tuple[str, ...] = ()
    """Labels of the items to which an objection was upheld, sorted as text (R8)."""
    suspended: tuple[str, ...] = ()
    """Labels of the items of a final round that are not final themselves yet (R8)."""

    def pending_objections(self, now_us: int) -> dict[int, Objection]:
        """By number, those that are neither decided nor lapsed (R8)."""
        return {n: one for n, one in self.undecided.items() if now_us < self.decide_by_us(one)}

    def decide_by_us(self, objection: Objection) -> int:
        """When an objection lapses unless it is decided before (R8)."""
        assert self.terms is not None, "objections are raised to what was counted, and so opened"
        return objection.raised_us + self.terms.objection_decision_days * DAY_US

    def window_ends_us(self) -> int:
        """When the objection window after counting ends (R10)."""
        days = self.terms.objection_days if self.terms else 0
        return self.counted_us + days * DAY_US


class ElectorRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """An elector's mark: how often a ballot came, and the number of the latest (V3, V4)."""

    ballots: int = 0
    latest: int = 0
    objected: bool = False
    """To an item, once the round was counted (R8)."""


def elector_mark(account: AccountId, round_id: RoundId, elector: RoundToken) -> Mark:
    """Where an elector of one round is kept, by round token."""
    return Mark(f"elector:{account}:{round_id}:{elector}")
