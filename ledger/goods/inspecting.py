"""Goods are inspected by a member who did not give them: accepted in whole or part, or refused (C3)."""

from datetime import date

from ledger.accounts.look import founded
from ledger.accounts.state import Account
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.carbon import carbon_stated
from ledger.contributions.look import day_after, known_contribution
from ledger.contributions.state import (
    ContributionRecord,
    ContributionStatus,
    Motive,
    PledgeTerms,
    contribution_mark,
)
from ledger.goods.events import GoodsAccepted, GoodsRefused
from ledger.goods.look import is_member_on, member_marks
from ledger.goods.refusals import (
    GoodsNotWaiting,
    InspectorIsGiver,
    InspectorNotMember,
    MoreThanDelivered,
    PartRefusedUnexplained,
    ReasonNotNeeded,
)
from ledger.goods.state import Condition
from ledger.identifiers import ContributionId, MemberToken
from ledger.money import checked, to_decimal, to_minor
from ledger.promises.honouring import Given, HonoursGiven, honoured, honoured_fact
from ledger.promises.refusals import GiverIsNotBeneficiary, OnlyPassOnHonours, PassOnNamesNothing
from ledger.promises.state import Honours


class _Inspection(AccountCommand, frozen=True, kw_only=True):
    """What the commands about one delivery share."""

    contribution: ContributionId
    inspector: MemberToken
    """A member who saw the goods and did not give them."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        delivery = contribution_mark(self.account, self.contribution)
        marks = (delivery, *member_marks(self.account, (self.inspector,)))
        return Reads(streams=(self.account,), marks=marks)

    def delivered(self, seen: Seen, context: Context) -> tuple[ContributionRecord, PledgeTerms, date]:
        """The delivery that waits, its terms, and the day of the inspection."""
        record = known_contribution(seen, self.account, self.contribution)
        if record.status is not ContributionStatus.DELIVERED or record.pledge is None:
            raise GoodsNotWaiting
        if self.inspector == record.pledge.giver:
            raise InspectorIsGiver
        day = day_after(record, self.effective, context)
        if not is_member_on(seen, self.account, self.inspector, day):
            raise InspectorNotMember
        return record, record.pledge, day


class AcceptGoods(_Inspection, frozen=True, kw_only=True):
    """Goods enter the stock, in whole or part; the rest is refused."""

    condition: Condition
    """As it was found."""
    amount: str | None = None
    """How much is accepted; all of it unless given."""
    reason: str | None = None
    """Why the rest is refused, where there is one."""
    carbon_kg: str | None = None
    """Kg of CO2e that a carbon offset offsets."""
    honours: HonoursGiven | None = None
    """For a pass-on, the promise that it honours; who benefited of that gave these goods (C7)."""

    def reads(self, context: Context) -> Reads:
        own = super().reads(context)
        promise = () if self.honours is None else self.honours.streams(self.account)
        return Reads(streams=(*own.streams, *promise), marks=own.marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record, terms, day = self.delivered(seen, context)
        accepted = record.left_minor if self.amount is None else to_minor(self.amount, record.unit)
        self._require_fitting(account, record, accepted)
        honours = self._honoured(seen, record, terms, accepted)
        yield Fact(
            self.account,
            GoodsAccepted(
                contribution=self.contribution,
                unit=record.unit,
                amount_minor=accepted,
                condition=self.condition,
                inspector=self.inspector,
                earmark=record.purpose,
                honours=honours,
                effective=day,
            ),
        )
        yield from honoured_fact(self.account, self.contribution, honours)
        if self.reason is not None:
            reason = context.paper(self.reason)
            yield reason
            yield Fact(
                self.account,
                GoodsRefused(
                    contribution=self.contribution,
                    unit=record.unit,
                    amount_minor=record.left_minor - accepted,
                    inspector=self.inspector,
                    reason=reason.seal,
                    effective=day,
                ),
            )
        yield from carbon_stated(self.account, self.contribution, terms.motive, self.carbon_kg, day)
        return self.contribution

    def _honoured(
        self, seen: Seen, record: ContributionRecord, terms: PledgeTerms, accepted: int
    ) -> Honours | None:
        """What a pass-on honours. Raises PassOnNamesNothing, OnlyPassOnHonours or GiverIsNotBeneficiary (C7)."""
        if self.honours is None:
            if terms.motive is Motive.PASS_ON:
                raise PassOnNamesNothing
            return None
        if terms.motive is not Motive.PASS_ON:
            raise OnlyPassOnHonours
        # It was given on the day of the delivery, whenever somebody came to inspect it (K3).
        passing = Given(unit=record.unit, amount_minor=accepted, effective=record.effective)
        honours, beneficiary = honoured(seen, self.account, self.honours, passing)
        if beneficiary is not None and beneficiary.token != terms.giver:
            raise GiverIsNotBeneficiary
        return honours

    def _require_fitting(self, account: Account, record: ContributionRecord, accepted: int) -> None:
        """Raises MoreThanDelivered, PartRefusedUnexplained, ReasonNotNeeded or AmountTooLarge."""
        if accepted > record.left_minor:
            raise MoreThanDelivered(delivered=to_decimal(record.left_minor, record.unit), unit=record.unit)
        if accepted < record.left_minor and self.reason is None:
            raise PartRefusedUnexplained
        if accepted == record.left_minor and self.reason is not None:
            raise ReasonNotNeeded
        checked(account.ever_received(record.unit) + accepted)


class RefuseGoods(_Inspection, frozen=True, kw_only=True):
    """Goods are refused whole: they never enter the stock."""

    reason: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record, _, day = self.delivered(seen, context)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.account,
            GoodsRefused(
                contribution=self.contribution,
                unit=record.unit,
                amount_minor=record.left_minor,
                inspector=self.inspector,
                reason=reason.seal,
                effective=day,
            ),
        )
        return self.contribution
