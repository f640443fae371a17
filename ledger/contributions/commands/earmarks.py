"""Earmarks: accepted by the association (C5), or lifted with the donor's consent (L5)."""

from datetime import date

from ledger.accounts.look import founded, require_available
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.events import EarmarkAccepted, EarmarkLifted
from ledger.contributions.look import day_after, known_contribution
from ledger.contributions.refusals import CollectionHasNoGiver, EarmarkNotAwaiting, NoEarmarkToLift
from ledger.contributions.state import ContributionStatus, contribution_mark
from ledger.identifiers import UNRESTRICTED, ContributionId


class AcceptEarmark(AccountCommand, frozen=True, kw_only=True):
    """The association takes the gift for its purpose (C5)."""

    contribution: ContributionId
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(contribution_mark(self.account, self.contribution),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record = known_contribution(seen, self.account, self.contribution)
        if record.status is not ContributionStatus.AWAITING:
            raise EarmarkNotAwaiting
        yield Fact(
            self.account,
            EarmarkAccepted(
                contribution=self.contribution,
                purpose=record.purpose,
                unit=record.unit,
                amount_minor=record.left_minor,
                effective=day_after(record, self.effective, context),
            ),
        )
        return self.contribution


class LiftEarmark(AccountCommand, frozen=True, kw_only=True):
    """The donor consents that what is left of the gift serves without restriction (L5)."""

    contribution: ContributionId
    consent: str
    """What the donor said or wrote."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(contribution_mark(self.account, self.contribution),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = known_contribution(seen, self.account, self.contribution)
        if record.status is not ContributionStatus.RECEIVED or record.purpose == UNRESTRICTED:
            raise NoEarmarkToLift
        if record.collected:
            raise CollectionHasNoGiver
        require_available(account, record.unit, record.purpose, record.left_minor)
        effective = day_after(record, self.effective, context)
        consent = context.paper(self.consent)
        yield consent
        yield Fact(
            self.account,
            EarmarkLifted(
                contribution=self.contribution,
                purpose=record.purpose,
                unit=record.unit,
                amount_minor=record.left_minor,
                consent=consent.seal,
                effective=effective,
            ),
        )
        return self.contribution
