"""How commands look at places of money: where what comes in goes, and where what goes out comes from (L12)."""

from ledger.accounts.state import Account
from ledger.identifiers import PlaceId
from ledger.money import to_decimal
from ledger.places.refusals import (
    OnlyMoneyHasPlace,
    PlaceHoldsLess,
    PlaceIsClosed,
    UnknownPlace,
)
from ledger.places.state import Place
from ledger.units import is_money


def known_place(account: Account, place: PlaceId) -> Place:
    """The place. Raises UnknownPlace."""
    found = account.places.get(place)
    if found is None:
        raise UnknownPlace
    return found


def open_place(account: Account, place: PlaceId) -> Place:
    """The place, while money may lie there. Raises UnknownPlace or PlaceIsClosed."""
    found = known_place(account, place)
    if found.closed:
        raise PlaceIsClosed
    return found


def where_to(account: Account, given: PlaceId | None, unit: str) -> PlaceId | None:
    """Where money that comes in lies: the place given, the unit's main one, or none while the account names none.

    Raises UnknownPlace, PlaceIsClosed or OnlyMoneyHasPlace.
    """
    if given is None:
        return account.main_places.get(unit)
    if not is_money(unit):
        raise OnlyMoneyHasPlace(unit=unit)
    open_place(account, given)
    return given


def where_from(account: Account, given: PlaceId | None, unit: str, amount_minor: int) -> PlaceId | None:
    """Where money that goes out by decision comes from: the same choice, and it must lie there, but for a bank.

    Raises UnknownPlace, PlaceIsClosed, OnlyMoneyHasPlace or PlaceHoldsLess.
    """
    place = where_to(account, given, unit)
    if place is not None:
        require_lying(account, place, unit, amount_minor)
    return place


def back_to(account: Account, place: PlaceId | None, unit: str) -> PlaceId | None:
    """Where money that comes back lies: where it was, or at the unit's main place if that is closed since."""
    return account.main_places.get(unit) if place is None or account.places[place].closed else place


def require_lying(account: Account, place: PlaceId, unit: str, amount_minor: int) -> None:
    """Nobody takes more out of a box, a wallet or an advance than lies there. Raises PlaceHoldsLess (L12)."""
    lying = account.lying.get((place, unit), 0)
    if amount_minor > lying and not account.places[place].kind.may_be_overdrawn:
        raise PlaceHoldsLess(lying=to_decimal(max(lying, 0), unit), unit=unit)
