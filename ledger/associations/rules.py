"""An association's rules: versioned, changed only by a decision under the previous version (A4)."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from ledger.bookings.state import BookingKind
from ledger.identifiers import Seal


class Tier(StrEnum):
    """How wide an association reaches; it names the deciding body (A2)."""

    MICRO_LOCAL = "micro-local"
    FEDERATION = "federation"
    GLOBAL = "global"


class Body(StrEnum):
    """Who decides (A2)."""

    GENERAL_ASSEMBLY = "general-assembly"
    FEDERATION_ASSEMBLY = "federation-assembly"
    STEERING_COMMITTEE = "steering-committee"


BODY_OF = {
    Tier.MICRO_LOCAL: Body.GENERAL_ASSEMBLY,
    Tier.FEDERATION: Body.FEDERATION_ASSEMBLY,
    Tier.GLOBAL: Body.STEERING_COMMITTEE,
}


class AssociationKind(StrEnum):
    """What kind of body manages an account."""

    RESIDENTS = "residents-association"
    PARTNERSHIP = "local-partnership"
    FEDERATION = "federation"
    TWINNED_BODY = "twinned-body"
    TOGETHER = "together"


class Office(StrEnum):
    """The three offices without which no money leaves (A3)."""

    TREASURER = "treasurer"
    SECOND_SIGNATORY = "second-signatory"
    AUDITOR = "auditor"


class TieRule(StrEnum):
    """The declared order among options with equal votes (R7)."""

    LOWER_COST_THEN_LABEL = "lower-cost-then-label"
    LABEL = "label"


class ObjectionBody(StrEnum):
    """Who decides on objections to a result (R8)."""

    DECIDING_BODY = "deciding-body"
    """The body that decides, in an assembly whose minutes say so."""
    AUDITOR = "auditor"


MOST_DECISION_DAYS = 30
"""Longer than this no objection suspends anything (R8)."""


class Criterion(msgspec.Struct, frozen=True):
    """A criterion of need that the assembly adopted (P1); its text is a paper."""

    code: str
    """Short public code by which proposals name it."""
    text: Seal


class StandingCeiling(msgspec.Struct, frozen=True):
    """Up to how much a single booking of a kind needs no decision of its own, in one unit (L13)."""

    kind: BookingKind
    unit: str
    amount_minor: int


class CollectionCeiling(msgspec.Struct, frozen=True):
    """Up to how much a collection may bring in, in one unit (C6)."""

    unit: str
    amount_minor: int


PROXIES_PER_HOLDER = 2
"""For how many others an elector may vote, where rules say nothing else (M6)."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the rules."""

    quorum_percent: int = 0
    """Share of the electorate that must take part, 0 to 100."""
    second_call_quorum_percent: int | None = None
    """Quorum of a second call, where the rules have one."""
    threshold_percent: int = 50
    """Share of yes among yes and no that a proposal must reach, 50 to 100; it must also have more yes than no."""
    objection_days: int = 0
    """Length of the objection window, 0 to 30 (R8, R10)."""
    seniority_days: int = 0
    """Days of membership before a member is an elector (M3)."""
    minimum_age: int = 0
    """Years; who enrols a member states whether it is reached, so that no birth date stands in an event (M3)."""
    tie_rule: TieRule = TieRule.LOWER_COST_THEN_LABEL
    criteria: tuple[Criterion, ...] = ()
    """Criteria of need that proposals for destination (c) may name (P1)."""
    accepts_calls: bool | msgspec.UnsetType = msgspec.UNSET
    """Whether others may call on this account; where that is not said, from the federation upwards (P5)."""
    standing_ceilings: tuple[StandingCeiling, ...] | msgspec.UnsetType = msgspec.UNSET
    """What may be booked under a standing rule; where none is said for a kind and unit, nothing (L13)."""
    collection_ceilings: tuple[CollectionCeiling, ...] | msgspec.UnsetType = msgspec.UNSET
    """What collections may bring in; where none is said for a unit, nothing (C6)."""
    objection_body: ObjectionBody | msgspec.UnsetType = msgspec.UNSET
    """Who decides on objections; where that is not said, the deciding body (R8)."""
    objection_decision_days: int | msgspec.UnsetType = msgspec.UNSET
    """Within how many days, 1 to 30; where that is not said, 30. What is not decided by then lapses (R8)."""
    proxies_per_holder: int | msgspec.UnsetType = msgspec.UNSET
    """For how many others an elector may vote; where it is not said, for two (M6)."""

    @property
    def objections_decided_by(self) -> ObjectionBody:
        """The body that the rules name, or the deciding body."""
        return self.objection_body or ObjectionBody.DECIDING_BODY

    @property
    def objections_decided_within_days(self) -> int:
        """The days that the rules name, or the most."""
        return self.objection_decision_days or MOST_DECISION_DAYS

    @property
    def most_proxies(self) -> int:
        """For how many others an elector may vote (M6)."""
        most = self.proxies_per_holder
        return PROXIES_PER_HOLDER if most is msgspec.UNSET else most

    def ceilings(self) -> Iterator[tuple[str, int]]:
        """All of them, each with what it is for, in minor units."""
        for ceiling in self.standing_ceilings or ():
            yield f"standing/{ceiling.kind}/{ceiling.unit}", ceiling.amount_minor
        for collection in self.collection_ceilings or ():
            yield f"collection/{collection.unit}", collection.amount_minor

    def standing_ceiling(self, kind: BookingKind, unit: str) -> int:
        """In minor units; 0 where no standing rule covers it."""
        found = (c.amount_minor for c in self.standing_ceilings or () if (c.kind, c.unit) == (kind, unit))
        return next(found, 0)

    def collection_ceiling(self, unit: str) -> int:
        """In minor units; 0 where the rules allow no collection in this unit."""
        return next((c.amount_minor for c in self.collection_ceilings or () if c.unit == unit), 0)
