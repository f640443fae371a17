"""What the sides of a call do: make and send it, give an opinion on it, pass it on, take it back.

To grant or refuse it is no command of its own: a proposal names the call, and the final round on it decides.
"""

from datetime import date
from typing import Any

import msgspec

from ledger.accounts.decided import begun, decided
from ledger.accounts.look import effective_in, founded
from ledger.associations.rules import Tier
from ledger.calls.events import CallMade, CallOpinionGiven, CallPassedOn, CallSent, CallWithdrawn
from ledger.calls.look import CallCommand, require_step
from ledger.calls.refusals import (
    AddresseeMissing,
    CallNotOpen,
    CallWasThere,
    NobodyAbove,
    OpinionMissing,
    OpinionNotAsked,
)
from ledger.calls.state import UNDECIDED, Call, CallStatus, CallTerms, Opinion, OpinionKind
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen
from ledger.identifiers import AccountId, CallId, ProposalId, TwinningId, is_id, stream_of
from ledger.proposals.events import ProposalAmended, ProposalDrafted
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import CallOnFund
from ledger.twinnings.look import active_twinning

__all__ = ["GiveOpinion", "MakeCall", "PassCallOn", "SendCall", "WithdrawCall"]


class MakeCall(AccountCommand, frozen=True, kw_only=True):
    """Carry out a final decision to call on the fund; the twin is asked for its opinion (P5)."""

    proposal: ProposalId
    twinning: TwinningId | None = None
    """Gathered, not given: the one in whose name the proposal calls."""

    def gather(self, log: Log) -> Any:
        twinning = None
        for _, event in log.events(stream_of(self.account, self.proposal)):
            if isinstance(event, ProposalDrafted | ProposalAmended):
                measure = event.measure
                twinning = measure.twinning if isinstance(measure, CallOnFund) else None
        return msgspec.structs.replace(self, twinning=twinning)

    def reads(self, context: Context) -> Reads:
        twinning = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        return Reads(streams=(self.account, stream_of(self.account, self.proposal), *twinning))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        measure = decided(seen, self.account, self.proposal, CallOnFund)
        proposal = proposal_in(seen, self.account, self.proposal)
        assert measure.twinning == self.twinning, (
            "an accepted proposal no longer changes, and was gathered last"
        )
        terms = CallTerms(
            asking=self.account,
            twin=active_twinning(seen, self.account, measure.twinning).other,
            measure=measure,
            proposal=self.proposal,
            decided=proposal.decided,
            paper=proposal.paper,
        )
        call = CallId(context.fresh("call"))
        yield Fact(stream_of(self.account, call), CallMade(terms=terms))
        yield begun(self.account, self.proposal)
        return call


class GiveOpinion(CallCommand, frozen=True, kw_only=True):
    """The twin says what it thinks of a call made in the name of their twinning (P5)."""

    opinion: OpinionKind
    text: str
    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        call = self.found(seen)
        if not call.opinion_asked or call.opinion is not None or call.status is CallStatus.WITHDRAWN:
            raise OpinionNotAsked
        day = effective_in(account, self.effective, context)
        text = context.paper(self.text)
        yield text
        opinion = Opinion(self.opinion, day, text.seal)
        yield Fact(self.stream, CallOpinionGiven(by=self.account, asking=call.asking, opinion=opinion))
        return self.call


class SendCall(CallCommand, frozen=True, kw_only=True):
    """Send the call to its addressee, with the twin's dated opinion (P5)."""

    twinning: TwinningId | None = None
    """Gathered, not given."""

    def gather(self, log: Log) -> Any:
        for _, event in log.events(self.stream):
            if isinstance(event, CallMade):
                return msgspec.structs.replace(self, twinning=event.terms.measure.twinning)
        return self

    def reads(self, context: Context) -> Reads:
        twinning = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        return Reads(streams=(self.account, self.stream, *twinning))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        call = self.own(seen)
        require_step(call, CallStatus.MADE)
        if call.opinion is None:
            raise OpinionMissing
        assert call.terms is not None, "a call is made with its terms"
        assert self.twinning is not None, "whoever knows a call's id asks after it was made"
        active_twinning(seen, self.account, self.twinning)
        yield Fact(
            self.stream,
            CallSent(to=call.terms.measure.addressee, terms=call.terms, opinion=call.opinion),
        )
        return self.call


class PassCallOn(CallCommand, frozen=True, kw_only=True):
    """Pass a call up the tiers, to the association that this one belongs to; the asking side is told (P5)."""

    to: AccountId

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        call = self.found(seen)
        if call.status is not CallStatus.RECEIVED:
            raise CallNotOpen
        if account.tier == Tier.GLOBAL:
            raise NobodyAbove
        if not is_id("account", self.to):
            raise AddresseeMissing
        if self.to in {self.account, call.asking, *call.trail}:
            raise CallWasThere
        yield Fact(self.stream, CallPassedOn(by=self.account, asking=call.asking, to=self.to))
        return self.call


class WithdrawCall(CallCommand, frozen=True, kw_only=True):
    """Take a call back before it is decided; whoever it lies with, and a twin still asked, are told (P5)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        call = self.own(seen)
        require_step(call, *UNDECIDED)
        yield Fact(self.stream, CallWithdrawn(asking=self.account, told=_concerned(call)))
        return self.call


def _concerned(call: Call) -> tuple[AccountId, ...]:
    """Who has something to do with it still."""
    assert call.terms is not None, "a call is made with its terms"
    waiting = () if call.opinion else (call.terms.twin,)
    return (*waiting, call.lies_with) if call.lies_with else waiting
