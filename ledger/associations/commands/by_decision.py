"""What only a final decision of the association does: fill an office, change the rules."""

from typing import Any

import msgspec

from ledger.accounts.decided import begun, decided
from ledger.accounts.look import founded
from ledger.accounts.state import members_group
from ledger.associations.events import OfficerAppointed, RulesChanged
from ledger.associations.membership import current_member
from ledger.associations.refusals import HoldsAnotherOffice, RulesChangedSince, SuspendedFromOffice
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.identifiers import MemberToken, ProposalId, TwinningId, stream_of
from ledger.lent_offices.look import offer_of, require_accepted
from ledger.lent_offices.state import Offer, offer_mark
from ledger.proposals.events import ProposalAmended, ProposalDrafted
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Appoint, ChangeRules


class AppointByDecision(AccountCommand, frozen=True, kw_only=True):
    """Carry out a final decision that gives somebody an office; who held it before hands it over (A3)."""

    proposal: ProposalId
    lent: MemberToken | None = None
    """Gathered, not given: who is appointed, where somebody lent is."""
    twinning: TwinningId | None = None
    """Gathered, not given: under which they are lent."""

    def gather(self, log: Log) -> Any:
        lent, twinning = None, None
        for _, event in log.events(stream_of(self.account, self.proposal)):
            if isinstance(event, ProposalDrafted | ProposalAmended):
                measure = event.measure
                lent = measure.member if isinstance(measure, Appoint) and measure.lender is not None else None
        if lent is not None:
            offer = log.mark(offer_mark(self.account, lent), Offer)
            twinning = None if offer is None else offer.twinning
        return msgspec.structs.replace(self, lent=lent, twinning=twinning)

    def reads(self, context: Context) -> Reads:
        # The proposal says who is appointed, so any membership may be looked up; only that one is.
        twinning = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        streams = (self.account, stream_of(self.account, self.proposal), *twinning)
        offer = () if self.lent is None else (offer_mark(self.account, self.lent),)
        return Reads(streams=streams, marks=offer, groups=(members_group(self.account),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        measure = decided(seen, self.account, self.proposal, Appoint)
        if measure.lender is not None:
            offer = offer_of(seen, self.account, measure.member)
            assert offer is not None, "a person lent is drafted by the token of an offer"
            require_accepted(seen, self.account, offer, measure.office)
        elif current_member(seen, self.account, measure.member).suspended:
            raise SuspendedFromOffice
        for office in account.offices_of(measure.member):
            if office is not measure.office:
                raise HoldsAnotherOffice(office=office.value)
        yield Fact(
            self.account,
            OfficerAppointed(
                office=measure.office,
                member=measure.member,
                effective=recorded_date(context),
                decision=self.proposal,
                lender=measure.lender,
            ),
        )
        yield begun(self.account, self.proposal)
        return self.proposal


class ChangeRulesByDecision(AccountCommand, frozen=True, kw_only=True):
    """Carry out a final decision that changes the rules; rounds already open keep those that they froze (A4)."""

    proposal: ProposalId

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, stream_of(self.account, self.proposal)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        measure = decided(seen, self.account, self.proposal, ChangeRules)
        under = proposal_in(seen, self.account, self.proposal).decided_under
        if under != account.rules_version:
            raise RulesChangedSince(decided=under, present=account.rules_version)
        yield Fact(
            self.account,
            RulesChanged(
                version=account.rules_version + 1,
                rules=measure.rules,
                decision=self.proposal,
                since_us=context.recorded_us,
            ),
        )
        yield begun(self.account, self.proposal)
        return self.proposal
