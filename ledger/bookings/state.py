"""What is remembered of bookings and of counts: marks, so that an account's state does not grow with them."""

from datetime import date
from enum import StrEnum

import msgspec

from ledger.identifiers import (
    AccountId,
    BookingId,
    CountId,
    KeyedHash,
    Mark,
    MemberToken,
    PlaceId,
    PurposeId,
)

Counters = tuple[MemberToken, MemberToken]
"""Two members who saw it, neither of whom records it."""


class BookingKind(StrEnum):
    """What happened to the money without anybody giving it or being paid (L2, L13)."""

    OPENING_BALANCE = "opening-balance"
    """What the association had before its account was opened here."""
    INTEREST = "interest"
    BANK_FEE = "bank-fee"
    COUNTED_MORE = "counted-more"
    COUNTED_LESS = "counted-less"
    THEFT = "theft"
    LOSS = "loss"

    @property
    def sign(self) -> int:
        """Whether there is more or less money by it."""
        return 1 if self in _BRINGING else -1

    @property
    def is_standing(self) -> bool:
        """Whether a standing rule of the association may allow it up to a ceiling; no rule allows a theft (L13)."""
        return self not in _MISHAPS

    @property
    def is_difference(self) -> bool:
        """Whether a count found it."""
        return self in (BookingKind.COUNTED_MORE, BookingKind.COUNTED_LESS)


_BRINGING = (BookingKind.OPENING_BALANCE, BookingKind.INTEREST, BookingKind.COUNTED_MORE)
_MISHAPS = (BookingKind.THEFT, BookingKind.LOSS)


class BookingRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value of a booking's mark: all that its correction puts back (L6)."""

    kind: BookingKind
    unit: str
    purpose: PurposeId
    amount_minor: int
    effective: date
    place: PlaceId | None = None
    reference: KeyedHash | None = None
    """Of its bank line, freed by a correction (C2, L6)."""
    count: CountId | None = None
    """The count that found it, which a correction frees for another booking."""
    corrected: bool = False


class CountRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value of a count's mark."""

    place: PlaceId
    unit: str
    counted_minor: int
    counted_by: Counters
    effective: date
    booking: BookingId | None = None
    """Which booked the difference, unless that was corrected since."""


def booking_mark(account: AccountId, booking: BookingId) -> Mark:
    """Where a booking is kept."""
    return Mark(f"booking:{account}:{booking}")


def count_mark(account: AccountId, count: CountId) -> Mark:
    """Where a count is kept."""
    return Mark(f"count:{account}:{count}")
