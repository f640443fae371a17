"""What a local account remembers: totals, open reservations, officers and rules; never a list that grows.

What is available is, per unit and purpose, all entries in less all entries out less open reservations (L2). It may be
negative after a fact that has happened, such as a reversal: a shortfall, which blocks spending until it is covered.
"""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from ledger.associations.rules import Office, Rules
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    Mark,
    MemberToken,
    PlaceId,
    PurposeId,
    Seal,
    TerritoryId,
    TwinningId,
)
from ledger.places.state import Place
from ledger.state import State


class Destination(StrEnum):
    """What money is for [seed]; money is unassigned until a final decision assigns it."""

    TWINNED_AREA = "a"
    UNIVERSAL_SOLIDARITY = "b"
    DISADVANTAGED_AT_HOME = "c"
    UNASSIGNED = "unassigned"


class Line(msgspec.Struct, frozen=True):
    """An amount of one unit under one purpose, of a budget or of a cost."""

    unit: str
    purpose: PurposeId
    amount_minor: int


class Totals(msgspec.Struct):
    """Sums for one unit, purpose and destination, in minor units."""

    received: int = 0
    """Entries in: gifts received, less reversed, refunded and moved away, plus moved here."""
    reserved: int = 0
    paid: int = 0

    @property
    def available(self) -> int:
        """L2."""
        return self.received - self.reserved - self.paid


class Holding(msgspec.Struct):
    """What an open round, or an accepted proposal, holds reserved of one unit and purpose."""

    unit: str
    purpose: PurposeId
    destination: Destination
    amount_minor: int


