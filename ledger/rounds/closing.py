"""A round closes, is counted, and becomes final once its objection window has passed."""

from collections.abc import Iterator, Mapping, Set
from datetime import date
from typing import Any

import msgspec

from ledger.accounts.events import Award, BudgetAwarded
from ledger.accounts.look import founded
from ledger.calls.events import CallGranted, CallRefused
from ledger.calls.state import OpenCall, Refusal, open_call_mark, open_calls_group
from ledger.command import Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.event import Event
from ledger.identifiers import RoundToken, stream_of
from ledger.proposals.events import ProposalAccepted, ProposalRejected
from ledger.refusals import StaleVersion
from ledger.rounds.counting import Budget, Result, count, electronic
from ledger.rounds.events import (
    BallotCast,
    RoundClosed,
    RoundCounted,
    RoundMadeFinal,
    RoundOpened,
    ShowOfHandsEntered,
)
from ledger.rounds.look import RoundCommand, require_status
from ledger.rounds.refusals import CountingNotReached, DeadlineNotReached, ObjectionWindowOpen
from ledger.rounds.state import RoundStatus
from ledger.rounds.terms import Option, Terms


class CloseRound(RoundCommand, frozen=True, kw_only=True):
    """No ballot is taken any more: at the frozen deadline or after it, never earlier (R2)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        require_status(found, RoundStatus.OPEN)
        if context.recorded_us < found.closes_us:
            raise DeadlineNotReached
        yield Fact(self.stream, RoundClosed())
        return self.round


class CountRound(RoundCommand, frozen=True, kw_only=True):
    """Count a closed round (R4), with the show of hands that was entered (R9).

    All votes are read outside the lock: what comes after, the version tells.
    """

    result: Result | None = None
    """Gathered, not given."""
    version: int = 0
    """Events of the round that were gathered."""

    def gather(self, log: Log) -> Any:
        events = log.events(self.stream) if self.names_a_round else ()
        seen_until, terms, closed = 0, None, False
        latest: dict[RoundToken, tuple[str, ...]] = {}
        entry: ShowOfHandsEntered | None = None
        for version, event in events:
            seen_until = version
            match event:
                case BallotCast():
                    latest[event.elector] = event.choices
                case ShowOfHandsEntered():
                    entry = event
                case RoundOpened():
                    terms = event.terms
                case RoundClosed():
                    closed = True
                case _:
                    pass
        # Nobody counts, not even in passing, before the round is closed (V8).
        result = _counted(log, terms, latest, entry) if terms and closed else None
        return msgspec.structs.replace(self, result=result, version=seen_until)

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        require_status(found, RoundStatus.CLOSED)
        if context.recorded_us < found.counting_us:
            raise CountingNotReached
        if seen.version(self.stream) != self.version:
            raise StaleVersion(version=seen.version(self.stream))
        assert self.result is not None, "all events of a closed round were gathered, its opening among them"
        yield Fact(self.stream, RoundCounted(result=self.result, counted_us=context.recorded_us))
        return self.round


def _counted(
    log: Log, terms: Terms, latest: Mapping[RoundToken, tuple[str, ...]], entry: ShowOfHandsEntered | None
) -> Result:
    """The result of the frozen terms, the newest ballots, the totals by hand and the sealed list of who raised them."""
    if entry is None:
        return count(terms, latest.values())
    present = map(RoundToken, log.listing(entry.tokens)) if entry.tokens else ()
    return count(terms, electronic(latest, frozenset(present)), entry.hands)


class MakeRoundFinal(RoundCommand, frozen=True, kw_only=True):
    """After the objection window the decision stands, and its money is awarded (R10, B2).

    Calls on the fund that it decided are answered (P5); one that was withdrawn meanwhile needs no answer.
    """

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream), groups=(open_calls_group(self.account),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        require_status(found, RoundStatus.COUNTED)
        if context.recorded_us < found.window_ends_us():
            raise ObjectionWindowOpen
        assert found.terms is not None, "a counted round was opened"
        assert found.result is not None, "a counted round has a result"
        accepted = set(found.result.accepted)
        yield Fact(self.stream, RoundMadeFinal())
        if found.terms.budget:
            winners = [option for option in found.terms.options if option.label in accepted]
            yield Fact(self.account, self._awarded(found.terms, winners))
        for option in found.terms.options:
            outcome: Event
            if option.label in accepted:
                outcome = ProposalAccepted(
                    round=self.round,
                    decided=recorded_date(context),
                    rules_version=found.terms.rules_version,
                )
            else:
                outcome = ProposalRejected(round=self.round)
            yield Fact(stream_of(self.account, option.proposal), outcome)
        yield from self._answers(seen, found.terms, accepted, recorded_date(context))
        return self.round

    def _answers(self, seen: Seen, terms: Terms, accepted: Set[str], today: date) -> Iterator[Fact]:
        waiting = seen.group(open_calls_group(self.account), OpenCall)
        for option in terms.options:
            call = waiting.get(open_call_mark(self.account, option.call)) if option.call else None
            if option.call is None or call is None:
                continue
            answer: Event
            if option.label in accepted:
                answer = CallGranted(
                    by=self.account, asking=call.asking, proposal=option.proposal, effective=today
                )
            else:
                answer = CallRefused(
                    by=self.account, asking=call.asking, ground=Refusal.DECIDED, effective=today
                )
            yield Fact(stream_of(self.account, option.call), answer)

    def _awarded(self, terms: Terms, winners: list[Option]) -> BudgetAwarded:
        """Accepted proposals keep their costs; the rest of the budget is freed."""
        rest = Budget(terms.budget)
        for option in winners:
            rest.take(option.costs)
        awards = tuple(
            Award(option.proposal, option.destination, option.costs) for option in winners if option.costs
        )
        return BudgetAwarded(round=self.round, awards=awards, freed=rest.left())
