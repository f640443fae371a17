"""A round closes, is counted, and becomes final once its objection window has passed."""

from collections.abc import Iterator, Set
from datetime import date
from typing import Any

import msgspec

from ledger.accounts.events import Award, BudgetAwarded
from ledger.accounts.look import founded
from ledger.calls.events import CallGranted, CallRefused
from ledger.calls.state import OpenCall, Refusal, open_call_mark, open_calls_group
from ledger.command import Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.event import Event
from ledger.identifiers import stream_of
from ledger.proposals.events import ProposalAccepted, ProposalRejected
from ledger.refusals import StaleVersion
from ledger.rounds.confidential import Opened, opened
from ledger.rounds.counting import Budget, Result
from ledger.rounds.events import (
    RoundClosed,
    RoundCounted,
    RoundMadeFinal,
)
from ledger.rounds.gathering import counted, gathered, result_of
from ledger.rounds.look import RoundCommand, require_status
from ledger.rounds.refusals import (
    BallotNotAsSealed,
    CountingNotReached,
    DeadlineNotReached,
    ObjectionWindowOpen,
)
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
    opened: Opened | None = None
    """Gathered in a confidential round: the ballots that count (V8)."""

    def gather(self, log: Log) -> Any:
        if not self.names_a_round:
            return self
        found = gathered(log, self.stream)
        if not (found.is_sealed and found.closed):
            return msgspec.structs.replace(self, result=result_of(log, found), version=found.version)
        sealed = opened(log, self.account, self.round, found)
        result = counted(found, sealed.choices)
        return msgspec.structs.replace(self, result=result, version=found.version, opened=sealed)

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        require_status(found, RoundStatus.CLOSED)
        if context.recorded_us < found.counting_us:
            raise CountingNotReached
        if seen.version(self.stream) != self.version:
            raise StaleVersion(version=seen.version(self.stream))
        assert self.result is not None, "all events of a closed round were gathered, its opening among them"
        counted = RoundCounted(result=self.result, counted_us=context.recorded_us)
        if self.opened is not None:
            if self.opened.unsound:
                raise BallotNotAsSealed(number=self.opened.unsound)
            choices, ballots = self.opened.listings(context)
            yield choices
            yield ballots
            counted = msgspec.structs.replace(counted, choices=choices.seal, ballots=ballots.seal)
        yield Fact(self.stream, counted)
        return self.round


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
