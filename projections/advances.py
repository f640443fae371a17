"""Advances: what members have of the account's money, since when, and what became of what they were given (L12).

An advance is a place of money: it comes back as what was spent from there, with its evidence, and as change. All of
that stands in the entries of the place.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.accounts.events import PaymentBooked, PaymentRestored
from ledger.identifiers import AccountId, MemberToken, PlaceId
from ledger.places.events import MoneyMoved, MoveReversed
from ledger.places.state import PlaceKind
from projections import places
from projections.base import Database, Source

SPENDING = frozenset({PaymentBooked.kind(), PaymentRestored.kind()})
MOVING = frozenset({MoneyMoved.kind(), MoveReversed.kind()})


class Advance(msgspec.Struct, frozen=True):
    """One unit of an advance, in minor units: given − spent − returned + otherwise is what lies there."""

    place: PlaceId
    label: str
    holder: MemberToken
    unit: str
    since: date | None
    """When what lies there was given: the first of it since nothing did; None where nothing does."""
    given_minor: int
    spent_minor: int
    """Paid out of it, less what failed or came back."""
    returned_minor: int
    """The change that was moved back."""
    otherwise_minor: int
    """What came there, less what went, otherwise: a fee, a loss, an exchange."""
    lying_minor: int
    opened: date
    closed: date | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to come back, or is owed to the holder."""
        return self.lying_minor != 0


def of_account(
    db: Database, source: Source, account: AccountId, *, everything: bool = False
) -> list[Advance]:
    """An account's open advances, or all that there ever were; in the order in which they were opened, by unit."""
    found = [
        advance
        for row in places.of_account(db, account)
        if row.kind is PlaceKind.ADVANCE
        for advance in _of_place(db, source, account, row)
    ]
    return [advance for advance in found if everything or advance.is_open]


def _of_place(db: Database, source: Source, account: AccountId, row: places.PlaceRow) -> Iterator[Advance]:
    by_unit: dict[str, list[places.PlaceEntry]] = {}
    for _, entry in places.entries_of(db, source, account, row.id):
        by_unit.setdefault(entry.unit, []).append(entry)
    for unit, entries in sorted(by_unit.items()):
        since: date | None = None
        given = spent = returned = otherwise = 0
        for entry in entries:
            amount = entry.amount_minor
            if entry.kind in SPENDING:
                spent -= amount
            elif entry.kind not in MOVING:
                otherwise += amount
            elif (amount > 0) is (entry.kind == MoneyMoved.kind()):
                # Given; or less so, where the giving was a mistake that was taken back.
                given += amount
            else:
                returned -= amount
            since = None if entry.lying_minor == 0 else since or entry.effective
        assert row.holder is not None, "an advance lies with somebody"
        yield Advance(
            place=row.id,
            label=row.label,
            holder=row.holder,
            unit=unit,
            since=since,
            given_minor=given,
            spent_minor=spent,
            returned_minor=returned,
            otherwise_minor=otherwise,
            lying_minor=entries[-1].lying_minor,
            opened=row.opened,
            closed=row.closed,
        )
