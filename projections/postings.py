"""Double entry: what an event's movements are in the books (L1).

The code `assets:held` is the money in hand; each `funds:<purpose>:<destination>` is what it is held for. Money in
debits the first and credits the second, money out the other way; a move between purposes or destinations stays among
the funds. A reservation is no posting: the money stays where it is.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from projections.movements import Movement

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


def postings_of(movements: Iterable[Movement]) -> tuple[Posting, ...]:
    """The postings of one event: first what is held, per unit, then each fund that changes."""
    held: dict[tuple[str, date], int] = {}
    funds: list[Posting] = []
    for movement in movements:
        if movement.held and movement.effective is not None:
            where = movement.unit, movement.effective
            held[where] = held.get(where, 0) + movement.held
            code = fund(movement.purpose, movement.destination)
            funds.append(_posting(movement.unit, code, -movement.held, movement.effective))
    return (*(_posting(unit, HELD, net, day) for (unit, day), net in held.items() if net), *funds)


def _posting(unit: str, code: str, net: int, effective: date) -> Posting:
    return Posting(unit, code, max(net, 0), max(-net, 0), effective)
