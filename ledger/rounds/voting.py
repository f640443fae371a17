"""An elector chooses."""

from msgspec.structs import replace

from ledger.command import Context, Decision, Fact, Reads, SealedPart, Seen
from ledger.context import seal_of
from ledger.identifiers import RoundToken
from ledger.rounds.ballots import choices_of, sealed_ballot
from ledger.rounds.checking import require_valid
from ledger.rounds.events import BallotCast
from ledger.rounds.extending import extended
from ledger.rounds.proxies import require_holder
from ledger.rounds.recusing import ElectorCommand
from ledger.rounds.refusals import BallotTooLate, NotAnElector, RoundTakesNoBallots
from ledger.rounds.state import ElectorRecord, RoundStatus
from ledger.rounds.terms import Confidentiality


class CastBallot(ElectorCommand, frozen=True, kw_only=True):
    """One elector, one counting ballot: a later one replaces it until the deadline (V3, V4)."""

    elector: RoundToken
    choices: tuple[str, ...]
    """Labels of options, on a ranked ballot the preferred one first; or one of `yes`, `no`, `abstain`."""
    points: tuple[int, ...] = ()
    """One for each label, on ballots that give points."""
    proxy: RoundToken | None = None
    """Who casts it for the elector, as holder of their proxy (M6)."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.stream,), marks=tuple(self.marks_of(self.elector).values()))

    def decide(self, seen: Seen, context: Context) -> Decision:
        found = self.found(seen)
        if found.status is not RoundStatus.OPEN:
            raise RoundTakesNoBallots(status=found.status.value)
        if context.recorded_us >= found.closes_us:
            raise BallotTooLate
        record = seen.mark(self.marks_of(self.elector)[self.elector], ElectorRecord)
        if record is None:
            raise NotAnElector
        if self.proxy is not None:
            require_holder(record, self.proxy)
        self.require_not_recused(seen, found, self.elector, self.proxy)
        assert found.terms is not None, "an open round has terms"
        require_valid(found.terms, self.choices, self.points)
        number, salt = found.ballots_cast + 1, context.salt()
        choices = choices_of(found.ballot_type, self.choices, self.points)
        seal = seal_of(salt, sealed_ballot(number, choices))
        cast = BallotCast(
            elector=self.elector, number=number, seal=seal, again=bool(record.latest), proxy=self.proxy
        )
        if found.confidentiality is Confidentiality.CONFIDENTIAL:
            yield SealedPart(self.round, number, salt, sealed_ballot(number, choices))
        else:
            cast = replace(cast, choices=choices.labels, points=choices.points, salt=salt)
        yield Fact(self.stream, cast)
        voted = self.voted(seen, found)
        after = voted + (not self.counts(self.elector, record))
        yield from extended(self.stream, found, context.recorded_us, voted, after)
        return f"{self.round}.{number}"
