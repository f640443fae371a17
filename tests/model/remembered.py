"""What the model remembers: what happened to each gift, proposal, round and payment, and never a balance.

Every figure is worked out anew from these whenever it is asked for. The ledger keeps running totals instead; that the
two ways agree after every command is the point of the exercise.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

UNRESTRICTED, AWAITING, UNASSIGNED = "unrestricted", "awaiting", "unassigned"

Where = tuple[str, str]
"""Unit and purpose."""

OUT = ("sent", "settled", "acknowledged", "evidenced")
"""The money of a payment has left."""
UNSENT = ("authorised", "signed-off")
RESERVING = ("open", "closed", "counted")
"""A round holds its whole budget."""


@dataclass
class Member:
    """A membership from a date to a date (M1)."""

    since: date
    of_age: bool
    until: date | None = None
    suspended: bool = False
    of_age_since: date | None = None
    suspensions: list[tuple[date, date | None]] = field(default_factory=list)
    """First day, and the day from which it no longer held."""

    def suspended_on(self, day: date) -> bool:
        """Whether one of the suspensions held on that day."""
        return any(since <= day and (until is None or until > day) for since, until in self.suspensions)

    def of_age_on(self, day: date) -> bool:
        """Whether the age was reached by that day."""
        return self.of_age and not (self.of_age_since is not None and day < self.of_age_since)

    def on(self, day: date) -> bool:
        """Whether this is a member on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Gift:
    """A contribution, pledged or received."""

    giver: str
    unit: str
    left: int
    purpose: str
    since: date
    status: str
    """pledged, withdrawn, awaiting, received, refunded, reversed"""
    reference: str | None = None

    @property
    def lies_under(self) -> str:
        """C5: earmarked money waits until the earmark is accepted."""
        return AWAITING if self.status == "awaiting" else self.purpose

    @property
    def is_booked(self) -> bool:
        """Something of it stands in the books."""
        return self.status in {"awaiting", "received"}


@dataclass
class Measure:
    """What a version of a proposal asks for."""

    kind: str
    """spend, appoint, change-rules, lift-earmark"""
    given: Any
    requested: Counter[Where] = field(default_factory=Counter)
    destination: str = UNASSIGNED


@dataclass
class Proposal:
    """One proposal, and what its final decision gave it."""

    proposer: str
    measure: Measure
    status: str = "draft"
    version: int = 1
    interests: set[str] = field(default_factory=set)
    stated: bool = False
    decided: date = date.min
    """The day on which it was accepted (B2)."""
    decided_under: int = 0
    """Version of the rules then (A4)."""
    awarded: Counter[Where] = field(default_factory=Counter)
    freed: Counter[Where] = field(default_factory=Counter)


@dataclass
class Assembly:
    """What minutes say (R9)."""

    began: datetime
    ended: datetime
    attendance: int
    there: set[str] | None
    """Members, where a list was kept."""
    entry_until: date | None
    recorder: str = ""
    """Who wrote them down."""


@dataclass
class Objection:
    """What an elector objects to an item (R8)."""

    label: str
    elector: str
    raised: datetime
    state: str = "pending"
    """pending, upheld, dismissed, or over: lapsed, or its item or round annulled."""


@dataclass
class Round:
    """One decision round; the fields from `rules` on are frozen at its opening (R1)."""

    ballot_type: str
    items: dict[str, str]
    """Label → proposal."""
    budget: Counter[Where]
    closes: datetime
    status: str = "drafted"
    rule: Any = None
    """As declared; None: the one of the ballot type."""
    bounds: Any = None
    recused: set[str] = field(default_factory=set)
    recused_later: set[str] = field(default_factory=set)
    """Round tokens of electors who were recused while it was open (R3)."""
    overtaken: bool = False
    """By such a recusal: the show of hands is to be entered anew."""
    rules: Any = None
    rules_version: int = 0
    costs: dict[str, Counter[Where]] = field(default_factory=dict)
    electors: set[str] = field(default_factory=set)
    """Round tokens."""
    ballots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The latest of each elector (V3)."""
    points: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Given in it."""
    ballots_cast: int = 0
    counting: datetime | None = None
    opened: datetime | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    """Member → round token."""
    present: int = 0
    """Electors at a show of hands (R9)."""
    hands: Counter[str] = field(default_factory=Counter)
    raised_by: set[str] = field(default_factory=set)
    """Their round tokens."""
    entered: bool = False
    counted: datetime | None = None
    result: Any = None
    objections: list[Objection] = field(default_factory=list)
    annulled: set[str] = field(default_factory=set)
    """Labels of items to which an objection was upheld (R8)."""
    suspended: set[str] = field(default_factory=set)
    """Labels of items of a final round that are not final (R8)."""

    def holds(self) -> Counter[Where]:
        """R1, R8: the whole budget until it is final, then what suspended items cost that were accepted."""
        if self.status in RESERVING:
            return Counter(self.budget)
        kept: Counter[Where] = Counter()
        for label in self.suspended:
            if label in self.result.accepted:
                kept.update(self.costs[label])
        return kept


