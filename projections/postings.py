"""Double entry: what an event's movements are in the books (L1).

Each code `assets:<label>` is the money at a place, and `assets:held` what lies at no named place; each
`funds:<purpose>:<destination>` is what it is held for. Money in debits the first and credits the second, money out the
other way; a move between places stays among the assets, one between purposes or destinations among the funds (L12). A
reservation is no posting: the money stays where it is.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from ledger.identifiers import PlaceId
from projections.movements import Movement
from projections.placings import Placing

HELD = "assets:held"


class Posting(msgspec.Struct, frozen=True, gc=False):
    """One side of a double entry, in minor units; one of the two is zero."""

    unit: str
    code: str
    debit: int
    credit: int
    effective: date


def fund(purpose: str, destination: str) -> str:
    """The code under which money for a purpose and destination is kept."""
    return f"funds:{purpose}:{destination}"


def at_place(label: str) -> str:
    """The code under which money at a place is kept; no label is `held`."""
    return f"assets:{label}"


def postings_of(
    movements: Iterable[Movement],
    placings: Iterable[Placing] = (),
    labels: Mapping[PlaceId, str] | None = None,
) -> tuple[Posting, ...]:
    """The postings of one event: what lies at places, then what is held besides, per unit, then each fund that changes.

    Without placings, all that is held is told as one.
    """
    held: dict[tuple[str, date], int] = {}
    lying: list[Posting] = []
    funds: list[Posting] = []
    for movement in movements:
        if movement.held and movement.effective is not None:
            where = movement.unit, movement.effective
            held[where] = held.get(where, 0) + movement.held
            code = fund(movement.purpose, movement.destination)
            funds.append(_posting(movement.unit, code, -movement.held, movement.effective))
    for placing in placings:
        where = placing.unit, placing.effective
        held[where] = held.get(where, 0) - placing.amount_minor
        code = at_place((labels or {})[placing.place])
        lying.append(_posting(placing.unit, code, placing.amount_minor, placing.effective))
    rest = (_posting(unit, HELD, net, day) for (unit, day), net in held.items() if net)
    return (*lying, *rest, *funds)


def _posting(unit: str, code: str, net: int, effective: date) -> Posting:
    return Posting(unit, code, max(net, 0), max(-net, 0), effective)
