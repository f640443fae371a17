"""How commands look at a decision round."""

from ledger.command import AccountCommand, Context, Log, Reads, Seen
from ledger.identifiers import ProposalId, RoundId, Stream, stream_of
from ledger.rounds.events import RoundDrafted
from ledger.rounds.refusals import RoundAlreadyOpened, RoundNotAtThisStep, UnknownRound
from ledger.rounds.state import Round, RoundStatus


class RoundCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one decision round."""

    round: RoundId

    @property
    def stream(self) -> Stream:
        """Where the round's events stand."""
        return stream_of(self.account, self.round)

    @property
    def names_a_round(self) -> bool:
        """What is no round's id names a stream of something else, or none at all: it is not looked up."""
        return self.round.startswith("round-") and "/" not in self.round

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def found(self, seen: Seen) -> Round:
        """The round. Raises UnknownRound."""
        found = seen.find(self.stream, Round) if self.names_a_round else None
        if found is None:
            raise UnknownRound
        return found


def require_drafted(found: Round) -> None:
    """Raises RoundAlreadyOpened (R2)."""
    if found.status is not RoundStatus.DRAFTED:
        raise RoundAlreadyOpened(status=found.status.value)


def require_status(found: Round, wanted: RoundStatus) -> None:
    """Raises RoundNotAtThisStep."""
    if found.status is not wanted:
        raise RoundNotAtThisStep(status=found.status.value, wanted=wanted.value)


def proposals_of(log: Log, stream: Stream) -> tuple[ProposalId, ...]:
    """What a round asks, as its first event names it for ever; nothing where there is no such round."""
    for _, event in log.events(stream):
        if isinstance(event, RoundDrafted):
            return tuple(item.proposal for item in event.items)
        break
    return ()
