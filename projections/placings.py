"""At which places an event's money lies since, and where it lay until then: the one derivation below the view of
places and the journal (L12).

It is written independently of what the write side remembers (`Account.apply`): `usf replay` compares the two. What an
event brings to no named place is told by its movements alone.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.accounts.events import PaymentBooked, PaymentRestored
from ledger.bookings.events import EntryCorrected, MishapBooked, StandingEntryBooked
from ledger.contributions.collections import CollectionReceived
from ledger.contributions.events import ContributionReceived, ContributionRefunded, ContributionReversed
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.event import Event
from ledger.identifiers import PlaceId
from ledger.places.events import MoneyMoved, MoveReversed
from ledger.transfers.events import TransferBooked

MOVED: frozenset[type[Event]] = frozenset({MoneyMoved, MoveReversed})
"""The kinds of events that carry money between places and change no balance."""

PLACING: frozenset[type[Event]] = MOVED | {
    CollectionReceived,
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    CurrencyExchanged,
    CurrencyExchangeReversed,
    EntryCorrected,
    MishapBooked,
    PaymentBooked,
    PaymentRestored,
    StandingEntryBooked,
    TransferBooked,
}
"""The kinds of events that may say where money lies. Beside moves, what one of them brings to a place of a unit, or
takes from it, is all that it changes of that unit."""


class Placing(msgspec.Struct, frozen=True, gc=False):
    """So much more, or less, of one unit at a place, in minor units."""

    place: PlaceId
    unit: str
    amount_minor: int
    effective: date
    about: str
    """The contribution, disbursement, transfer, exchange, booking or move that it is for."""


def placings_of(event: Event) -> tuple[Placing, ...]:
    """What an event lays at named places and takes from them; nothing for most kinds."""
    sums: dict[tuple[PlaceId, str], int] = {}
    told = list(_told(event))
    for placing in told:
        where = placing.place, placing.unit
        sums[where] = sums.get(where, 0) + placing.amount_minor
    if len(sums) == len(told):
        return tuple(told)
    # A move that is taken back may come to nothing, where both of its places were closed since.
    first = {(placing.place, placing.unit): placing for placing in reversed(told)}
    return tuple(
        msgspec.structs.replace(first[where], amount_minor=amount) for where, amount in sums.items() if amount
    )


def _told(event: Event) -> Iterator[Placing]:
    match event:
        case ContributionReceived():
            yield from _one(event.place, event.unit, event.amount_minor, event, event.contribution)
        case CollectionReceived():
            yield from _one(event.place, event.unit, event.amount_minor, event, event.contribution)
        case StandingEntryBooked() | MishapBooked() | EntryCorrected():
            booked = event.booking_kind.sign * event.amount_minor
            change = -booked if isinstance(event, EntryCorrected) else booked
            yield from _one(event.place, event.unit, change, event, event.booking)
        case ContributionReversed() | ContributionRefunded():
            yield from _one(event.place, event.unit, -event.amount_minor, event, event.contribution)
        case PaymentBooked():
            yield from _one(event.place, event.line.unit, -event.line.amount_minor, event, event.disbursement)
        case PaymentRestored():
            yield from _one(event.place, event.line.unit, event.line.amount_minor, event, event.disbursement)
        case TransferBooked():
            yield from _one(event.place, event.line.unit, event.line.amount_minor, event, event.transfer)
        case CurrencyExchanged() | CurrencyExchangeReversed():
            for side, place in zip(event.sides(), (event.origin, event.target), strict=True):
                yield from _one(place, side.unit, side.received - side.fee, event, event.exchange)
        case MoneyMoved():
            yield from _one(event.origin, event.unit, -event.amount_minor, event, event.move)
            yield from _one(event.target, event.unit, event.amount_minor, event, event.move)
        case MoveReversed():
            yield from _one(event.target, event.unit, -event.amount_minor, event, event.move)
            yield from _one(event.origin, event.unit, event.amount_minor, event, event.move)
        case _:
            pass


_Dated = (
    CollectionReceived
    | ContributionReceived
    | ContributionReversed
    | ContributionRefunded
    | PaymentBooked
    | PaymentRestored
    | TransferBooked
    | StandingEntryBooked
    | MishapBooked
    | EntryCorrected
    | CurrencyExchanged
    | CurrencyExchangeReversed
    | MoneyMoved
    | MoveReversed
)


def _one(place: PlaceId | None, unit: str, amount_minor: int, event: _Dated, about: str) -> Iterator[Placing]:
    if place is not None:
        yield Placing(place, unit, amount_minor, event.effective, about)
