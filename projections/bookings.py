"""Bookings: what happened to money without a gift or a payment; and what two members counted at a place (L12, L13)."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.bookings.events import EntryCorrected, MishapBooked, PlaceCounted, StandingEntryBooked
from ledger.bookings.state import BookingKind
from ledger.event import Recorded
from ledger.identifiers import (
    AccountId,
    BookingId,
    CountId,
    MemberToken,
    PaperId,
    PlaceId,
    PurposeId,
    Seal,
    account_of,
)
from projections.base import Database, Table, View, fetch

BOOKINGS = Table(
    "bookings",
    "account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, standing INTEGER NOT NULL, unit TEXT NOT NULL, "
    "purpose TEXT NOT NULL, amount_minor INTEGER NOT NULL, place TEXT, count_id TEXT, first_confirmer TEXT, "
    "second_confirmer TEXT, evidence TEXT, scan TEXT, referenced INTEGER NOT NULL, effective TEXT NOT NULL, "
    "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, corrected TEXT, correction_reason TEXT, "
    "PRIMARY KEY (account, id)",
    indexes={"bookings_by_position": "account, position"},
)
COUNTS = Table(
    "counts",
    "account TEXT NOT NULL, id TEXT NOT NULL, place TEXT NOT NULL, unit TEXT NOT NULL, "
    "counted_minor INTEGER NOT NULL, first_counter TEXT NOT NULL, second_counter TEXT NOT NULL, scan TEXT, "
    "booking TEXT, effective TEXT NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
    "PRIMARY KEY (account, id)",
    indexes={"counts_by_position": "account, position"},
)


class Bookings(View):
    """One row per booking, which only its correction changes (L6), and one per count."""

    name = "bookings"
    tables = (BOOKINGS, COUNTS)
    reacts_to = frozenset({EntryCorrected, MishapBooked, PlaceCounted, StandingEntryBooked})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        match event:
            case StandingEntryBooked() | MishapBooked():
                _booked(recorded, event, db)
            case EntryCorrected():
                db.execute(
                    "UPDATE bookings SET corrected = ?, correction_reason = ? WHERE account = ? AND id = ?",
                    (event.effective.isoformat(), event.reason, account, event.booking),
                )
                db.execute(
                    "UPDATE counts SET booking = NULL WHERE account = ? AND booking = ?",
                    (account, event.booking),
                )
            case PlaceCounted():
                found = event.place, event.unit, event.counted_minor, *event.counted_by, event.scan, None
                here = event.effective.isoformat(), recorded.envelope.recorded_us, recorded.position
                db.insert(COUNTS.name, [(account, event.count, *found, *here)])
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and id."""
        query = "SELECT account, id, amount_minor, corrected FROM bookings ORDER BY account, id"
        for account, own, amount, corrected in db.execute(query):
            yield f"bookings/{account}/{own}/amount", amount
            yield f"bookings/{account}/{own}/corrected", int(corrected is not None)
        query = "SELECT account, id, counted_minor, booking FROM counts ORDER BY account, id"
        for account, own, counted, booking in db.execute(query):
            yield f"counts/{account}/{own}/counted", counted
            yield f"counts/{account}/{own}/booked", int(booking is not None)


def _booked(recorded: Recorded, event: StandingEntryBooked | MishapBooked, db: Database) -> None:
    account = account_of(recorded.stream)
    confirmed_by = (event.confirmed_by if isinstance(event, MishapBooked) else None) or (None, None)
    row = (
        account,
        event.booking,
        event.booking_kind,
        int(isinstance(event, StandingEntryBooked)),
        event.unit,
        event.purpose,
        event.amount_minor,
        event.place,
        event.count,
        *confirmed_by,
        event.evidence,
        event.scan,
        int(event.reference is not None),
        event.effective.isoformat(),
        recorded.envelope.recorded_us,
        recorded.position,
        None,
        None,
    )
    db.insert(BOOKINGS.name, [row])
    if event.count is not None:
        db.execute(
            "UPDATE counts SET booking = ? WHERE account = ? AND id = ?",
            (event.booking, account, event.count),
        )


class Booking(msgspec.Struct, frozen=True):
    """A booking."""

    id: BookingId
    kind: BookingKind
    standing: bool
    """Under a standing rule, within its ceiling; else a mishap (L2, L13)."""
    unit: str
    purpose: PurposeId
    amount_minor: int
    """By how much; the kind says in which direction."""
    place: PlaceId | None
    count_id: CountId | None
    """The count that found the difference."""
    first_confirmer: MemberToken | None
    second_confirmer: MemberToken | None
    """Two members who confirm a mishap; a difference is confirmed by those who counted."""
    evidence: Seal | None
    """What shows it, in words."""
    scan: PaperId | None
    referenced: bool
    """Whether the papers store keeps an outside reference for it."""
    effective: date
    recorded_us: int
    position: int
    """Where it was recorded; pages follow it."""
    corrected: date | None
    """When its correction took effect (L6)."""
    correction_reason: Seal | None


class Count(msgspec.Struct, frozen=True):
    """What two members found at a place at the end of a day."""

    id: CountId
    place: PlaceId
    unit: str
    counted_minor: int
    first_counter: MemberToken
    second_counter: MemberToken
    scan: PaperId | None
    booking: BookingId | None
    """Which booked the difference."""
    effective: date
    recorded_us: int
    position: int


def find(db: Database, account: AccountId, booking: BookingId) -> Booking | None:
    """One booking; None where the account has no such."""
    found = fetch(db, Booking, "FROM bookings WHERE account = ? AND id = ?", (account, booking))
    return found[0] if found else None


def page(
    db: Database, account: AccountId, *, kind: BookingKind | None = None, after: int = 0, limit: int = 100
) -> list[Booking]:
    """An account's bookings, or those of a kind, in the order of recording, after the page before."""
    wanted = "" if kind is None else "AND kind = :kind"
    rest = f"FROM bookings WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    return fetch(db, Booking, rest, {"account": account, "after": after, "kind": kind, "limit": limit})


def counts(
    db: Database, account: AccountId, *, place: PlaceId | None = None, after: int = 0, limit: int = 100
) -> list[Count]:
    """An account's counts, or those of one place, in the order of recording, after the page before."""
    wanted = "" if place is None else "AND place = :place"
    rest = (
        f"FROM counts WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    )
    return fetch(db, Count, rest, {"account": account, "after": after, "place": place, "limit": limit})


def find_count(db: Database, account: AccountId, count: CountId) -> Count | None:
    """One count; None where the account has no such."""
    found = fetch(db, Count, "FROM counts WHERE account = ? AND id = ?", (account, count))
    return found[0] if found else None
