"""What happens to associations, their rules, members and officers."""

from collections.abc import Callable
from datetime import date

from ledger.accounts.state import Account, MemberRecord, member_mark
from ledger.associations.in_force import RulesInForce, beginning_of, rules_mark
from ledger.associations.messages import AccountOpening, TerritoryNaming
from ledger.associations.rules import AssociationKind, Office, Rules, Tier
from ledger.associations.state import Association
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    AccountId,
    AssociationId,
    Mark,
    MemberToken,
    MinutesId,
    ProposalId,
    Seal,
    Stream,
    TerritoryId,
    account_of,
)
from ledger.message import Sending


def place_mark(account: AccountId) -> Mark:
    """Commons: the partition where an account lies."""
    return Mark(f"place:{account}")


def vacated_mark(account: AccountId, office: Office) -> Mark:
    """Since when an office was last vacant (A3)."""
    return Mark(f"vacated:{account}:{office}")


def filled_mark(account: AccountId, minutes: MinutesId, office: Office) -> Mark:
    """Whom an assembly appointed to an office, by its minutes: these fill it once (A3)."""
    return Mark(f"filled:{account}:{minutes}:{office}")


class AssociationRegistered(Event, frozen=True, kw_only=True, tag="association-registered"):
    """Commons: an association has a name, a kind and a tier."""

    association_kind: AssociationKind
    tier: Tier
    name: Seal
    country: str
    """ISO 3166-1 alpha-2."""
    territory: TerritoryId | None = None
    """Where it is at home, unless that is entered later."""

    def apply(self, state: Association) -> None:
        state.kind, state.tier = self.association_kind, self.tier
        state.territory = self.territory


class AccountRegistered(Event, frozen=True, kw_only=True, tag="account-registered"):
    """Commons: the association gets its local account, placed in a partition (A1). A message opens it there."""

    account: AccountId
    partition: str
    opened: date
    association_kind: AssociationKind
    tier: Tier
    imported: bool = False
    """An imported season: the process that imports it opens the account, at the season's own time."""
    territory: TerritoryId | None = None

    def apply(self, state: Association) -> None:
        state.account = self.account

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(place_mark(self.account), self.partition)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        opening = AccountOpening(
            association_kind=self.association_kind,
            tier=self.tier,
            opened=self.opened,
            territory=self.territory,
        )
        return (Sending(self.account, opening, only_here=self.imported),)


class AssociationTerritoryNamed(Event, frozen=True, kw_only=True, tag="association-territory-named"):
    """Commons: the territory of an association that was registered without one."""

    territory: TerritoryId
    account: AccountId | None = None
    """The association's account, which is told; without one, it is told at its opening."""

    def apply(self, state: Association) -> None:
        state.territory = self.territory

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        if self.account is None:
            return ()
        return (Sending(self.account, TerritoryNaming(territory=self.territory)),)


class AssociationJoined(Event, frozen=True, kw_only=True, tag="association-joined"):
    """Commons: an association belongs to one of a wider tier, or from now on to another one."""

    upper: AssociationId

    def apply(self, state: Association) -> None:
        state.upper = self.upper


class LocalAccountOpened(Event, frozen=True, kw_only=True, tag="local-account-opened"):
    """The account exists in its partition; it waits for its association's founding."""

    association: AssociationId
    association_kind: AssociationKind
    tier: Tier
    opened: date
    territory: TerritoryId | None = None

    def apply(self, state: Account) -> None:
        state.association, state.tier, state.opened = self.association, self.tier, self.opened
        state.territory = self.territory


class AccountTerritoryNamed(Event, frozen=True, kw_only=True, tag="account-territory-named"):
    """The account knows now where its association is at home."""

    territory: TerritoryId

    def apply(self, state: Account) -> None:
        state.territory = self.territory


