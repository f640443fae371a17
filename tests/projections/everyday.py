"""What the samples tell of every day: a collection, a bounced cheque, a fee, a theft, a count, a correction."""

from datetime import date
from typing import Any

from ledger.bookings.events import EntryCorrected, MishapBooked, PlaceCounted, StandingEntryBooked
from ledger.bookings.state import BookingKind
from ledger.contributions.collections import CollectionReceived
from ledger.contributions.events import ContributionReceived, ContributionReversed
from ledger.contributions.state import Motive
from ledger.identifiers import (
    UNRESTRICTED,
    BookingId,
    ContributionId,
    CountId,
    KeyedHash,
    MemberToken,
    PartyToken,
    PlaceId,
    PurposeId,
    Seal,
)
from ledger.places.events import PlaceOpened
from ledger.places.state import PlaceKind
from tests.projections.log import Log

DAY = date(2026, 2, 3)
SEAL = Seal("5ea1" * 16)
BIA, CATY = MemberToken("member-0000000000000002"), MemberToken("member-0000000000000003")
BOX = PlaceId("place-00000000000000b0")
COUNT = CountId("count-0000000000000001")
OPENING, FEE, THEFT, MISSING, WRONG = (BookingId(f"booking-000000000000000{n}") for n in range(1, 6))
COLLECTED, COLLECTED_FOR, CHEQUE = (ContributionId(f"contribution-00000000000000{n}") for n in (31, 32, 33))
SCHOOL = PurposeId("purpose-0000000000000001")
UNIT = "XOF"
"""No other sample is in this unit."""


def record_everyday(log: Log) -> None:
    """A box in francs: what lay in it, came into it and went from it, and what two members counted there."""

    def what(booking: BookingId, kind: BookingKind, amount_minor: int) -> dict[str, Any]:
        where = {"unit": UNIT, "purpose": UNRESTRICTED, "place": BOX, "effective": DAY}
        return {"booking": booking, "booking_kind": kind, "amount_minor": amount_minor, **where}

    def collected(contribution: ContributionId, **more: Any) -> CollectionReceived:
        where = {"unit": UNIT, "amount_minor": 5_000, "counted_by": (BIA, CATY), "place": BOX}
        return CollectionReceived(contribution=contribution, effective=DAY, **{**where, **more})

    cheque: dict[str, Any] = {"contribution": CHEQUE, "unit": UNIT, "amount_minor": 700, "place": BOX}
    log.record(
        PlaceOpened(place=BOX, place_kind=PlaceKind.CASH_BOX, label="box-in-francs", effective=DAY),
        StandingEntryBooked(**what(OPENING, BookingKind.OPENING_BALANCE, 20_000), evidence=SEAL),
        collected(COLLECTED),
        collected(COLLECTED_FOR, purpose=SCHOOL, motive=Motive.EVENT, amount_minor=900),
        ContributionReceived(giver=PartyToken("giver-0000000000000001"), effective=DAY, **cheque),
        ContributionReversed(
            purpose=UNRESTRICTED,
            reason=SEAL,
            bounced=True,
            reference=KeyedHash("line-2"),
            effective=DAY,
            **cheque,
        ),
        StandingEntryBooked(**what(FEE, BookingKind.BANK_FEE, 300), reference=KeyedHash("line-3")),
        MishapBooked(**what(THEFT, BookingKind.THEFT, 4_000), evidence=SEAL, confirmed_by=(BIA, CATY)),
        PlaceCounted(
            count=COUNT,
            place=BOX,
            unit=UNIT,
            counted_minor=21_500,
            counted_by=(BIA, CATY),
            effective=DAY,
        ),
        StandingEntryBooked(**what(WRONG, BookingKind.COUNTED_LESS, 10), count=COUNT),
        EntryCorrected(**what(WRONG, BookingKind.COUNTED_LESS, 10), reason=SEAL),
        MishapBooked(**what(MISSING, BookingKind.COUNTED_LESS, 100), count=COUNT),
    )
