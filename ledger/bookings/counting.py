"""Counting what lies at a place, and booking the difference between that and what the books said."""

from datetime import date
from typing import Any

import msgspec

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.bookings.booking import is_within_ceiling
from ledger.bookings.events import PlaceCounted, StandingEntryBooked
from ledger.bookings.look import counters, known_count, member_marks, require_room
from ledger.bookings.refusals import BankIsNotCounted, BooksSayOtherwise, CountAgrees, DifferenceBooked
from ledger.bookings.state import BookingKind, CountRecord, count_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.context import day_of
from ledger.contributions.refusals import NotMoney
from ledger.identifiers import (
    UNRESTRICTED,
    BookingId,
    CountId,
    MemberToken,
    PaperId,
    PlaceId,
    PurposeId,
    stream_of,
)
from ledger.money import to_counted, to_decimal
from ledger.papers.look import filed, paper_marks
from ledger.places.laying import laid_at
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


class BooksThen(msgspec.Struct, frozen=True):
    """What the books say of the place and day of a count, as far as they were read before the command's turn."""

    lying_minor: int = 0
    version: int = 0
    """Up to here the account's stream was read."""


class BookCountedDifference(AccountCommand, frozen=True, kw_only=True):
    """Book the difference that a count found, on the day of the count, so that the two agree (L13).

    The count is its evidence. More than the ceiling that is missing is a mishap, which those who counted confirm.
    """

    count: CountId
    booked: str
    """Decimal string: what the books say of that day, as the count is shown; it may be less than nothing."""
    purpose: PurposeId = UNRESTRICTED
    books: BooksThen = BooksThen()
    """Gathered, not given."""

    def gather(self, log: Log) -> Any:
        record = log.mark(count_mark(self.account, self.count), CountRecord)
        lying_minor = version = 0
        for recorded in log.read(stream_of(self.account)) if record else ():
            version = recorded.version
            day = getattr(recorded.event, "effective", None) or day_of(recorded.envelope.recorded_us)
            if record is not None and day <= record.effective:
                lying_minor += laid_at(recorded.event, record.place, record.unit)
        return msgspec.structs.replace(self, books=BooksThen(lying_minor, version))

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(count_mark(self.account, self.count),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = known_count(seen, self.account, self.count)
        if record.booking is not None:
            raise DifferenceBooked
        place, unit = record.place, record.unit
        open_place(account, place)
        booked_minor = to_counted(self.booked, unit, below_zero=True)
        difference = record.counted_minor - booked_minor
        if not difference:
            raise CountAgrees
        self._require_booked(seen, record, booked_minor, context)
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

    def _require_booked(self, seen: Seen, record: CountRecord, booked_minor: int, context: Context) -> None:
        """The figure is what the books say now: else one difference, counted twice, would be booked twice.

        Raises BooksSayOtherwise.
        """
        lying_minor = self.books.lying_minor
        for event in seen.since(self.account, self.books.version):
            day: date = getattr(event, "effective", None) or recorded_date(context)
            if day <= record.effective:
                lying_minor += laid_at(event, record.place, record.unit)
        if lying_minor != booked_minor:
            raise BooksSayOtherwise(
                booked=to_decimal(lying_minor, record.unit),
                unit=record.unit,
                day=record.effective.isoformat(),
            )
