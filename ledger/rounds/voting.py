"""An elector chooses."""

from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.context import seal_of
from ledger.identifiers import RoundToken
from ledger.rounds.ballots import choices_of, sealed_ballot
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
        record = seen.mark(elector_mark(self.account, self.round, self.elector), ElectorRecord)
        if record is None:
            raise NotAnElector
        self._require_valid(found)
        number, salt = found.ballots_cast + 1, context.salt()
        choices = choices_of(found.ballot_type, self.choices)
        seal = seal_of(salt, sealed_ballot(number, choices))
        yield Fact(
            self.stream,
            BallotCast(
                elector=self.elector,
                number=number,
                choices=choices.labels,
                points=choices.points,
                salt=salt,
                seal=seal,
                again=bool(record.ballots),
            ),
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
