"""How the borrower takes in what a lender tells, in any order and however often."""

from datetime import date

from ledger.accounts.look import opened
from ledger.associations.events import OfficeVacated
from ledger.associations.rules import Office, Tier
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen, recorded_date
from ledger.identifiers import AccountId, MemberToken, ProposalId, TwinningId, is_id, stream_of
from ledger.lent_offices.events import OfficerOffered, OfficerOfferEnded
from ledger.lent_offices.state import LENDABLE, WIDER, Told, told_mark
from ledger.twinnings.look import twinning_in
from ledger.twinnings.refusals import MessageMalformed, NotTheTwins, TwinningNotAtThisStep
from ledger.twinnings.state import TwinningStatus


class _FromLender(AccountCommand, frozen=True, kw_only=True):
    """What another account told of an officer whom it lends; a lending is known by who tells of it."""

    sender: AccountId
    lending: ProposalId
    effective: date

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(told_mark(self.account, self.sender, self.lending),))

    def told(self, seen: Seen) -> Told | None:
        """What was heard of it. Raises MessageMalformed."""
        if not (is_id("proposal", self.lending) and is_id("account", self.sender)):
            raise MessageMalformed
        return seen.mark(told_mark(self.account, self.sender, self.lending), Told)


class TakeOfficerLending(_FromLender, frozen=True, kw_only=True):
    """An officer is lent, whose end may have been told before; who it is stays with the lender."""

    office: Office
    twinning: TwinningId | None
    tier: Tier | None

    def reads(self, context: Context) -> Reads:
        reads = _FromLender.reads(self, context)
        twinning = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        return Reads(streams=(*reads.streams, *twinning), marks=reads.marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        opened(seen, self.account)
        told = self.told(seen)
        as_wider = self.tier in WIDER if self.twinning is None else self.tier is None
        if self.office not in LENDABLE or not as_wider:
            raise MessageMalformed
        if self.twinning is not None:
            self._require_twin(seen, self.twinning)
        if told is None:
            yield Fact(
                self.account,
                OfficerOffered(
                    lender=self.sender,
                    lending=self.lending,
                    office=self.office,
                    member=MemberToken(context.fresh("member")),
                    twinning=self.twinning,
                    tier=self.tier,
                    effective=self.effective,
                ),
            )
        return self.account

    def _require_twin(self, seen: Seen, named: TwinningId) -> None:
        """Raises UnknownTwinning, NotTheTwins, or TwinningNotAtThisStep for one that waits for our answer."""
        twinning = twinning_in(seen, self.account, named)
        if twinning.other != self.sender:
            raise NotTheTwins
        if twinning.status is TwinningStatus.OFFERED:
            raise TwinningNotAtThisStep(status=twinning.status.value, wanted=TwinningStatus.ACTIVE.value)


class TakeOfficerRecalling(_FromLender, frozen=True, kw_only=True):
    """An officer is lent no more: an office that they hold falls vacant (A3)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = opened(seen, self.account)
        told = self.told(seen)
        if told is not None and told.over:
            return self.account
        member = None if told is None else told.member
        ended = OfficerOfferEnded(
            lender=self.sender,
            lending=self.lending,
            member=member,
            recalled=True,
            effective=self.effective,
        )
        yield Fact(self.account, ended)
        for office in account.offices_of(member or ""):
            assert member is not None
            # It falls vacant on the day on which it is known here: who met before did not fill it.
            vacated = OfficeVacated(office=office, member=member, effective=recorded_date(context))
            yield Fact(self.account, vacated)
        return self.account
