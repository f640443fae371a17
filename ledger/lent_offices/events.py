"""What happens to an office that is lent: two kinds at the lender, two at the borrower."""

from datetime import date

import msgspec

from ledger.accounts.state import Account
from ledger.associations.rules import Office, Tier
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import AccountId, MemberToken, ProposalId, Stream, TwinningId, account_of
from ledger.lent_offices.messages import OfficerLending, OfficerRecalling
from ledger.lent_offices.state import (
    Lending,
    Offer,
    Told,
    lending_mark,
    lent_mark,
    offer_mark,
    recalled_mark,
    told_mark,
)
from ledger.message import Sending


class OfficerLent(Event, frozen=True, kw_only=True, tag="officer-lent"):
    """Lender: a decision lends a member as an officer to another account, which is told of the office alone (A3)."""

    to: AccountId
    office: Office
    member: MemberToken
    decision: ProposalId
    twinning: TwinningId | None = None
    tier: Tier | None = None
    """Where it is lent by the federation, and not by the twin."""
    effective: date

    def apply(self, state: Account) -> None:
        pass

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        marks.put(lending_mark(account, self.decision), Lending(self.to, self.office, self.member))
        marks.put(lent_mark(account, self.to, self.member), self.office)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        lending = OfficerLending(
            lending=self.decision,
            office=self.office,
            twinning=self.twinning,
            tier=self.tier,
            effective=self.effective,
        )
        return (Sending(self.to, lending),)


class OfficerRecalled(Event, frozen=True, kw_only=True, tag="officer-recalled"):
    """Lender: an officer is lent no more; the other account is told (A3)."""

    to: AccountId
    office: Office
    decision: ProposalId
    """By which the officer was lent."""
    effective: date

    def apply(self, state: Account) -> None:
        pass

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(recalled_mark(account_of(stream), self.decision), True)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return (Sending(self.to, OfficerRecalling(lending=self.decision, effective=self.effective)),)


class OfficerOffered(Event, frozen=True, kw_only=True, tag="officer-offered"):
    """Borrower: a federation or twin lends an officer, who is known here by a token of this account (A3)."""

    lender: AccountId
    lending: ProposalId
    """The lender's decision."""
    office: Office
    member: MemberToken
    """Drawn here; nobody's membership."""
    twinning: TwinningId | None = None
    tier: Tier | None = None
    """What the lender says to be, where it lends as federation and not as twin."""
    effective: date

    def apply(self, state: Account) -> None:
        pass

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        marks.put(told_mark(account, self.lender, self.lending), Told(self.member))
        offer = Offer(self.lender, self.lending, self.office, self.effective, self.twinning)
        marks.put(offer_mark(account, self.member), offer)


class OfficerOfferEnded(Event, frozen=True, kw_only=True, tag="officer-offer-ended"):
    """Borrower: an officer is lent no more; an office that they held falls vacant in the same commit (A3)."""

    lender: AccountId
    lending: ProposalId
    member: MemberToken | None = None
    """None where the end was told before the beginning."""
    recalled: bool = False
    """Whether the lender says so; else this side does."""
    effective: date

    def apply(self, state: Account) -> None:
        pass

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        marks.put(told_mark(account, self.lender, self.lending), Told(self.member, over=True))
        if self.member is None:
            return
        mark = offer_mark(account, self.member)
        offer = marks.get(mark, Offer)
        if offer is not None:
            marks.put(mark, msgspec.structs.replace(offer, over=True))
