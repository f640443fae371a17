"""Counting what lies at a place, and booking the difference between that and what the books said."""

from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.bookings.booking import is_within_ceiling
from ledger.bookings.events import PlaceCounted, StandingEntryBooked
from ledger.bookings.look import counters, known_count, member_marks, require_room
from ledger.bookings.refusals import BankIsNotCounted, CountAgrees, DifferenceBooked
from ledger.bookings.state import BookingKind, count_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.refusals import NotMoney
from ledger.identifiers import UNRESTRICTED, BookingId, CountId, MemberToken, PaperId, PlaceId, PurposeId
from ledger.money import to_counted
from ledger.papers.look import filed, paper_marks
from ledger.places.look import open_place
from ledger.places.state import PlaceKind
from ledger.units import is_money


class CountPlace(AccountCommand, frozen=True, kw_only=True):
    """Record what two members found at a place at the end of a day; no balance changes (L12)."""

    place: PlaceId
    unit: str
    counted: str
    """Decimal string: what lay there; "0" where nothing did."""
    counted_by: tuple[MemberToken, ...]
    """Two members who counted together, neither of whom records it."""
    scan: PaperId | None = None
    """The file of the slip on which the two signed, which was filed before."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        members, papers = (
            member_marks(self.account, self.counted_by),
            paper_marks(self.account, self.scan),
        )
        return Reads(streams=(self.account,), marks=(*members, *papers))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        counted_minor = to_counted(self.counted, self.unit)
        if not is_money(self.unit):
            raise NotMoney(unit=self.unit)
        if open_place(account, self.place).kind is PlaceKind.BANK_ACCOUNT:
            raise BankIsNotCounted
        effective = effective_in(account, self.effective, context)
        counted_by = counters(seen, self.account, self.counted_by, effective, context)
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        count = CountId(context.fresh("count"))
        yield Fact(
            self.account,
            PlaceCounted(
                count=count,
                place=self.place,
                unit=self.unit,
                counted_minor=counted_minor,
                counted_by=counted_by,
                scan=self.scan,
                effective=effective,
            ),
        )
        return count


class BookCountedDifference(AccountCommand, frozen=True, kw_only=True):
    """Book the difference that a count found, on the day of the count, so that the two agree (L13).

    The count is its evidence. More than the ceiling that is missing is a mishap, which those who counted confirm.
    """

    count: CountId
    booked: str
    """Decimal string: what the books said of that day, as the count is shown; it may be less than nothing."""
    purpose: PurposeId = UNRESTRICTED

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(count_mark(self.account, self.count),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = known_count(seen, self.account, self.count)
        if record.booking is not None:
            raise DifferenceBooked
        place, unit = record.place, record.unit
        open_place(account, place)
        difference = record.counted_minor - to_counted(self.booked, unit, below_zero=True)
        if not difference:
            raise CountAgrees
        purpose = known_purpose(account, self.purpose)
        kind = BookingKind.COUNTED_MORE if difference > 0 else BookingKind.COUNTED_LESS
        require_room(account, unit, purpose, place, difference)
        standing = is_within_ceiling(account, kind, unit, abs(difference))
        event = StandingEntryBooked(
            booking=BookingId(context.fresh("booking")),
            booking_kind=kind,
            unit=unit,
            purpose=purpose,
            amount_minor=abs(difference),
            place=place,
            count=self.count,
            effective=record.effective,
        )
        yield Fact(self.account, event if standing else event.as_mishap())
        return event.booking
