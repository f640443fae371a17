"""Booking what happened to money without a gift or a payment, and correcting such a booking."""

from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.accounts.state import Account
from ledger.bookings.events import EntryCorrected, StandingEntryBooked
from ledger.bookings.look import confirmers, known_booking, member_marks, require_room
from ledger.bookings.refusals import (
    AboveCeiling,
    BookingUnproved,
    ConfirmersNotNeeded,
    CorrectedAlready,
    DateBeforeBooking,
    DifferenceWithoutCount,
    NoStandingRule,
)
from ledger.bookings.state import BookingKind, booking_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen, effective_date
from ledger.contributions.refusals import NotMoney, ReferenceAlreadyBooked
from ledger.contributions.state import hash_of_reference, reference_mark
from ledger.identifiers import (
    UNRESTRICTED,
    BookingId,
    KeyedHash,
    Mark,
    MemberToken,
    PaperId,
    PlaceId,
    PurposeId,
)
from ledger.money import to_decimal, to_minor
from ledger.papers.look import filed, paper_marks
from ledger.places.look import put_back, where_to
from ledger.units import is_money


def is_within_ceiling(account: Account, kind: BookingKind, unit: str, amount_minor: int) -> bool:
    """Whether a standing rule covers it. Raises AboveCeiling or NoStandingRule for what brings money in (L13).

    What takes money away has happened, whatever the rules say, and is booked as a mishap where they do not cover it.
    """
    assert account.rules is not None, "a founded association has rules"
    ceiling = account.rules.standing_ceiling(kind, unit)
    if amount_minor <= ceiling or kind.sign < 0:
        return amount_minor <= ceiling
    if ceiling:
        raise AboveCeiling(kind=kind.value, ceiling=to_decimal(ceiling, unit), unit=unit)
    raise NoStandingRule(kind=kind.value, unit=unit)


class BookEntry(AccountCommand, frozen=True, kw_only=True):
    """Book an opening balance, interest, a bank fee, a theft or a loss, with what shows it (L2, L13).

    Within the ceiling of a standing rule it is a standing entry. Money that went otherwise is a mishap, which two
    members confirm, and which may leave its purpose in shortfall.
    """

    kind: BookingKind
    unit: str
    amount: str
    purpose: PurposeId = UNRESTRICTED
    place: PlaceId | None = None
    """Where the money came to lie, or lay; the unit's main place unless given (L12)."""
    reference: str | None = None
    """What names this entry outside, such as the line of a bank statement (C2)."""
    evidence: str | None = None
    """What shows it, in words."""
    scan: PaperId | None = None
    """The file that shows it, which was filed before."""
    confirmed_by: tuple[MemberToken, ...] = ()
    """Of a mishap, two members who saw it, neither of whom records it."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        keyed = self._keyed(context)
        marks: tuple[Mark, ...] = () if keyed is None else (reference_mark(keyed),)
        members, papers = (
            member_marks(self.account, self.confirmed_by),
            paper_marks(self.account, self.scan),
        )
        return Reads(streams=(self.account,), marks=(*marks, *members, *papers))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        if not is_money(self.unit):
            raise NotMoney(unit=self.unit)
        if self.kind.is_difference:
            raise DifferenceWithoutCount
        purpose = known_purpose(account, self.purpose)
        effective = effective_in(account, self.effective, context)
        place = where_to(account, self.place, self.unit)
        standing = is_within_ceiling(account, self.kind, self.unit, amount_minor)
        if standing and self.confirmed_by:
            raise ConfirmersNotNeeded
        two = None if standing else confirmers(seen, self.account, self.confirmed_by, effective, context)
        require_room(account, self.unit, purpose, place, self.kind.sign * amount_minor)
        keyed = self._keyed(context)
        if self.reference is None and self.evidence is None and self.scan is None:
            raise BookingUnproved
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        if self.reference is not None and keyed is not None:
            reference = context.reference(self.reference)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        evidence = None if self.evidence is None else context.paper(self.evidence)
        if evidence is not None:
            yield evidence
        event = StandingEntryBooked(
            booking=BookingId(context.fresh("booking")),
            booking_kind=self.kind,
            unit=self.unit,
            purpose=purpose,
            amount_minor=amount_minor,
            place=place,
            reference=keyed,
            evidence=None if evidence is None else evidence.seal,
            scan=self.scan,
            effective=effective,
        )
        yield Fact(self.account, event if two is None else event.as_mishap(two))
        return event.booking

    def _keyed(self, context: Context) -> KeyedHash | None:
        return None if self.reference is None else hash_of_reference(self.account, self.reference, context)


class CorrectEntry(AccountCommand, frozen=True, kw_only=True):
    """A booking was a mistake, or what was stolen or lost came back: put back all that it did (L6).

    Its reference, and the count that found it, are then free for the booking that is right.
    """

    booking: BookingId
    reason: str
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(booking_mark(self.account, self.booking),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = known_booking(seen, self.account, self.booking)
        if record.corrected:
            raise CorrectedAlready
        effective = effective_date(self.effective, context)
        if effective < record.effective:
            raise DateBeforeBooking(since=record.effective.isoformat())
        change_minor = -record.kind.sign * record.amount_minor
        place = put_back(account, record.place, record.unit, change_minor)
        require_room(account, record.unit, record.purpose, place, change_minor)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.account,
            EntryCorrected(
                booking=self.booking,
                booking_kind=record.kind,
                unit=record.unit,
                purpose=record.purpose,
                amount_minor=record.amount_minor,
                place=place,
                reason=reason.seal,
                effective=effective,
            ),
        )
        return self.booking
