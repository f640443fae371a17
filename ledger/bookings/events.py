"""What happens to money without a gift or a payment, and what counts find; in the account's own stream."""

from datetime import date

import msgspec

from ledger.accounts.state import Account
from ledger.bookings.state import (
    BookingKind,
    BookingRecord,
    Counters,
    CountRecord,
    booking_mark,
    count_mark,
)
from ledger.contributions.state import reference_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    BookingId,
    CountId,
    KeyedHash,
    PaperId,
    PlaceId,
    PurposeId,
    Seal,
    Stream,
    account_of,
)


class _Booked(Event, frozen=True, kw_only=True):
    """What every booking says. A fee is paid; whatever else goes is less of what was received, as with goods."""

    makes = "booking"

    booking: BookingId
    booking_kind: BookingKind
    unit: str
    purpose: PurposeId
    amount_minor: int
    """By how much; its kind says in which direction."""
    place: PlaceId | None = None
    """Where the money came to lie, or lay (L12)."""
    reference: KeyedHash | None = None
    """Of the outside reference, such as a bank line (C2)."""
    evidence: Seal | None = None
    """What shows it, in words."""
    scan: PaperId | None = None
    """The file that shows it, such as a photo of a slip."""
    count: CountId | None = None
    """Which found the difference."""
    effective: date

    @property
    def change_minor(self) -> int:
        """What there is more by it; negative where it is less."""
        return self.booking_kind.sign * self.amount_minor

    def apply(self, state: Account) -> None:
        totals = state.at(self.unit, self.purpose)
        if self.booking_kind is BookingKind.BANK_FEE:
            totals.paid += self.amount_minor
        else:
            totals.received += self.change_minor
        state.lay(self.place, self.unit, self.change_minor)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        record = BookingRecord(
            kind=self.booking_kind,
            unit=self.unit,
            purpose=self.purpose,
            amount_minor=self.amount_minor,
            effective=self.effective,
            place=self.place,
            reference=self.reference,
            count=self.count,
        )
        marks.point(booking_mark(account, self.booking), record)
        if self.reference is not None:
            marks.point(reference_mark(self.reference), self.booking)
        if self.count is not None:
            _amend_count(marks, stream, self.count, self.booking)


class StandingEntryBooked(_Booked, frozen=True, kw_only=True, tag="standing-entry-booked"):
    """Booked under a standing rule, within its ceiling: opening balance, fee, interest, counted difference (L13)."""

    def as_mishap(self, confirmed_by: Counters | None = None) -> "MishapBooked":
        """The same where no standing rule covers it."""
        return MishapBooked(confirmed_by=confirmed_by, **msgspec.structs.asdict(self))


class MishapBooked(_Booked, frozen=True, kw_only=True, tag="mishap-booked"):
    """A fact that cannot be refused, and that no standing rule covers: a theft, a loss, a fee above its ceiling (L2).

    The purpose may fall into shortfall by it, which blocks spending from there until it is covered.
    """

    confirmed_by: Counters | None = None
    """Two members; of a counted difference, the two who counted confirm it."""


class EntryCorrected(Event, frozen=True, kw_only=True, tag="entry-corrected"):
    """A booking was a mistake, or what was stolen or lost came back: all that it did is put back (L6).

    Its reference is free for one booking, and so is the count that found the difference.
    """

    booking: BookingId
    booking_kind: BookingKind
    unit: str
    purpose: PurposeId
    amount_minor: int
    """As it was booked."""
    place: PlaceId | None = None
    """Where it was booked to lie (L12)."""
    reason: Seal
    effective: date

    def apply(self, state: Account) -> None:
        totals, change = state.at(self.unit, self.purpose), self.booking_kind.sign * self.amount_minor
        if self.booking_kind is BookingKind.BANK_FEE:
            totals.paid -= self.amount_minor
        else:
            totals.received -= change
        state.lay(self.place, self.unit, -change)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        mark = booking_mark(account_of(stream), self.booking)
        record = marks.get(mark, BookingRecord)
        assert record is not None, "what is corrected was booked"
        marks.put(mark, msgspec.structs.replace(record, corrected=True))
        if record.reference is not None:
            marks.put(reference_mark(record.reference), None)
        if record.count is not None:
            _amend_count(marks, stream, record.count, None)


class PlaceCounted(Event, frozen=True, kw_only=True, tag="place-counted"):
    """Two members counted what lies at a place, at the end of a day; no balance changes (L12)."""

    makes = "count"

    count: CountId
    place: PlaceId
    unit: str
    counted_minor: int
    counted_by: Counters
    scan: PaperId | None = None
    """Of the slip on which the two signed."""
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = CountRecord(
            place=self.place,
            unit=self.unit,
            counted_minor=self.counted_minor,
            counted_by=self.counted_by,
            effective=self.effective,
        )
        marks.point(count_mark(account_of(stream), self.count), record)


def _amend_count(marks: Marks, stream: Stream, count: CountId, booking: BookingId | None) -> None:
    """Leave a count's mark with what booked its difference."""
    mark = count_mark(account_of(stream), count)
    record = marks.get(mark, CountRecord)
    assert record is not None, "a difference is found by a count"
    marks.put(mark, msgspec.structs.replace(record, booking=booking))
