"""How commands look at places of money: where what comes in goes, and where what goes out comes from (L12)."""

from ledger.accounts.state import Account
from ledger.identifiers import PlaceId
from ledger.money import checked, to_decimal
from ledger.places.refusals import (
    LessUnplaced,
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


def where_to(account: Account, given: PlaceId | None, unit: str, amount_minor: int = 0) -> PlaceId | None:
    """Where money that comes in lies: the place given, the unit's main one, or none while the account names none.

    Raises UnknownPlace, PlaceIsClosed, OnlyMoneyHasPlace, or AmountTooLarge.
    """
    if given is None:
        given = account.main_places.get(unit)
        if given is None:
            return None
    elif not is_money(unit):
        raise OnlyMoneyHasPlace(unit=unit)
    else:
        open_place(account, given)
    checked(account.lying.get((given, unit), 0) + amount_minor)
    return given


def where_from(account: Account, given: PlaceId | None, unit: str, amount_minor: int) -> PlaceId | None:
    """Where money that goes out by decision comes from: the same choice, and it must lie there, but for a bank.

    Raises UnknownPlace, PlaceIsClosed, OnlyMoneyHasPlace, PlaceHoldsLess or LessUnplaced.
    """
    place = where_to(account, given, unit)
    if place is not None:
        require_lying(account, place, unit, amount_minor)
    elif any(lying for (_, lies), lying in account.lying.items() if lies == unit):
        require_unplaced(account, unit, amount_minor)
    return place


def back_to(account: Account, place: PlaceId | None, unit: str) -> PlaceId | None:
    """Where money that comes back lies: where it was, or at the unit's main place if that is closed since."""
    return account.main_places.get(unit) if place is None or account.places[place].closed else place


def out_of(account: Account, place: PlaceId | None, unit: str, amount_minor: int) -> PlaceId | None:
    """Where what was booked by mistake is taken out again: where it was booked to lie, even if less lies there (L2).

    It is the unit's main place if that one is closed since, or if it was booked to lie at no named place and was moved.
    """
    moved = amount_minor > account.unplaced(unit) if place is None else account.places[place].closed
    return account.main_places.get(unit) if moved else place


def put_back(account: Account, place: PlaceId | None, unit: str, change_minor: int) -> PlaceId | None:
    """Where a mistake that is put back changes what lies: more than before, or less (L6)."""
    if change_minor < 0:
        return out_of(account, place, unit, -change_minor)
    return None if place is None else back_to(account, place, unit)


def require_lying(account: Account, place: PlaceId, unit: str, amount_minor: int) -> None:
    """Nobody takes more out of a box, a wallet or an advance than lies there. Raises PlaceHoldsLess (L12)."""
    lying = account.lying.get((place, unit), 0)
    checked(lying - amount_minor)
    if amount_minor > lying and not account.places[place].kind.may_be_overdrawn:
        raise PlaceHoldsLess(lying=to_decimal(max(lying, 0), unit), unit=unit)


def require_unplaced(account: Account, unit: str, amount_minor: int) -> None:
    """Nor more from no named place than lies at none. Raises LessUnplaced (L12)."""
    unplaced = account.unplaced(unit)
    if amount_minor > unplaced:
        raise LessUnplaced(unplaced=to_decimal(max(unplaced, 0), unit), unit=unit)
