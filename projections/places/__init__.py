"""Places of money: what they are, what lies where, and the entries behind it (L12)."""

from projections.places.lying import Lying, lying, lying_on, main_places
from projections.places.queries import PlaceEntry, by_label, entries_of, find, moves, of_account
from projections.places.tables import PlaceRow, Pocket, amounts, pockets
from projections.places.view import Places

__all__ = [
    "Lying",
    "PlaceEntry",
    "PlaceRow",
    "Places",
    "Pocket",
    "amounts",
    "by_label",
    "entries_of",
    "find",
    "lying",
    "lying_on",
    "main_places",
    "moves",
    "of_account",
    "pockets",
]
