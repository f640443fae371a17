"""What a round remembers: its frozen terms and its counters, never its ballots."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.accounts.state import Line
from ledger.associations.rules import Body
from ledger.identifiers import AccountId, Mark, MemberToken, MinutesId, RoundId, RoundToken
from ledger.rounds.counting import Result
from ledger.rounds.terms import BallotType, Bounds, Confidentiality, CountingRule, Extension, Item, Terms
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
    """Recused member → seal of the reason; those who were before the opening are no electors."""
    recused_later: int = 0
    """Electors who were recused while the round was open: they are no longer in the quorum's denominator (R3)."""
    extension: Extension | None = None
    extended: bool = False
    """The deadline has moved, which it does once."""
    second_call_of: RoundId | None = None
    terms: Terms | None = None
    ballots_cast: int = 0
    """All ballots, replaced ones too; a ballot's number is its place among them."""
    electors_voted: int = 0
    """Electors for whom a ballot was cast, by themselves or by proxy; how they chose is not known here (V8)."""
    minutes: MinutesId | None = None
    """Of the assembly whose show of hands was entered (R9)."""
    present: int = 0
    """Electors who were present there, or represented; never how they chose (V8)."""
    hands_overtaken: bool = False
    """Somebody was recused after that show of hands was entered: without them, it is entered anew (R3)."""
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

    @property
    def entry_ends_us(self) -> int:
        """Until when votes of an assembly that met while the round was open are entered (R9)."""
        return max(self.closes_us, self.counting_us)

    @property
    def electors(self) -> int:
        """The quorum's denominator: the frozen electorate less those recused (R3)."""
        return self.terms.electorate - self.recused_later if self.terms else 0

    def window_ends_us(self) -> int:
        """When the objection window after counting ends (R10)."""
        days = self.terms.objection_days if self.terms else 0
        return self.counted_us + days * DAY_US


class ElectorRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """An elector's mark: how often a ballot came, and the number of the latest (V3, V4); and proxies (M6)."""

    ballots: int = 0
    latest: int = 0
    """0: none that counts."""
    objected: bool = False
    """To an item, once the round was counted (R8)."""
    cast_by: RoundToken | None = None
    """Of the latest: the holder of a proxy; None: the elector's own."""
    holder: RoundToken | None = None
    """To whom the elector has given a proxy."""
    givers: tuple[RoundToken, ...] = ()
    """Whose proxies the elector holds."""

    @property
    def own(self) -> bool:
        """Whether the elector cast a ballot in person, which overrides any proxy (M6)."""
        return bool(self.latest) and self.cast_by is None


def elector_mark(account: AccountId, round_id: RoundId, elector: RoundToken) -> Mark:
    """Where an elector of one round is kept, by round token."""
    return Mark(f"elector:{account}:{round_id}:{elector}")


class Recusals(msgspec.Struct, frozen=True):
    """Who was recused while a round was open, by member: which token is theirs, no mark and no event says."""

    members: tuple[MemberToken, ...] = ()


def recusals_mark(account: AccountId, round_id: RoundId) -> Mark:
    """Where those are kept, for whoever must know them before the lock is taken."""
    return Mark(f"recusals:{account}:{round_id}:late")


def second_call_mark(account: AccountId, round_id: RoundId) -> Mark:
    """Where it is kept that a round had its second call."""
    return Mark(f"second-call:{account}:{round_id}:opened")
