"""How commands look at minutes, and through them at the day on which an assembly met."""

from collections.abc import Collection, Mapping
from datetime import date

from ledger.accounts.state import MemberRecord, members_group
from ledger.command import Seen
from ledger.identifiers import AccountId, MemberToken, MinutesId, Stream, stream_of
from ledger.minutes.refusals import UnknownMinutes
from ledger.minutes.state import Minutes


def minutes_stream(account: AccountId, minutes: MinutesId) -> Stream:
    """What a command declares that looks at these minutes."""
    return stream_of(account, minutes)


def minutes_in(seen: Seen, account: AccountId, minutes_id: MinutesId) -> Minutes:
    """The minutes of an account. Raises UnknownMinutes, also for the id of something else."""
    # What is no id of minutes names a stream with another state, or none at all: it is not looked up.
    is_id = minutes_id.startswith("minutes-") and "/" not in minutes_id
    found = seen.find(minutes_stream(account, minutes_id), Minutes) if is_id else None
    if found is None:
        raise UnknownMinutes
    return found


def members_on(seen: Seen, account: AccountId, day: date) -> Mapping[MemberToken, MemberRecord]:
    """Who was a member on a day; the command declares the group of members (M1)."""
    beginning = members_group(account)
    return {
        MemberToken(mark.removeprefix(beginning)): record
        for mark, record in seen.group(beginning, MemberRecord).items()
        if record.on(day)
    }


def all_of(wanted: Collection[MemberToken], members: Collection[MemberToken]) -> bool:
    """Whether all of these are among the members."""
    return all(member in members for member in wanted)
