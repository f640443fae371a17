"""What takes a contribution out again: a reversal corrects or follows the bank, a refund pays the giver back."""

from datetime import date

from ledger.accounts.look import founded, require_available, require_no_shortfall, require_three_officers
from ledger.accounts.refusals import NotInOffice
from ledger.associations.rules import Office
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.events import ContributionRefunded, ContributionReversed
from ledger.contributions.look import STILL_BOOKED, day_after, known_contribution, lies_under
from ledger.contributions.refusals import (
    CollectionHasNoGiver,
    NothingLeftToRefund,
    NothingLeftToReverse,
    NotMoney,
    OnlyBouncedLeaves,
    ReferenceAlreadyBooked,
    RefundExceedsGift,
    RefundInOtherUnit,
)
from ledger.contributions.state import carbon_mark, contribution_mark, hash_of_reference, reference_mark
from ledger.identifiers import ContributionId, KeyedHash, Mark, PlaceId
from ledger.money import to_decimal, to_minor
from ledger.places.look import put_back, where_from, where_to
from ledger.promises.honouring import taken_back_fact
from ledger.units import is_money


class ReverseContribution(AccountCommand, frozen=True, kw_only=True):
    """It was booked by mistake, or it bounced: take out what is left of it, even into a shortfall (L2, L6).

    The reference of a mistake is then free for the booking that corrects it. What bounced had come: its bank line stays
    booked, and the line by which the bank took it back is booked here.
    """

    contribution: ContributionId
    reason: str
    bounced: bool = False
    """A cheque or order that was not honoured."""
    reference: str | None = None
    """Of the bank line by which it left, where it bounced (C2)."""
    place: PlaceId | None = None
    """Which it left, where it bounced; where it was booked to lie unless given (L12)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        own, keyed = contribution_mark(self.account, self.contribution), self._keyed(context)
        return Reads(streams=(self.account,), marks=(own,) if keyed is None else (own, reference_mark(keyed)))

    def _keyed(self, context: Context) -> KeyedHash | None:
        return None if self.reference is None else hash_of_reference(self.account, self.reference, context)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = known_contribution(seen, self.account, self.contribution)
        if record.status not in STILL_BOOKED:
            raise NothingLeftToReverse
        if self.bounced and not is_money(record.unit):
            raise NotMoney(unit=record.unit)
        if not self.bounced and not (self.reference is None and self.place is None):
            raise OnlyBouncedLeaves
        place = (
            put_back(account, record.place, record.unit, -record.left_minor)
            if self.place is None
            else where_to(account, self.place, record.unit)
        )
        keyed = self._keyed(context)
        if self.reference is not None and keyed is not None:
            reference = context.reference(self.reference)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        effective = day_after(record, self.effective, context)
        honours = record.honours and record.honours.shrunk(record.left_minor, 0)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.account,
            ContributionReversed(
                contribution=self.contribution,
                purpose=lies_under(record),
                unit=record.unit,
                amount_minor=record.left_minor,
                reason=reason.seal,
                effective=effective,
                honours=honours,
                place=place,
                bounced=self.bounced,
                reference=keyed,
            ),
        )
        yield from taken_back_fact(self.account, self.contribution, record.honours, honours)
        return self.contribution


class RefundContribution(AccountCommand, frozen=True, kw_only=True):
    """Money goes back to who gave it: at most what is left of the gift and available in its purpose (C9)."""

    contribution: ContributionId
    unit: str
    """The contribution's own."""
    amount: str
    reason: str
    place: PlaceId | None = None
    """Out of which it is paid back; the unit's main place unless given (L12)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        own, carbon = contribution_mark(self.account, self.contribution), self._carbon
        return Reads(streams=(self.account,), marks=(own, carbon))

    @property
    def _carbon(self) -> Mark:
        return carbon_mark(self.account, self.contribution)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        require_three_officers(account)
        if context.actor != account.officers[Office.TREASURER]:
            raise NotInOffice(office=Office.TREASURER.value)
        record = known_contribution(seen, self.account, self.contribution)
        if record.status not in STILL_BOOKED:
            raise NothingLeftToRefund
        if record.collected:
            raise CollectionHasNoGiver
        if self.unit != record.unit:
            raise RefundInOtherUnit(unit=record.unit)
        amount_minor, purpose = to_minor(self.amount, record.unit), lies_under(record)
        if amount_minor > record.left_minor:
            raise RefundExceedsGift(left=to_decimal(record.left_minor, record.unit), unit=record.unit)
        require_no_shortfall(account, record.unit, purpose)
        require_available(account, record.unit, purpose, amount_minor)
        place = where_from(account, self.place, record.unit, amount_minor)
        effective = day_after(record, self.effective, context)
        left_minor = record.left_minor - amount_minor
        honours = record.honours and record.honours.shrunk(record.left_minor, left_minor)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.account,
            ContributionRefunded(
                contribution=self.contribution,
                purpose=purpose,
                unit=record.unit,
                amount_minor=amount_minor,
                reason=reason.seal,
                effective=effective,
                honours=honours,
                ends_offset=not left_minor and seen.holds(self._carbon),
                place=place,
            ),
        )
        yield from taken_back_fact(self.account, self.contribution, record.honours, honours)
        return self.contribution
