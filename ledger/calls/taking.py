"""How an account takes in what another tells of a call, in any order and however often.

Only the asking side hands a call on; only its twin gives an opinion; only whoever it lies with answers. An answer holds
even against a withdrawal that was on its way: where the call lies it was decided first.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.accounts.look import opened
from ledger.calls.events import (
    CallGranted,
    CallOpinionAsked,
    CallOpinionGiven,
    CallPassedOn,
    CallReceived,
    CallRefused,
    CallSent,
    CallWithdrawn,
)
from ledger.calls.look import CallCommand, accepts_calls, require_opinion, require_readable
from ledger.calls.refusals import CallUnreadable, NotTheirsToSay
from ledger.calls.state import Call, CallStatus, CallTerms, Opinion, Refusal
from ledger.command import Context, Decision, Fact, Paper, Reads, Seen, recorded_date
from ledger.identifiers import AccountId, ProposalId, Seal, is_id, stream_of
from ledger.twinnings.look import twinning_in

LONGEST_TRAIL = 20
"""More tiers than any call climbs."""

DECIDED_HERE = (CallStatus.RECEIVED, CallStatus.ON_BALLOT)
"""It lies with this account, and is not decided."""


class _Told(CallCommand, frozen=True, kw_only=True):
    """What another account told."""

    sender: AccountId

    def held(self, seen: Seen) -> Call | None:
        """The call, where this account has heard of it. Raises UnknownAccount, CallUnreadable or NotTheirsToSay."""
        opened(seen, self.account)
        if not (is_id("call", self.call) and is_id("account", self.sender)):
            raise CallUnreadable
        return self.found(seen) if seen.version(self.stream) else None

    def from_asking(self, seen: Seen) -> Call | None:
        """The same, told by the account that asks. Raises what `held` raises, or NotTheirsToSay."""
        call = self.held(seen)
        if call is not None and call.asking != self.sender:
            raise NotTheirsToSay
        return call

    def require_readable(self, terms: CallTerms) -> None:
        """What the asking account says of its own call. Raises CallUnreadable or NotTheirsToSay."""
        require_readable(terms)
        if terms.asking != self.sender:
            raise NotTheirsToSay

    def from_where_it_lies(self, seen: Seen) -> Call:
        """Our own call, told of by somebody with whom it lies or lay. Raises UnknownCall or NotTheirsToSay."""
        self.held(seen)
        call = self.found(seen)
        if call.asking != self.account or self.sender not in call.trail:
            raise NotTheirsToSay
        return call

    def concludes(self, call: Call) -> bool:
        """Whether the sender is the one to answer, and has not answered yet."""
        return self.sender == call.lies_with and call.status in {CallStatus.SENT, CallStatus.WITHDRAWN}


class TakeCallForOpinion(_Told, frozen=True, kw_only=True):
    """The twin asks what we think of its call."""

    terms: CallTerms
    papers: tuple[Paper, ...] = ()

    def reads(self, context: Context) -> Reads:
        twinning = stream_of(self.account, self.terms.measure.twinning)
        return Reads(streams=(self.account, self.stream, twinning))

    def decide(self, seen: Seen, context: Context) -> Decision:
        call = self.from_asking(seen)
        self.require_readable(self.terms)
        twinning = twinning_in(seen, self.account, self.terms.measure.twinning)
        if twinning.other != self.sender or self.terms.twin != self.account:
            raise NotTheirsToSay
        if call is None or (not call.opinion_asked and call.status is not CallStatus.WITHDRAWN):
            yield from _named(self.papers, self.terms.paper)
            yield Fact(self.stream, CallOpinionAsked(terms=self.terms))
        return self.call


class TakeCallOpinion(_Told, frozen=True, kw_only=True):
    """Our twin says what it thinks; the first opinion stands."""

    opinion: Opinion
    papers: tuple[Paper, ...] = ()

    def decide(self, seen: Seen, context: Context) -> Decision:
        self.held(seen)
        call = self.found(seen)
        require_opinion(self.opinion)
        if call.asking != self.account or call.terms is None or call.terms.twin != self.sender:
            raise NotTheirsToSay
        if call.opinion is None and call.status is CallStatus.MADE:
            yield from _named(self.papers, self.opinion.text)
            given = CallOpinionGiven(by=self.sender, asking=self.account, opinion=self.opinion)
            yield Fact(self.stream, given)
        return self.call


class TakeCall(_Told, frozen=True, kw_only=True):
    """Somebody calls on us; where our rules accept no calls, that is the answer (A4, P5)."""

    terms: CallTerms
    opinion: Opinion
    trail: tuple[AccountId, ...] = ()
    papers: tuple[Paper, ...] = ()

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = opened(seen, self.account)
        call = self.from_asking(seen)
        self.require_readable(self.terms)
        require_opinion(self.opinion)
        known = len(self.trail) <= LONGEST_TRAIL and all(is_id("account", one) for one in self.trail)
        if not known or self.account in {self.sender, *self.trail}:
            raise CallUnreadable
        # As its twin we may hold it already; but it lies with us once, and not after its withdrawal.
        if call is None or call.status is CallStatus.MADE:
            yield from _named(self.papers, self.terms.paper, self.opinion.text)
            yield Fact(
                self.stream,
                CallReceived(terms=self.terms, opinion=self.opinion, trail=self.trail),
            )
            if not accepts_calls(account):
                refused = CallRefused(
                    by=self.account,
                    asking=self.sender,
                    ground=Refusal.NO_CALLS,
                    effective=recorded_date(context),
                )
                yield Fact(self.stream, refused)
        return self.call


class TakeCallWithdrawal(_Told, frozen=True, kw_only=True):
    """The asking side takes it back; that holds unless it is decided here, even if the call itself comes later."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        call = self.from_asking(seen)
        if call is None or call.status in {CallStatus.MADE, *DECIDED_HERE}:
            yield Fact(self.stream, CallWithdrawn(asking=self.sender))
        return self.call


