"""What lies where: at every place of an account by unit, now or by a day."""

from datetime import date

import msgspec

from ledger.identifiers import AccountId, PlaceId
from projections.as_of import LAST
from projections.base import Database
from projections.places.tables import amounts, pockets

_LYING = (
    "SELECT k.place, k.unit, (SELECT lying_minor FROM place_entries WHERE pocket = k.number "
    "ORDER BY entry DESC LIMIT 1) FROM place_pockets k WHERE k.account = ? ORDER BY k.unit, k.place"
)


class Lying(msgspec.Struct, frozen=True):
    """What the books say lies at a place of one unit, in minor units."""

    place: PlaceId
    unit: str
    amount_minor: int
    """Less than nothing where a bank, or a fact that has happened, let it (L2)."""


def lying(db: Database, account: AccountId) -> list[Lying]:
    """What lies at each of an account's places, by unit and place; nothing where nothing ever lay."""
    return [Lying(PlaceId(place), unit, int(minor)) for place, unit, minor in db.execute(_LYING, (account,))]


def lying_on(db: Database, account: AccountId, place: PlaceId, unit: str, day: date | None = None) -> int:
    """What lay there at the end of a day, as the books tell it now; at the end of all of them unless one is given."""
    of_place = pockets(db, account, place, unit)
    return sum(amount.amount_minor for pocket in of_place for amount in amounts(db, pocket, LAST, day))


def main_places(db: Database, account: AccountId) -> dict[str, PlaceId]:
    """Where money of each unit comes and goes unless another place is named."""
    query = "SELECT unit, place FROM main_places WHERE account = ? ORDER BY unit"
    return {unit: PlaceId(place) for unit, place in db.execute(query, (account,))}