class AssociationFounded(Event, frozen=True, kw_only=True, tag="association-founded"):
    """The founding minutes: statutes' seal, first rules, two attesting members (A5); appointments follow."""

    statutes: Seal
    rules: Rules
    attesting: tuple[MemberToken, MemberToken]
    effective: date

    def apply(self, state: Account) -> None:
        state.rules, state.rules_version = self.rules, 1

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        first = RulesInForce(1, self.rules, beginning_of(self.effective))
        marks.put(rules_mark(account_of(stream), first.version), first)


class MemberEnrolled(Event, frozen=True, kw_only=True, tag="member-enrolled"):
    """Somebody is a member from a date (M1)."""

    member: MemberToken
    effective: date
    of_age: bool = True

    def apply(self, state: Account) -> None:
        state.members += 1

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = MemberRecord(since=self.effective, of_age=self.of_age)
        marks.put(member_mark(account_of(stream), self.member), record)


class MemberCameOfAge(Event, frozen=True, kw_only=True, tag="member-came-of-age"):
    """A member reached the rules' minimum age (M3)."""

    member: MemberToken
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _amend(
            marks, stream, self.member, lambda record: record.but(of_age=True, of_age_since=self.effective)
        )


class MemberLeft(Event, frozen=True, kw_only=True, tag="member-left"):
    """Somebody is no longer a member, from this date on (M1); past ballots stand (M5)."""

    member: MemberToken
    effective: date

    def apply(self, state: Account) -> None:
        state.members -= 1

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _amend(marks, stream, self.member, lambda record: record.but(until=self.effective))


class MemberSuspended(Event, frozen=True, kw_only=True, tag="member-suspended"):
    """A member is suspended: no elector of rounds that open meanwhile (M3)."""

    member: MemberToken
    reason: Seal
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _amend(marks, stream, self.member, lambda record: record.suspended_from(self.effective))


class MemberReinstated(Event, frozen=True, kw_only=True, tag="member-reinstated"):
    """A suspension ends."""

    member: MemberToken
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _amend(marks, stream, self.member, lambda record: record.reinstated_on(self.effective))


class OfficerAppointed(Event, frozen=True, kw_only=True, tag="officer-appointed"):
    """A member, or somebody lent, takes an office, by the founding, a decision or minutes (A3)."""

    office: Office
    member: MemberToken
    effective: date
    decision: ProposalId | None = None
    """The accepted proposal, where one decided it."""
    minutes: MinutesId | None = None
    """The minutes of the assembly that filled a vacant office; with neither, it was the founding."""
    lender: AccountId | None = None
    """Who lends the person, where the person is lent."""

    def apply(self, state: Account) -> None:
        state.officers[self.office] = self.member

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.minutes is not None:
            marks.put(filled_mark(account_of(stream), self.minutes, self.office), self.member)


class OfficeVacated(Event, frozen=True, kw_only=True, tag="office-vacated"):
    """An office falls vacant; until it is filled no money leaves (A3)."""

    office: Office
    member: MemberToken
    effective: date

    def apply(self, state: Account) -> None:
        state.officers.pop(self.office, None)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(vacated_mark(account_of(stream), self.office), self.effective)


class RulesChanged(Event, frozen=True, kw_only=True, tag="rules-changed"):
    """A new version of the rules, for later rounds only (A4)."""

    version: int
    rules: Rules
    decision: ProposalId
    since_us: int = 0
    """The moment from which they are in force: an assembly that met before it was held under those before (R9)."""

    def apply(self, state: Account) -> None:
        state.rules, state.rules_version = self.rules, self.version

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        changed = RulesInForce(self.version, self.rules, self.since_us)
        marks.put(rules_mark(account_of(stream), self.version), changed)


def _amend(
    marks: Marks, stream: Stream, member: MemberToken, change: Callable[[MemberRecord], MemberRecord]
) -> None:
    mark = member_mark(account_of(stream), member)
    record = marks.get(mark, MemberRecord)
    assert record is not None, "a member is enrolled before anything else happens to the membership"
    marks.put(mark, change(record))
