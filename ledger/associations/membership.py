"""How commands look at a membership."""

from datetime import date

from ledger.accounts.state import MemberRecord, member_mark
from ledger.associations.refusals import DateBeforeMembership, MemberHasLeft, UnknownMember
from ledger.command import Context, Seen, effective_date
from ledger.identifiers import AccountId, MemberToken


def current_member(seen: Seen, account: AccountId, member: MemberToken) -> MemberRecord:
    """The membership of somebody who has not left. Raises UnknownMember or MemberHasLeft (M1)."""
    record = seen.mark(member_mark(account, member), MemberRecord)
    if record is None:
        raise UnknownMember
    if record.until is not None:
        raise MemberHasLeft(until=record.until.isoformat())
    return record


def day_of_membership(record: MemberRecord, given: date | None, context: Context) -> date:
    """The effective date given, or today's. Raises DateInFuture or DateBeforeMembership (M1, L10)."""
    day = effective_date(given, context)
    if day < record.since:
        raise DateBeforeMembership(since=record.since.isoformat())
    return day
