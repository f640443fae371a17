"""Proxies: an elector asks another to vote for them, in writing, for one round (M6).

A proxy is the elector's own vote alone: what somebody holds for others cannot be passed on, so whoever has given one
away holds none. One's own ballot overrides it, whichever came first.
"""

from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.identifiers import MinutesId, PaperId, RoundToken
from ledger.minutes.look import minutes_in, minutes_stream
from ledger.papers.look import filed, paper_marks
from ledger.rounds.events import ProxyGiven, ProxyWithdrawn
from ledger.rounds.proxy_refusals import (
    NoProxyGiven,
    NoProxyOfThisElector,
    OwnBallotOverridesProxy,
    PaperTellsGiver,
    PassedOnProxy,
    ProxyAlreadyGiven,
    ProxyHolderNoElector,
    ProxyTooLate,
    ProxyToOneself,
    RoundTakesNoProxies,
    TooManyProxies,
)
from ledger.rounds.recusing import ElectorCommand
from ledger.rounds.refusals import NotAnElector
from ledger.rounds.state import ElectorRecord, Round, RoundStatus
from ledger.rounds.terms import Confidentiality


class ProxyCommand(ElectorCommand, frozen=True, kw_only=True):
    """Something that an elector does about their proxy, while the round is open."""

    giver: RoundToken

    def takes_proxies(self, seen: Seen, context: Context) -> Round:
        """The open round. Raises RoundTakesNoProxies or ProxyTooLate."""
        found = self.found(seen)
        if found.status is not RoundStatus.OPEN:
            raise RoundTakesNoProxies(status=found.status.value)
        if context.recorded_us >= found.closes_us:
            raise ProxyTooLate
        return found

    def elector(self, seen: Seen, token: RoundToken) -> ElectorRecord | None:
        """What is kept of an elector; None: it is none."""
        return seen.mark(self.marks_of(token)[token], ElectorRecord)


class GiveProxy(ProxyCommand, frozen=True, kw_only=True):
    """An elector asks another to vote for them in this round; or it is written down that they have, on paper."""

    holder: RoundToken
    minutes: MinutesId | None = None
    """With which it was handed in, where it was written on paper."""
    paper: PaperId | None = None
    """Its scan."""

    def reads(self, context: Context) -> Reads:
        minutes = () if self.minutes is None else (minutes_stream(self.account, self.minutes),)
        marks = *self.marks_of(self.giver, self.holder).values(), *paper_marks(self.account, self.paper)
        return Reads(streams=(self.stream, *minutes), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        found = self.takes_proxies(seen, context)
        giver, holder = self.elector(seen, self.giver), self.elector(seen, self.holder)
        if giver is None:
            raise NotAnElector
        if holder is None:
            raise ProxyHolderNoElector
        if self.giver == self.holder:
            raise ProxyToOneself
        self.require_not_recused(seen, found, self.giver, self.holder)
        if giver.holder is not None:
            raise ProxyAlreadyGiven
        if giver.own:
            raise OwnBallotOverridesProxy
        if giver.givers or holder.holder is not None:
            raise PassedOnProxy
        assert found.terms is not None, "an open round has terms"
        if len(holder.givers) >= found.terms.proxies_per_holder:
            raise TooManyProxies(most=found.terms.proxies_per_holder)
        self._require_evidence(seen, found)
        given = ProxyGiven(giver=self.giver, holder=self.holder, minutes=self.minutes, paper=self.paper)
        yield Fact(self.stream, given)
        return self.round

    def _require_evidence(self, seen: Seen, found: Round) -> None:
        """Raises UnknownMinutes, UnknownPaper, PaperWasForgotten or PaperTellsGiver."""
        if self.minutes is not None:
            minutes_in(seen, self.account, self.minutes)
        if self.paper is not None:
            if found.confidentiality is Confidentiality.CONFIDENTIAL:
                raise PaperTellsGiver
            filed(seen, self.account, self.paper)


class WithdrawProxy(ProxyCommand, frozen=True, kw_only=True):
    """An elector takes their proxy back: what was cast under it does not count, and they may vote themselves."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.stream,), marks=tuple(self.marks_of(self.giver).values()))

    def decide(self, seen: Seen, context: Context) -> Decision:
        self.takes_proxies(seen, context)
        giver = self.elector(seen, self.giver)
        if giver is None:
            raise NotAnElector
        if giver.holder is None:
            raise NoProxyGiven
        unvoted = bool(giver.latest) and not giver.own
        yield Fact(self.stream, ProxyWithdrawn(giver=self.giver, holder=giver.holder, unvoted=unvoted))
        return self.round


def require_holder(giver: ElectorRecord, holder: RoundToken) -> None:
    """Whether this holder may cast for the giver now. Raises NoProxyOfThisElector or OwnBallotOverridesProxy."""
    if giver.holder != holder:
        raise NoProxyOfThisElector
    if giver.own:
        raise OwnBallotOverridesProxy
