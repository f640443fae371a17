"""An elector chooses."""

from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.context import canonical, seal_of
from ledger.identifiers import RoundToken
from ledger.rounds.events import BallotCast
from ledger.rounds.look import RoundCommand
from ledger.rounds.refusals import (
    BallotTooLate,
    NotAnElector,
    NotOneAnswer,
    OptionNamedTwice,
    RoundTakesNoBallots,
    UnknownOption,
)
from ledger.rounds.state import ElectorRecord, Round, RoundStatus, elector_mark
from ledger.rounds.terms import ABSTAIN, NO, YES, BallotType


class CastBallot(RoundCommand, frozen=True, kw_only=True):
    """One elector, one counting ballot: a later one replaces it until the deadline (V3, V4)."""

    elector: RoundToken
    choices: tuple[str, ...]
    """Labels of options, none to all of them; or one of `yes`, `no`, `abstain`."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.stream,), marks=(elector_mark(self.account, self.round, self.elector),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        found = self.found(seen)
        if found.status is not RoundStatus.OPEN:
            raise RoundTakesNoBallots(status=found.status.value)
        if context.recorded_us >= found.closes_us:
            raise BallotTooLate
        if seen.mark(elector_mark(self.account, self.round, self.elector), ElectorRecord) is None:
            raise NotAnElector
        self._require_valid(found)
        number, salt = found.ballots_cast + 1, context.salt()
        # Sorted, so that the order in which somebody named the options tells nothing of them.
        choices = tuple(sorted(self.choices))
        seal = seal_of(salt, canonical([number, choices]))
        yield Fact(
            self.stream,
            BallotCast(elector=self.elector, number=number, choices=choices, salt=salt, seal=seal),
        )
        return f"{self.round}.{number}"

    def _require_valid(self, found: Round) -> None:
        """Options exist, and none twice (V2)."""
        chosen = set(self.choices)
        if len(chosen) < len(self.choices):
            raise OptionNamedTwice
        if found.ballot_type is BallotType.APPROVAL:
            named = {item.label for item in found.items}
        else:
            named = {YES, NO, ABSTAIN}
        if not chosen <= named:
            raise UnknownOption
        if found.ballot_type is BallotType.YES_NO_ABSTAIN and len(chosen) != 1:
            raise NotOneAnswer
