"""How commands look at bookings, at counts, and at the members who count and confirm."""

from collections.abc import Iterable
from datetime import date

from ledger.accounts.state import Account, MemberRecord, member_mark
from ledger.bookings.refusals import (
    ConfirmerNoMember,
    ConfirmersMissing,
    CountersNotTwo,
    UnknownBooking,
    UnknownCount,
)
from ledger.bookings.state import BookingRecord, Counters, CountRecord, booking_mark, count_mark
from ledger.command import Context, Seen
from ledger.identifiers import AccountId, BookingId, CountId, Mark, MemberToken, PlaceId, PurposeId
from ledger.money import checked


def known_booking(seen: Seen, account: AccountId, booking: BookingId) -> BookingRecord:
    """What is remembered of a booking. Raises UnknownBooking."""
    record = seen.mark(booking_mark(account, booking), BookingRecord)
    if record is None:
        raise UnknownBooking
    return record


def known_count(seen: Seen, account: AccountId, count: CountId) -> CountRecord:
    """What is remembered of a count. Raises UnknownCount."""
    record = seen.mark(count_mark(account, count), CountRecord)
    if record is None:
        raise UnknownCount
    return record


def member_marks(account: AccountId, members: Iterable[MemberToken]) -> tuple[Mark, ...]:
    """What is read to know whether these are members."""
    return tuple(member_mark(account, member) for member in members)


def counters(
    seen: Seen, account: AccountId, given: tuple[MemberToken, ...], day: date, context: Context
) -> Counters:
    """The two who counted. Raises CountersNotTwo or ConfirmerNoMember (L12, C6)."""
    if not _are_two_others(given, context):
        raise CountersNotTwo
    return _members(seen, account, given, day)


def confirmers(
    seen: Seen, account: AccountId, given: tuple[MemberToken, ...], day: date, context: Context
) -> Counters:
    """The two who confirm. Raises ConfirmersMissing or ConfirmerNoMember (L2)."""
    if not _are_two_others(given, context):
        raise ConfirmersMissing
    return _members(seen, account, given, day)


def require_room(
    account: Account, unit: str, purpose: PurposeId, place: PlaceId | None, change_minor: int
) -> None:
    """No sum leaves 64 bits, up or down: a loss is not bounded by what there was. Raises AmountTooLarge (L4)."""
    checked(account.ever_received(unit) + max(change_minor, 0))
    checked(account.available(unit, purpose) + change_minor)
    if place is not None:
        checked(account.lying.get((place, unit), 0) + change_minor)


def _are_two_others(given: tuple[MemberToken, ...], context: Context) -> bool:
    return len(given) == 2 and len({*given, context.actor}) == 3


def _members(seen: Seen, account: AccountId, given: tuple[MemberToken, ...], day: date) -> Counters:
    for member in given:
        record = seen.mark(member_mark(account, member), MemberRecord)
        if record is None or not record.on(day):
            raise ConfirmerNoMember
    return given[0], given[1]