@dataclass
class Payment:
    """One disbursement."""

    proposal: str
    tranche: int
    where: Where
    amount: int
    payee: str
    status: str = "authorised"
    signers: dict[str, str] = field(default_factory=dict)
    """Person → the office in which they signed off."""
    sent: date = date.min


@dataclass
class LocalAccount:
    """A local account with the association that manages it."""

    name: str

    partition: str
    opened: date
    tier: str
    rules: Any = None
    """As the founding or the decision gave them; None until the founding."""
    rules_version: int = 0
    rules_since: list[tuple[datetime, int, Any]] = field(default_factory=list)
    """When each version came into force, oldest first."""
    minutes: dict[str, Assembly] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)
    """Office → member."""
    members: dict[str, Member] = field(default_factory=dict)
    purposes: set[str] = field(default_factory=lambda: {UNRESTRICTED})
    givers: set[str] = field(default_factory=set)
    parties: dict[str, str] = field(default_factory=dict)
    """Payees and beneficiaries: token → kind."""
    references: set[str] = field(default_factory=set)
    gifts: dict[str, Gift] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    moved: Counter[Where] = field(default_factory=Counter)
    """What decisions to lift an earmark took from one purpose and gave to another (L5)."""

    # Figures

    def lying(self) -> Counter[Where]:
        """All that came in and did not go back, by unit and purpose."""
        lying = Counter(self.moved)
        for gift in self.gifts.values():
            if gift.is_booked:
                lying[gift.unit, gift.lies_under] += gift.left
        return lying

    def reserved_by_rounds(self) -> Counter[Where]:
        """R1: the budgets of rounds that are not final, and what is suspended of those that are."""
        reserved: Counter[Where] = Counter()
        for round_ in self.rounds.values():
            reserved.update(round_.holds())
        return reserved

    def assigned(self, proposal: str) -> Counter[Where]:
        """What a decision gave and did not get back (B6)."""
        decided = self.proposals[proposal]
        return _less(decided.awarded, decided.freed)

    def held(self, proposal: str) -> Counter[Where]:
        """What is reserved for a decision: assigned to it and not paid out."""
        return _less(self.assigned(proposal), self._payments(proposal, OUT))

    def left_to_authorise(self, proposal: str) -> Counter[Where]:
        """B1: assigned to a decision, neither paid out nor to be paid."""
        return _less(self.assigned(proposal), self._payments(proposal, (*OUT, *UNSENT)))

    def available(self, unit: str, purpose: str) -> int:
        """L2: all that lies there less what rounds hold and what decisions gave away, paid or not."""
        where = unit, purpose
        given = sum(self.assigned(proposal)[where] for proposal in self.proposals)
        return self.lying()[where] - self.reserved_by_rounds()[where] - given

    def balances(self) -> dict[tuple[str, str, str], tuple[int, int, int]]:
        """Received, reserved and paid by unit, purpose and destination, where any is not zero."""
        received: Counter[tuple[str, str, str]] = Counter()
        reserved: Counter[tuple[str, str, str]] = Counter()
        paid: Counter[tuple[str, str, str]] = Counter()
        for where, amount in self.lying().items():
            received[*where, UNASSIGNED] += amount
        for where, amount in self.reserved_by_rounds().items():
            reserved[*where, UNASSIGNED] += amount
        for name, proposal in self.proposals.items():
            for where, amount in self.assigned(name).items():
                received[*where, UNASSIGNED] -= amount
                received[*where, proposal.measure.destination] += amount
                reserved[*where, proposal.measure.destination] += self.held(name)[where]
                paid[*where, proposal.measure.destination] += self._payments(name, OUT)[where]
        figures = {at: (received[at], reserved[at], paid[at]) for at in {*received, *reserved, *paid}}
        return {at: triple for at, triple in figures.items() if any(triple)}

    def _payments(self, proposal: str, statuses: tuple[str, ...]) -> Counter[Where]:
        sums: Counter[Where] = Counter()
        for payment in self.payments.values():
            if payment.proposal == proposal and payment.status in statuses:
                sums[payment.where] += payment.amount
        return sums

    # Rules that several commands share

    def spending_refusals(self, unit: str, purpose: str) -> list[str]:
        """L2: a shortfall blocks spending from its purpose."""
        return ["purpose-in-shortfall"] if self.available(unit, purpose) < 0 else []

    def lacking(self, unit: str, purpose: str, amount: int) -> list[str]:
        """L2: no decision or payment makes what is available negative."""
        return ["not-enough-available"] if amount > self.available(unit, purpose) else []

    def office_refusals(self) -> list[str]:
        """A3: treasurer, second signatory and auditor are three people."""
        offices = {"treasurer", "second-signatory", "auditor"}
        complete = self.officers.keys() == offices and len(set(self.officers.values())) == 3
        return [] if complete else ["offices-incomplete"]

    def membership_refusals(self, member: str) -> list[str]:
        """M1: somebody who is known here and has not left."""
        if member not in self.members:
            return ["unknown-member"]
        return ["member-has-left"] if self.members[member].until is not None else []


def _less(more: Counter[Where], less: Counter[Where]) -> Counter[Where]:
    """Subtraction that keeps what is zero or below, unlike a counter's own."""
    left = Counter(more)
    left.subtract(less)
    return left
