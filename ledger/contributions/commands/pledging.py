"""Pledges: what somebody says that they will give."""

from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.events import ContributionPledged, PledgeWithdrawn
from ledger.contributions.look import Giver, day_after, given_by, giver_marks, known_contribution
from ledger.contributions.refusals import PledgeNotOpen
from ledger.contributions.state import ContributionStatus, Motive, contribution_mark
from ledger.identifiers import UNRESTRICTED, ContributionId, PartyToken, PurposeId
from ledger.money import to_minor
from ledger.promises.refusals import PassOnIsNotPledged


class PledgeContribution(AccountCommand, frozen=True, kw_only=True):
    """Somebody says that they will give; no balance rises (C1)."""

    unit: str
    amount: str
    giver: Giver | PartyToken
    anonymous: bool = False
    """Anonymous to the public, never to the auditor (C6)."""
    motive: Motive = Motive.GIFT
    earmark: PurposeId = UNRESTRICTED
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=giver_marks(self.account, self.giver))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        if self.motive is Motive.PASS_ON:
            raise PassOnIsNotPledged
        amount_minor = to_minor(self.amount, self.unit)
        effective = effective_in(account, self.effective, context)
        earmark = known_purpose(account, self.earmark)
        giver, kind, person = given_by(seen, self.account, self.giver, self.anonymous, context)
        if person is not None:
            yield person
        contribution = ContributionId(context.numbered("contribution", seen.version(self.account) + 1))
        yield Fact(
            self.account,
            ContributionPledged(
                contribution=contribution,
                giver=giver,
                giver_kind=kind,
                anonymous=self.anonymous,
                motive=self.motive,
                unit=self.unit,
                amount_minor=amount_minor,
                purpose=earmark,
                effective=effective,
            ),
        )
        return contribution


class WithdrawPledge(AccountCommand, frozen=True, kw_only=True):
    """A pledge will not come; it was never a debt (C8)."""

    contribution: ContributionId
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(contribution_mark(self.account, self.contribution),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record = known_contribution(seen, self.account, self.contribution)
        if record.status is not ContributionStatus.PLEDGED:
            raise PledgeNotOpen
        effective = day_after(record, self.effective, context)
        yield Fact(self.account, PledgeWithdrawn(contribution=self.contribution, effective=effective))
        return self.contribution