class TakeCallGranting(_Told, frozen=True, kw_only=True):
    """Whoever it lies with meets our call."""

    proposal: ProposalId
    effective: date

    def decide(self, seen: Seen, context: Context) -> Decision:
        call = self.from_where_it_lies(seen)
        if not is_id("proposal", self.proposal):
            raise CallUnreadable
        if self.concludes(call):
            granted = CallGranted(
                by=self.sender, asking=self.account, proposal=self.proposal, effective=self.effective
            )
            yield Fact(self.stream, granted)
        return self.call


class TakeCallRefusing(_Told, frozen=True, kw_only=True):
    """Whoever it lies with does not meet our call."""

    ground: Refusal
    effective: date

    def decide(self, seen: Seen, context: Context) -> Decision:
        call = self.from_where_it_lies(seen)
        if self.concludes(call):
            refused = CallRefused(
                by=self.sender, asking=self.account, ground=self.ground, effective=self.effective
            )
            yield Fact(self.stream, refused)
        return self.call


class TakeCallPassing(_Told, frozen=True, kw_only=True):
    """Whoever it lay with names the one to decide it: we send it there, unless we took it back."""

    to: AccountId

    def decide(self, seen: Seen, context: Context) -> Decision:
        call = self.from_where_it_lies(seen)
        if not is_id("account", self.to) or self.to == self.account:
            raise CallUnreadable
        if self.sender != call.lies_with or call.status is not CallStatus.SENT:
            return self.call
        if self.to in call.trail or len(call.trail) > LONGEST_TRAIL:
            raise CallUnreadable
        assert call.terms is not None, "what was sent had its terms"
        assert call.opinion is not None, "what was sent had an opinion"
        yield Fact(self.stream, CallPassedOn(by=self.sender, asking=self.account, to=self.to))
        yield Fact(
            self.stream,
            CallSent(to=self.to, terms=call.terms, opinion=call.opinion, trail=call.trail),
        )
        return self.call


def _named(papers: Iterable[Paper], *seals: Seal) -> Iterator[Paper]:
    """The papers that the message names; the post office has looked that each text fits its seal."""
    return (paper for paper in papers if paper.seal in seals)
