"""What can be asked of places of money: to open and close them, to name the main one, to move money between them."""

from datetime import date

from ledger.accounts.look import effective_in, founded
from ledger.accounts.state import Account, MemberRecord, member_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen, effective_date
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.contributions.state import hash_of_reference, reference_mark
from ledger.identifiers import KeyedHash, MemberToken, MoveId, PaperId, PlaceId
from ledger.money import to_decimal, to_minor
from ledger.papers.look import filed, paper_marks
from ledger.places.events import MainPlaceNamed, MoneyMoved, MoveReversed, PlaceClosed, PlaceOpened
from ledger.places.look import (
    known_place,
    open_place,
    put_back,
    require_lying,
    require_unplaced,
    where_to,
)
from ledger.places.refusals import (
    DateBeforeMove,
    HolderMissing,
    HolderNotMember,
    HolderNotNeeded,
    MoveIsReversed,
    OnlyMoneyHasPlace,
    PlaceIsClosed,
    PlaceLabelMalformed,
    PlaceLabelTaken,
    PlaceNotEmpty,
    SamePlace,
    UnknownMove,
)
from ledger.places.state import LABEL, MoveRecord, PlaceKind, move_mark
from ledger.units import is_money


class OpenPlace(AccountCommand, frozen=True, kw_only=True):
    """From now on money may lie there (L12)."""

    kind: PlaceKind
    label: str
    """Short public code, such as cash-box."""
    description: str | None = None
    """For those with a role in the account: which bank it is, or whose shelf the box stands on."""
    holder: MemberToken | None = None
    """Who has the advance; for that kind, and for no other."""
    main_for: tuple[str, ...] = ()
    """Currencies whose money comes and goes there unless another place is named."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        marks = () if self.holder is None else (member_mark(self.account, self.holder),)
        return Reads(streams=(self.account,), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        if not LABEL.fullmatch(self.label):
            raise PlaceLabelMalformed
        if any(place.label == self.label for place in account.places.values()):
            raise PlaceLabelTaken
        for unit in self.main_for:
            if not is_money(unit):
                raise OnlyMoneyHasPlace(unit=unit)
        effective = effective_in(account, self.effective, context)
        self._require_holder(seen, effective)
        description = None if self.description is None else context.paper(self.description)
        if description is not None:
            yield description
        place = PlaceId(context.fresh("place"))
        yield Fact(
            self.account,
            PlaceOpened(
                place=place,
                place_kind=self.kind,
                label=self.label,
                description=None if description is None else description.seal,
                holder=self.holder,
                main_for=tuple(dict.fromkeys(self.main_for)),
                effective=effective,
            ),
        )
        return place

    def _require_holder(self, seen: Seen, day: date) -> None:
        if self.kind is not PlaceKind.ADVANCE:
            if self.holder is not None:
                raise HolderNotNeeded
            return
        if self.holder is None:
            raise HolderMissing
        member = seen.mark(member_mark(self.account, self.holder), MemberRecord)
        if member is None or not member.on(day):
            raise HolderNotMember


class NameMainPlace(AccountCommand, frozen=True, kw_only=True):
    """From now on money of a currency comes and goes there unless another place is named (L12)."""

    place: PlaceId
    unit: str

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        open_place(account, self.place)
        if not is_money(self.unit):
            raise OnlyMoneyHasPlace(unit=self.unit)
        if account.main_places.get(self.unit) != self.place:
            yield Fact(self.account, MainPlaceNamed(place=self.place, unit=self.unit))
        return self.place


class ClosePlace(AccountCommand, frozen=True, kw_only=True):
    """Nothing lies there any more, and nothing will (L12)."""

    place: PlaceId
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        place = known_place(account, self.place)
        if place.closed:
            raise PlaceIsClosed
        for unit, lying in account.lies_at(self.place).items():
            raise PlaceNotEmpty(amount=to_decimal(lying, unit), unit=unit)
        effective = effective_in(account, self.effective, context)
        yield Fact(self.account, PlaceClosed(place=self.place, effective=effective))
        return self.place


class MoveMoney(AccountCommand, frozen=True, kw_only=True):
    """Money was carried from one place to another: into the bank, out of the box, to somebody as an advance (L12)."""

    unit: str
    amount: str
    origin: PlaceId | None = None
    """None: it lay at no named place yet."""
    target: PlaceId
    reference: str | None = None
    """What names this entry outside, such as the line of a bank statement (C2)."""
    evidence: str | None = None
    """What shows it, in words."""
    scan: PaperId | None = None
    """The paper that shows it, which was filed before."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        keyed = self._keyed(context)
        marks = () if keyed is None else (reference_mark(keyed),)
        return Reads(streams=(self.account,), marks=(*marks, *paper_marks(self.account, self.scan)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        if not is_money(self.unit):
            raise OnlyMoneyHasPlace(unit=self.unit)
        if self.origin == self.target:
            raise SamePlace
        self._require_there(account, amount_minor)
        where_to(account, self.target, self.unit, amount_minor)
        effective = effective_in(account, self.effective, context)
        keyed = self._keyed(context)
        if self.reference is not None and keyed is not None:
            reference = context.reference(self.reference)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        evidence = None if self.evidence is None else context.paper(self.evidence)
        if evidence is not None:
            yield evidence
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        move = MoveId(context.fresh("move"))
        yield Fact(
            self.account,
            MoneyMoved(
                move=move,
                unit=self.unit,
                amount_minor=amount_minor,
                origin=self.origin,
                target=self.target,
                reference=keyed,
                evidence=None if evidence is None else evidence.seal,
                scan=self.scan,
                effective=effective,
            ),
        )
        return move

    def _require_there(self, account: Account, amount_minor: int) -> None:
        if self.origin is not None:
            open_place(account, self.origin)
            require_lying(account, self.origin, self.unit, amount_minor)
            return
        require_unplaced(account, self.unit, amount_minor)

    def _keyed(self, context: Context) -> KeyedHash | None:
        return None if self.reference is None else hash_of_reference(self.account, self.reference, context)


class ReverseMove(AccountCommand, frozen=True, kw_only=True):
    """It was booked by mistake: the money lies where it lay, even if less than nothing is left at the other place (L6).

    Its reference is then free for the booking that corrects it.
    """

    move: MoveId
    reason: str
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(move_mark(self.account, self.move),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = seen.mark(move_mark(self.account, self.move), MoveRecord)
        if record is None:
            raise UnknownMove
        if record.reversed:
            raise MoveIsReversed
        effective = effective_date(self.effective, context)
        if effective < record.effective:
            raise DateBeforeMove(since=record.effective.isoformat())
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.account,
            MoveReversed(
                move=self.move,
                unit=record.unit,
                amount_minor=record.amount_minor,
                origin=put_back(account, record.origin, record.unit, record.amount_minor),
                target=put_back(account, record.target, record.unit, -record.amount_minor),
                reason=reason.seal,
                effective=effective,
            ),
        )
        return self.move
