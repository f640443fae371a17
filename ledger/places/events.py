"""What happens to places of money. All of it stands in the account's own stream, and changes no balance (L12)."""

from datetime import date

import msgspec

from ledger.accounts.state import Account
from ledger.contributions.state import reference_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import KeyedHash, MemberToken, MoveId, PlaceId, Seal, Stream
from ledger.places.state import Place, PlaceKind


class PlaceOpened(Event, frozen=True, kw_only=True, tag="place-opened"):
    """From now on money may lie there."""

    place: PlaceId
    place_kind: PlaceKind
    label: str
    """Short public code, one place's alone."""
    description: Seal | None = None
    """The number of the bank account, or whose shelf the box stands on."""
    holder: MemberToken | None = None
    """Who has the advance."""
    main_for: tuple[str, ...] = ()
    """Units whose money comes and goes there unless another place is named."""
    effective: date

    def apply(self, state: Account) -> None:
        state.places[self.place] = Place(self.place_kind, self.label, self.holder)
        state.main_places |= dict.fromkeys(self.main_for, self.place)


class MainPlaceNamed(Event, frozen=True, kw_only=True, tag="main-place-named"):
    """From now on money of this unit comes and goes there unless another place is named."""

    place: PlaceId
    unit: str

    def apply(self, state: Account) -> None:
        state.main_places[self.unit] = self.place


class PlaceClosed(Event, frozen=True, kw_only=True, tag="place-closed"):
    """Nothing lies there any more, and nothing will."""

    place: PlaceId
    effective: date

    def apply(self, state: Account) -> None:
        state.places[self.place] = msgspec.structs.replace(state.places[self.place], closed=True)
        state.main_places = {unit: main for unit, main in state.main_places.items() if main != self.place}


class MoneyMoved(Event, frozen=True, kw_only=True, tag="money-moved"):
    """Money was carried from one place to another; no balance changes (L12)."""

    move: MoveId
    unit: str
    amount_minor: int
    origin: PlaceId | None = None
    """None: it lay at no named place yet."""
    target: PlaceId
    reference: KeyedHash | None = None
    """Of the outside reference, such as a bank line (C2)."""
    evidence: Seal | None = None
    effective: date

    def apply(self, state: Account) -> None:
        state.lay(self.origin, self.unit, -self.amount_minor)
        state.lay(self.target, self.unit, self.amount_minor)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.reference is not None:
            marks.point(reference_mark(self.reference), self.move)
