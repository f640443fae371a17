"""What was counted at a place, beside what the books say of that day: as told then, and as told now (L12).

A late entry explains a difference without anybody booking one: it belongs to the day of the count, and was not known
then. So both are shown, each to its own axis of time (L10).
"""

from collections.abc import Iterable

import msgspec

from ledger.identifiers import AccountId
from projections import bookings, places
from projections.as_of import LAST, Moment
from projections.base import Database


class Compared(msgspec.Struct, frozen=True):
    """What the books say of a count's place and day, in minor units of its unit."""

    unit: str
    booked_minor: int
    """As they tell it now; a difference that was booked is in it."""
    difference_minor: int
    """What was counted less that: nothing where the two agree."""
    booked_then_minor: int
    """As they told it when the count was recorded."""
    difference_then_minor: int


def compared(db: Database, account: AccountId, counts: Iterable[bookings.Count]) -> list[Compared]:
    """What the books say of each of these counts of an account."""
    found = []
    for count in counts:
        now = _booked(db, account, count, LAST)
        then = _booked(db, account, count, (count.recorded_us, count.position, LAST[2]))
        found.append(Compared(count.unit, now, count.counted_minor - now, then, count.counted_minor - then))
    return found


def _booked(db: Database, account: AccountId, count: bookings.Count, known: Moment) -> int:
    """What lay there at the end of the day of the count, as far as that was known at a moment."""
    return sum(
        amount.amount_minor
        for pocket in places.pockets(db, account, count.place, count.unit)
        for amount in places.amounts(db, pocket, known, count.effective)
    )
