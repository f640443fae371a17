"""Collecting: money came in from many, and nobody wrote down from whom."""

from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.bookings.look import counters, member_marks
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.collections import CollectionReceived
from ledger.contributions.refusals import (
    CollectionAboveCeiling,
    CollectionOtherwiseMeant,
    CollectionWithoutRule,
    NotMoney,
)
from ledger.contributions.state import Motive
from ledger.identifiers import UNRESTRICTED, ContributionId, MemberToken, PaperId, PlaceId, PurposeId
from ledger.money import checked, to_decimal, to_minor
from ledger.papers.look import filed, paper_marks
from ledger.places.look import where_to
from ledger.units import is_money

OF_MANY = frozenset({Motive.GIFT, Motive.EVENT})
"""Why people give into a collection; every other motive is about who gives."""


class ReceiveCollection(AccountCommand, frozen=True, kw_only=True):
    """Book what a collection brought, up to the rules' ceiling: two members counted it, no giver is named (C6)."""

    unit: str
    amount: str
    counted_by: tuple[MemberToken, ...]
    """Two members who counted it together, neither of whom records it."""
    motive: Motive = Motive.GIFT
    purpose: PurposeId = UNRESTRICTED
    """What it was collected for."""
    place: PlaceId | None = None
    """Where the money lies since; the unit's main place unless given (L12)."""
    scan: PaperId | None = None
    """The file of the slip on which the two signed, which was filed before."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        members, papers = (
            member_marks(self.account, self.counted_by),
            paper_marks(self.account, self.scan),
        )
        return Reads(streams=(self.account,), marks=(*members, *papers))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        if not is_money(self.unit):
            raise NotMoney(unit=self.unit)
        assert account.rules is not None, "a founded association has rules"
        ceiling = account.rules.collection_ceiling(self.unit)
        if not ceiling:
            raise CollectionWithoutRule(unit=self.unit)
        if amount_minor > ceiling:
            raise CollectionAboveCeiling(ceiling=to_decimal(ceiling, self.unit), unit=self.unit)
        if self.motive not in OF_MANY:
            raise CollectionOtherwiseMeant
        checked(account.ever_received(self.unit) + amount_minor)
        purpose = known_purpose(account, self.purpose)
        effective = effective_in(account, self.effective, context)
        place = where_to(account, self.place, self.unit)
        counted_by = counters(seen, self.account, self.counted_by, effective, context)
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        contribution = ContributionId(context.numbered("contribution", seen.version(self.account) + 1))
        yield Fact(
            self.account,
            CollectionReceived(
                contribution=contribution,
                motive=self.motive,
                unit=self.unit,
                amount_minor=amount_minor,
                purpose=purpose,
                counted_by=counted_by,
                place=place,
                scan=self.scan,
                effective=effective,
            ),
        )
        return contribution
