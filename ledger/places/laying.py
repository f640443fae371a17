"""What an event lays at a place, or takes from it: one entry is compared with the lines of a statement by it (L12)."""

from typing import NamedTuple

from ledger.accounts.state import Account
from ledger.event import Event
from ledger.identifiers import PlaceId

_NAMES_PLACE = frozenset({"place", "origin", "target"})
"""Fields by which an event says where money lies; whatever has none of them lays nothing."""


class Laid(NamedTuple):
    """So many minor units of a unit more at a place; fewer where it is negative."""

    place: PlaceId
    unit: str
    amount_minor: int


def laid_by(event: Event | None) -> tuple[Laid, ...]:
    """What an event of an account's own stream lays at named places: each place and unit once, none for nothing.

    The event is asked itself, by what it does to an account that remembers nothing: so each new kind tells it too.
    """
    if event is None or _NAMES_PLACE.isdisjoint(event.__struct_fields__):
        return ()
    account = Account()
    event.apply(account)
    return tuple(Laid(place, unit, minor) for (place, unit), minor in account.lying.items() if minor)


def laid_at(event: Event | None, place: PlaceId, unit: str) -> int:
    """What an event lays at one place in one unit; nothing where it lays nothing there."""
    return sum(laid.amount_minor for laid in laid_by(event) if (laid.place, laid.unit) == (place, unit))