class DeclaredPurpose(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was said of a purpose, all of which travels with a transfer (X4)."""

    description: Seal
    twinning: TwinningId | None = None


class Suspension(msgspec.Struct, frozen=True, omit_defaults=True):
    """From one day until another, on which it no longer holds."""

    since: date
    until: date | None = None


class MemberRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A membership, kept as a mark so that an account's state does not grow with its members.

    Every change has its day, since an assembly that is recorded later is judged on the day on which it met (R9).
    """

    since: date
    until: date | None = None
    """The first day on which the person is no longer a member."""
    of_age: bool = True
    of_age_since: date | None = None
    """The day on which a member came of age; None where that was so at the enrolment, or is not yet."""
    suspensions: tuple[Suspension, ...] = ()

    def but(self, **changes: Any) -> "MemberRecord":
        """The same membership with something changed."""
        return msgspec.structs.replace(self, **changes)

    def suspended_from(self, day: date) -> "MemberRecord":
        """The same membership, suspended from a day on."""
        return self.but(suspensions=(*self.suspensions, Suspension(day)))

    def reinstated_on(self, day: date) -> "MemberRecord":
        """The same membership; its suspension ends on a day."""
        ended = (s if s.until else Suspension(s.since, day) for s in self.suspensions)
        return self.but(suspensions=tuple(ended))

    @property
    def suspended(self) -> bool:
        """Whether this membership is suspended now."""
        return any(suspension.until is None for suspension in self.suspensions)

    def on(self, day: date) -> bool:
        """Whether this is a membership on that day (M1)."""
        return self.since <= day and (self.until is None or day < self.until)

    def of_age_on(self, day: date) -> bool:
        """Whether the minimum age was reached on that day (M3)."""
        return self.of_age and (self.of_age_since is None or self.of_age_since <= day)

    def suspended_on(self, day: date) -> bool:
        """Whether the membership was suspended on that day (M3)."""
        return any(s.since <= day and (s.until is None or day < s.until) for s in self.suspensions)


def members_group(account: AccountId) -> str:
    """How the marks of an account's members begin."""
    return f"member:{account}:"


def member_mark(account: AccountId, member: MemberToken) -> Mark:
    """Where a membership is kept."""
    return Mark(members_group(account) + member)


class Account(State, kw_only=True):
    """A local account with the association that manages it."""

    prefix: ClassVar[str] = "account"

    association: AssociationId = AssociationId("")
    tier: str = ""
    territory: TerritoryId | None = None
    """Where the association is at home; the register tells it."""
    opened: date = date.min
    rules: Rules | None = None
    """None until the association is founded."""
    rules_version: int = 0
    officers: dict[Office, MemberToken] = {}
    members: int = 0
    purposes: dict[PurposeId, str] = {}
    """Kind (`project` or `theme`) of each declared purpose; `unrestricted` is always there."""
    declared: dict[PurposeId, DeclaredPurpose] = {}
    """What was said of each declared purpose."""
    totals: dict[tuple[str, PurposeId, Destination], Totals] = {}
    holdings: dict[str, list[Holding]] = {}
    """Open reservations by the round that froze them or, once final, the proposal that they are for."""

    places: dict[PlaceId, Place] = {}
    """Where money may lie (L12)."""
    lying: dict[tuple[PlaceId, str], int] = {}
    """Minor units that the books say lie at a place, by unit."""
    main_places: dict[str, PlaceId] = {}
    """Where money of a unit comes and goes unless another place is named."""

    closed_until: date | None = None
    """The last day of the periods that are closed; what is recorded since is booked after it (L7)."""

    def at(self, unit: str, purpose: PurposeId, destination: Destination = Destination.UNASSIGNED) -> Totals:
        """The totals of this unit, purpose and destination, to be added to."""
        where = (unit, purpose, destination)
        totals = self.totals.get(where)
        if totals is None:
            totals = self.totals[where] = Totals()
        return totals

    def available(self, unit: str, purpose: PurposeId) -> int:
        """Minor units that no entry out and no reservation has taken; negative is a shortfall (L2)."""
        return sum(t.available for (u, p, _), t in self.totals.items() if (u, p) == (unit, purpose))

    def ever_received(self, unit: str) -> int:
        """The sum in one unit that no new entry may lift beyond 64 bits."""
        return sum([max(t.received, 0) for (u, _, _), t in self.totals.items() if u == unit])

    def ever_had(self, unit: str, purpose: PurposeId) -> bool:
        """Whether anything of this unit ever stood under this purpose."""
        return any((u, p) == (unit, purpose) for u, p, _ in self.totals)

    def lay(self, place: PlaceId | None, unit: str, amount_minor: int) -> None:
        """More, or less, lies at a place; what lies at no named place is not kept, since all else tells it."""
        if place is not None:
            self.lying[place, unit] = self.lying.get((place, unit), 0) + amount_minor

    def lies_at(self, place: PlaceId) -> dict[str, int]:
        """Minor units by unit, where there are any; fewer than none where a bank, or a mistake, let it."""
        return {unit: lying for (at, unit), lying in sorted(self.lying.items()) if at == place and lying}

    def unplaced(self, unit: str) -> int:
        """Minor units in hand that lie at no named place (L12)."""
        held = sum(t.received - t.paid for (u, _, _), t in self.totals.items() if u == unit)
        return held - sum(lying for (_, u), lying in self.lying.items() if u == unit)

    def has_purpose(self, purpose: PurposeId) -> bool:
        """Whether money may be held for it."""
        return purpose == UNRESTRICTED or purpose in self.purposes

    def may_let_money_leave(self) -> bool:
        """Treasurer, second signatory and auditor are three people (A3)."""
        return len(self.officers) == len(Office) and len(set(self.officers.values())) == len(Office)

    def offices_of(self, member: str) -> tuple[Office, ...]:
        """The offices that a person holds now."""
        return tuple(office for office, holder in self.officers.items() if holder == member)

    def hold(self, holder: str, line: Line, destination: Destination) -> None:
        """Reserve an amount for a round or an accepted proposal."""
        self.at(line.unit, line.purpose, destination).reserved += line.amount_minor
        for holding in self.holdings.setdefault(holder, []):
            if (holding.unit, holding.purpose, holding.destination) == (line.unit, line.purpose, destination):
                holding.amount_minor += line.amount_minor
                return
        self.holdings[holder].append(Holding(line.unit, line.purpose, destination, line.amount_minor))

    def let_go(self, holder: str, line: Line, destination: Destination) -> None:
        """Take an amount out of a reservation; an empty one is forgotten."""
        self.at(line.unit, line.purpose, destination).reserved -= line.amount_minor
        held = self.holdings.get(holder, [])
        for holding in held:
            if (holding.unit, holding.purpose, holding.destination) == (line.unit, line.purpose, destination):
                holding.amount_minor -= line.amount_minor
        left = [holding for holding in held if holding.amount_minor]
        if left:
            self.holdings[holder] = left
        else:
            self.holdings.pop(holder, None)

    def assign(self, line: Line, origin: Destination, target: Destination) -> None:
        """Move an amount from one destination to another; the sum over destinations does not change."""
        self.at(line.unit, line.purpose, origin).received -= line.amount_minor
        self.at(line.unit, line.purpose, target).received += line.amount_minor
