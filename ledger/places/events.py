"""What happens to places of money. All of it stands in the account's own stream, and changes no balance (L12)."""

from datetime import date

import msgspec

from ledger.accounts.state import Account
from ledger.contributions.state import reference_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import KeyedHash, MemberToken, MoveId, PaperId, PlaceId, Seal, Stream, account_of
from ledger.places.state import MoveRecord, Place, PlaceKind, move_mark


class PlaceOpened(Event, frozen=True, kw_only=True, tag="place-opened"):
    """From now on money may lie there."""

    place: PlaceId
    place_kind: PlaceKind
    label: str
    """Short public code, one place's alone."""
    description: Seal | None = None
    """Which bank it is, or whose shelf the box stands on."""
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
        state.places |= {
            own: msgspec.structs.replace(place, closed=True)
            for own, place in state.places.items()
            if own == self.place
        }
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
    scan: PaperId | None = None
    """The paper that shows it, which was filed before."""
    effective: date

    def apply(self, state: Account) -> None:
        state.lay(self.origin, self.unit, -self.amount_minor)
        state.lay(self.target, self.unit, self.amount_minor)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = MoveRecord(
            unit=self.unit,
            amount_minor=self.amount_minor,
            origin=self.origin,
            target=self.target,
            effective=self.effective,
            reference=self.reference,
        )
        marks.point(move_mark(account_of(stream), self.move), record)
        if self.reference is not None:
            marks.point(reference_mark(self.reference), self.move)


class MoveReversed(Event, frozen=True, kw_only=True, tag="move-reversed"):
    """It was booked by mistake: the money lies again where it was said to come from, and its reference is free (L6).

    Less than nothing may lie at the other place then, if it was spent from there since (L2).
    """

    move: MoveId
    unit: str
    amount_minor: int
    origin: PlaceId | None = None
    """Where it lies again; None: at no named place."""
    target: PlaceId | None = None
    """Out of which it is taken; None where that is closed since."""
    reason: Seal
    effective: date

    def apply(self, state: Account) -> None:
        state.lay(self.target, self.unit, -self.amount_minor)
        state.lay(self.origin, self.unit, self.amount_minor)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        mark = move_mark(account_of(stream), self.move)
        record = marks.get(mark, MoveRecord)
        assert record is not None, "a move is booked before it is reversed"
        marks.put(mark, msgspec.structs.replace(record, reversed=True))
        if record.reference is not None:
            marks.put(reference_mark(record.reference), None)
