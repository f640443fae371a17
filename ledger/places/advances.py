"""Advances: a member is given money beforehand, and it comes back as what was spent, and as change (L12)."""

from collections.abc import Iterator
from datetime import date

from ledger.accounts.look import effective_in, founded
from ledger.accounts.state import Account, MemberRecord, member_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import MemberToken, MoveId, PlaceId
from ledger.money import checked, to_minor
from ledger.places.events import MoneyMoved, PlaceClosed, PlaceOpened
from ledger.places.look import open_place, require_lying, require_unplaced, where_to
from ledger.places.refusals import (
    ChangeGoesNowhere,
    HolderNotMember,
    NotAnAdvance,
    OnlyMoneyHasPlace,
    SamePlace,
)
from ledger.places.state import PlaceKind
from ledger.units import is_money


class GiveAdvance(AccountCommand, frozen=True, kw_only=True):
    """A member is given money to spend for the account: it lies with that member until it is settled (L12).

    It joins what the member has already of an advance that is not settled; else an advance is opened.
    """

    holder: MemberToken
    unit: str
    amount: str
    origin: PlaceId | None = None
    """Out of which it is given; the unit's main place unless given."""
    evidence: str | None = None
    """What shows it, in words."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(member_mark(self.account, self.holder),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        if not is_money(self.unit):
            raise OnlyMoneyHasPlace(unit=self.unit)
        effective = effective_in(account, self.effective, context)
        member = seen.mark(member_mark(self.account, self.holder), MemberRecord)
        if member is None or not member.on(effective):
            raise HolderNotMember
        origin = where_to(account, self.origin, self.unit)
        place = _advance_of(account, self.holder)
        if origin is None:
            require_unplaced(account, self.unit, amount_minor)
        else:
            require_lying(account, origin, self.unit, amount_minor)
        if place is None:
            place = PlaceId(context.fresh("place"))
            yield Fact(
                self.account,
                PlaceOpened(
                    place=place,
                    place_kind=PlaceKind.ADVANCE,
                    label=_free_label(account),
                    holder=self.holder,
                    effective=effective,
                ),
            )
        elif place == origin:
            raise SamePlace
        checked(account.lying.get((place, self.unit), 0) + amount_minor)
        evidence = None if self.evidence is None else context.paper(self.evidence)
        if evidence is not None:
            yield evidence
        yield Fact(
            self.account,
            MoneyMoved(
                move=MoveId(context.fresh("move")),
                unit=self.unit,
                amount_minor=amount_minor,
                origin=origin,
                target=place,
                evidence=None if evidence is None else evidence.seal,
                effective=effective,
            ),
        )
        return place


class SettleAdvance(AccountCommand, frozen=True, kw_only=True):
    """The change comes back, or what the member laid out is paid back, and the advance is closed (L12)."""

    place: PlaceId
    """The advance."""
    target: PlaceId | None = None
    """Where the change goes, or what is owed comes from; each unit's main place unless given."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        if open_place(account, self.place).kind is not PlaceKind.ADVANCE:
            raise NotAnAdvance
        effective = effective_in(account, self.effective, context)
        for unit, lying in account.lies_at(self.place).items():
            yield Fact(self.account, self._settled(account, unit, lying, effective, context))
        yield Fact(self.account, PlaceClosed(place=self.place, effective=effective))
        return self.place

    def _settled(self, account: Account, unit: str, lying: int, day: date, context: Context) -> MoneyMoved:
        other = where_to(account, self.target, unit, max(lying, 0))
        if other is None:
            raise ChangeGoesNowhere(unit=unit)
        if other == self.place:
            raise SamePlace
        if lying < 0:
            require_lying(account, other, unit, -lying)
        origin, target = (self.place, other) if lying > 0 else (other, self.place)
        return MoneyMoved(
            move=MoveId(context.fresh("move")),
            unit=unit,
            amount_minor=abs(lying),
            origin=origin,
            target=target,
            effective=day,
        )


def _advance_of(account: Account, holder: MemberToken) -> PlaceId | None:
    """The advance of a member that is not settled, if there is one."""
    found: Iterator[PlaceId] = (
        place
        for place, told in account.places.items()
        if told.kind is PlaceKind.ADVANCE and told.holder == holder and not told.closed
    )
    return next(found, None)


def _free_label(account: Account) -> str:
    """The first number that no other advance has."""
    taken = {place.label for place in account.places.values()}
    return next(label for n in range(1, len(taken) + 2) if (label := f"advance-{n}") not in taken)
