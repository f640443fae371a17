"""A round closes, and is counted."""

from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.command import Context, Decision, Fact, Log, Seen
from ledger.identifiers import RoundToken
from ledger.refusals import StaleVersion
from ledger.rounds.confidential import Opened, opened
from ledger.rounds.counting import Result
from ledger.rounds.events import RoundClosed, RoundCounted
from ledger.rounds.gathering import counted, gathered, result_of, set_aside
from ledger.rounds.look import RoundCommand, require_status
from ledger.rounds.refusals import BallotNotAsSealed, CountingNotReached, DeadlineNotReached, HandsOfRecused
from ledger.rounds.state import RoundStatus


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
    set_aside: tuple[RoundToken, ...] = ()
    """Gathered, not given: whose ballots do not count, since somebody was recused (R3)."""
    version: int = 0
    """Events of the round that were gathered."""
    opened: Opened | None = None
    """Gathered in a confidential round: the ballots that count (V8)."""

    def gather(self, log: Log) -> Any:
        if not self.names_a_round:
            return self
        found = gathered(log, self.stream)
        if not (found.is_sealed and found.closed):
            aside, result = set_aside(log, found), result_of(log, found)
            return msgspec.structs.replace(self, result=result, set_aside=aside, version=found.version)
        sealed = opened(log, self.account, self.round, found)
        result = counted(found, sealed.choices)
        return msgspec.structs.replace(self, result=result, version=found.version, opened=sealed)

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        require_status(found, RoundStatus.CLOSED)
        if context.recorded_us < found.entry_ends_us:
            raise CountingNotReached
        if seen.version(self.stream) != self.version:
            raise StaleVersion(version=seen.version(self.stream))
        if found.hands_overtaken:
            raise HandsOfRecused
        assert self.result is not None, "all events of a closed round were gathered, its opening among them"
        counted = RoundCounted(result=self.result, counted_us=context.recorded_us)
        if self.opened is not None:
            if self.opened.unsound:
                raise BallotNotAsSealed(number=self.opened.unsound)
            choices, ballots = self.opened.listings(context)
            yield choices
            yield ballots
            counted = msgspec.structs.replace(counted, choices=choices.seal, ballots=ballots.seal)
        if self.set_aside:
            listing = context.listing(context.shuffled(self.set_aside))
            yield listing
            counted = msgspec.structs.replace(counted, set_aside=listing.seal)
        yield Fact(self.stream, counted)
        return self.round
