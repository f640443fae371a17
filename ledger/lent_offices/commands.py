"""What the lender decides about an officer, and how either side ends it."""

from datetime import date
from typing import Any

import msgspec

from ledger.accounts.decided import begun, decided
from ledger.accounts.look import effective_in, founded
from ledger.accounts.state import member_mark
from ledger.associations.events import OfficeVacated
from ledger.associations.membership import current_member
from ledger.associations.refusals import SuspendedFromOffice
from ledger.associations.rules import Office, Tier
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.identifiers import MemberToken, ProposalId, stream_of
from ledger.lent_offices.events import OfficerLent, OfficerOfferEnded, OfficerRecalled
from ledger.lent_offices.look import offer_of, require_lendable
from ledger.lent_offices.refusals import LendingOver, LentThereAsAnother, UnknownLending, UnknownLentPerson
from ledger.lent_offices.state import Lending, lending_mark, lent_mark, offer_mark, recalled_mark
from ledger.proposals.events import ProposalAmended, ProposalDrafted
from ledger.proposals.measure import LendOfficer


class LendOfficerByDecision(AccountCommand, frozen=True, kw_only=True):
    """Carry out a final decision that lends an officer to another account, whose own assembly accepts (A3)."""

    proposal: ProposalId
    measure: LendOfficer | None = None
    """Gathered, not given: an accepted proposal no longer changes."""

    def gather(self, log: Log) -> Any:
        found = None
        for _, event in log.events(stream_of(self.account, self.proposal)):
            if isinstance(event, ProposalDrafted | ProposalAmended):
                found = event.measure if isinstance(event.measure, LendOfficer) else None
        return msgspec.structs.replace(self, measure=found)

    def reads(self, context: Context) -> Reads:
        streams = [self.account, stream_of(self.account, self.proposal)]
        if self.measure is None:
            return Reads(streams=tuple(streams))
        if self.measure.twinning is not None:
            streams.append(stream_of(self.account, self.measure.twinning))
        member = self.measure.member
        marks = (member_mark(self.account, member), lent_mark(self.account, self.measure.to, member))
        return Reads(streams=tuple(streams), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        measure = decided(seen, self.account, self.proposal, LendOfficer)
        assert measure == self.measure, "an accepted proposal no longer changes, and was gathered last"
        require_lendable(seen, self.account, account, measure.to, measure.office, measure.twinning)
        if current_member(seen, self.account, measure.member).suspended:
            raise SuspendedFromOffice
        before = seen.mark(lent_mark(self.account, measure.to, measure.member), Office)
        if before is not None and before is not measure.office:
            raise LentThereAsAnother(office=before.value)
        yield Fact(
            self.account,
            OfficerLent(
                to=measure.to,
                office=measure.office,
                member=measure.member,
                decision=self.proposal,
                twinning=measure.twinning,
                tier=Tier(account.tier) if measure.twinning is None else None,
                effective=recorded_date(context),
            ),
        )
        yield begun(self.account, self.proposal)
        return self.proposal


class RecallOfficer(AccountCommand, frozen=True, kw_only=True):
    """The lender lends an officer no more; where they hold the office, it falls vacant (A3)."""

    proposal: ProposalId
    """The decision that lent them."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        marks = (lending_mark(self.account, self.proposal), recalled_mark(self.account, self.proposal))
        return Reads(streams=(self.account,), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        lending = seen.mark(lending_mark(self.account, self.proposal), Lending)
        if lending is None:
            raise UnknownLending
        if seen.holds(recalled_mark(self.account, self.proposal)):
            raise LendingOver
        yield Fact(
            self.account,
            OfficerRecalled(
                to=lending.to,
                office=lending.office,
                decision=self.proposal,
                effective=effective_in(account, self.effective, context),
            ),
        )
        return self.proposal


class ReleaseOfficer(AccountCommand, frozen=True, kw_only=True):
    """The borrower no longer asks for an officer who is lent; an office that they hold falls vacant (A3)."""

    member: MemberToken
    """The token under which they are lent."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(offer_mark(self.account, self.member),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        offer = offer_of(seen, self.account, self.member)
        if offer is None:
            raise UnknownLentPerson
        if offer.over:
            raise LendingOver
        day = recorded_date(context)
        ended = OfficerOfferEnded(
            lender=offer.lender, lending=offer.lending, member=self.member, effective=day
        )
        yield Fact(self.account, ended)
        for office in account.offices_of(self.member):
            vacated = OfficeVacated(office=office, member=self.member, effective=day)
            yield Fact(self.account, vacated)
        return self.member
