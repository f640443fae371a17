"""Members come, go, are suspended and reinstated, and come of age."""

from datetime import date

from ledger.accounts.look import effective_in, founded, person
from ledger.accounts.state import member_mark
from ledger.associations.events import (
    MemberCameOfAge,
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    OfficeVacated,
)
from ledger.associations.membership import current_member, day_of_membership
from ledger.associations.refusals import AlreadyOfAge, AlreadySuspended, NotSuspended
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import MemberToken


class EnrolMember(AccountCommand, frozen=True, kw_only=True):
    """Somebody is a member from a date (M1). Who it is stands in the people store alone."""

    name: str | None = None
    contact: str | None = None
    of_age: bool = True
    """Whether the minimum age of the rules is reached, so that no birth date needs to be kept (M3)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        effective = effective_in(account, self.effective, context)
        member = MemberToken(context.fresh("member"))
        if self.name is not None or self.contact is not None:
            yield person(member, self.name, self.contact)
        yield Fact(self.account, MemberEnrolled(member=member, effective=effective, of_age=self.of_age))
        return member


class _OfOneMember(AccountCommand, frozen=True, kw_only=True):
    """What the commands about one membership read."""

    member: MemberToken
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(member_mark(self.account, self.member),))


class LeaveMember(_OfOneMember, frozen=True, kw_only=True):
    """Somebody is no longer a member, from this date on (M1); their offices fall vacant (A3)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = current_member(seen, self.account, self.member)
        effective = day_of_membership(record, self.effective, context)
        yield Fact(self.account, MemberLeft(member=self.member, effective=effective))
        for office in account.offices_of(self.member):
            vacated = OfficeVacated(office=office, member=self.member, effective=effective)
            yield Fact(self.account, vacated)
        return self.member


class SuspendMember(_OfOneMember, frozen=True, kw_only=True):
    """A member is no elector of rounds that open until reinstated (M3)."""

    reason: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record = current_member(seen, self.account, self.member)
        if record.suspended:
            raise AlreadySuspended
        effective = day_of_membership(record, self.effective, context)
        reason = context.paper(self.reason)
        yield reason
        suspended = MemberSuspended(member=self.member, reason=reason.seal, effective=effective)
        yield Fact(self.account, suspended)
        return self.member


class ReinstateMember(_OfOneMember, frozen=True, kw_only=True):
    """A suspension ends (M3)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record = current_member(seen, self.account, self.member)
        if not record.suspended:
            raise NotSuspended
        effective = day_of_membership(record, self.effective, context)
        yield Fact(self.account, MemberReinstated(member=self.member, effective=effective))
        return self.member


class DeclareOfAge(_OfOneMember, frozen=True, kw_only=True):
    """A member reached the minimum age of the rules (M3)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record = current_member(seen, self.account, self.member)
        if record.of_age:
            raise AlreadyOfAge
        effective = day_of_membership(record, self.effective, context)
        yield Fact(self.account, MemberCameOfAge(member=self.member, effective=effective))
        return self.member
