"""Goods are brought, and wait for inspection."""

from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.accounts.state import Account
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.look import Giver, giver_or_member, giver_or_member_marks, known_contribution
from ledger.contributions.refusals import PledgeInOtherUnit, PledgeNamesGiver, PledgeNotOpen
from ledger.contributions.state import (
    ContributionRecord,
    ContributionStatus,
    Motive,
    PledgeTerms,
    contribution_mark,
)
from ledger.goods.events import GoodsDelivered
from ledger.goods.look import require_goods
from ledger.goods.state import Condition
from ledger.identifiers import UNRESTRICTED, ContributionId, MemberToken, PartyToken, PurposeId
from ledger.money import to_minor


class DeliverGoods(AccountCommand, frozen=True, kw_only=True):
    """Write down what was brought; it enters no stock before somebody else has inspected it (C3)."""

    unit: str
    amount: str
    condition: Condition
    giver: Giver | PartyToken | MemberToken | None = None
    """A new giver, the token of a known one, or a member; with a pledge, none: the pledge says who gives."""
    anonymous: bool = False
    """Anonymous to the public, never to the auditor (C6)."""
    motive: Motive | None = None
    """The pledge's unless given, or a gift."""
    earmark: PurposeId | None = None
    """The pledge's unless given, or unrestricted."""
    pledge: ContributionId | None = None
    """The pledge that is kept; the contribution goes on under its id, and its quantity may differ."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        pledged = () if self.pledge is None else (contribution_mark(self.account, self.pledge),)
        marks = giver_or_member_marks(self.account, self.giver)
        return Reads(streams=(self.account,), marks=(*marks, *pledged))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        require_goods(self.unit)
        day = effective_in(account, self.effective, context)
        contribution = self.pledge or ContributionId(
            context.numbered("contribution", seen.version(self.account) + 1)
        )
        if self.pledge is None:
            giver, kind, person = giver_or_member(seen, self.account, self.giver, self.anonymous, context)
            terms = PledgeTerms(giver, kind, self.anonymous, self.motive or Motive.GIFT)
            earmark = UNRESTRICTED if self.earmark is None else self.earmark
            if person is not None:
                yield person
        else:
            pledged, terms = self._open_pledge(seen, self.pledge)
            earmark = pledged.purpose if self.earmark is None else self.earmark
        yield Fact(self.account, self._delivered(account, contribution, terms, earmark, amount_minor, day))
        return contribution

    def _delivered(
        self,
        account: Account,
        contribution: ContributionId,
        terms: PledgeTerms,
        earmark: PurposeId,
        amount_minor: int,
        day: date,
    ) -> GoodsDelivered:
        return GoodsDelivered(
            contribution=contribution,
            giver=terms.giver,
            giver_kind=terms.giver_kind,
            anonymous=self.anonymous or terms.anonymous,
            motive=self.motive or terms.motive,
            unit=self.unit,
            amount_minor=amount_minor,
            condition=self.condition,
            earmark=known_purpose(account, earmark),
            effective=day,
        )

    def _open_pledge(self, seen: Seen, pledge: ContributionId) -> tuple[ContributionRecord, PledgeTerms]:
        record = known_contribution(seen, self.account, pledge)
        if record.pledge is None or record.status is not ContributionStatus.PLEDGED:
            raise PledgeNotOpen
        if record.unit != self.unit:
            raise PledgeInOtherUnit(unit=record.unit)
        if self.giver is not None and self.giver != record.pledge.giver:
            raise PledgeNamesGiver
        return record, record.pledge
