"""A recount: the result once more, from the frozen terms and the ballots alone, beside the one in the log (R4).

Nothing is written, no view is asked, and nobody needs a key or a running service for it: whoever has a copy of the
database can recount what was decided.
"""

from collections.abc import Callable, Collection, Iterator
from enum import StrEnum

import msgspec

from ledger.command import Log
from ledger.context import seal_of
from ledger.event import Event
from ledger.identifiers import RoundId, Stream, part_of
from ledger.rounds.ballots import sealed_ballot
from ledger.rounds.confidential import lists_fit
from ledger.rounds.counting import Result, result_bytes, result_hash, sealed_as
from ledger.rounds.events import BallotCast, RoundCounted, RoundDrafted, ShowOfHandsEntered
from ledger.rounds.gathering import Gathered, result_of
from ledger.rounds.refusals import RoundNotCountedYet, UnknownRound
from ledger.rounds.state import RoundStatus
from ledger.rounds.terms import Terms


class FaultKind(StrEnum):
    """What a recount finds changed in what it counts."""

    BALLOT_ALTERED = "ballot-altered"
    """A ballot's choices do not fit the seal that its slip names (V5)."""
    NO_ELECTOR = "no-elector"
    """A ballot's token is not on the frozen list (V1, R2)."""
    NUMBER_MISSING = "number-missing"
    """Ballots are numbered without gaps: one was taken out, or put in (V3)."""
    HANDS_ALTERED = "hands-altered"
    """The totals of an assembly do not fit their seal (R9)."""
    ELECTORATE_ALTERED = "electorate-altered"
    """The list of tokens is longer or shorter than the electorate that was frozen (R2)."""
    LISTS_ALTERED = "lists-altered"
    """The lists of a confidential round cannot be of the ballots that electors cast last (V3, V5)."""


class Fault(msgspec.Struct, frozen=True):
    """Something that was changed after it was recorded."""

    kind: FaultKind
    ballot: int | None = None
    """The number of the ballot, where it is one."""


class Recount(msgspec.Struct, frozen=True, kw_only=True):
    """What a recount comes to."""

    terms: Terms
    """Electors who were recused while the round was open are among those recused (R3)."""
    ballots_cast: int
    """All ballots, replaced ones too."""
    recorded: Result
    """As the log holds it."""
    recounted: Result
    faults: tuple[Fault, ...] = ()

    @property
    def same_bytes(self) -> bool:
        """Whether both results are written with the same bytes."""
        return result_bytes(self.recorded) == result_bytes(self.recounted)

    @property
    def identical(self) -> bool:
        """Whether the result stands: the same bytes, from ballots that nobody changed."""
        return self.same_bytes and not self.faults

    @property
    def recorded_hash(self) -> str:
        """Of the result that the log holds."""
        return result_hash(self.recorded)

    @property
    def recounted_hash(self) -> str:
        """Of the result of this recount."""
        return result_hash(self.recounted)


def recounted(log: Log, stream: Stream) -> Recount:
    """Count a round again, and look whether what is counted was changed. Raises as `counted_round`."""
    checks = _Checks()
    found = counted_round(log, stream, checks.read)
    assert found.terms is not None, "a counted round was opened"
    assert found.result is not None, "and has a result"
    again = result_of(log, found)
    assert again is not None, "and was closed"
    tokens = log.listing(found.terms.tokens_list)
    return Recount(
        terms=terms_of(found),
        ballots_cast=checks.ballots,
        recorded=found.result,
        recounted=again,
        faults=(*checks.faults(frozenset(tokens), found.terms.electorate), *_of_lists(log, found)),
    )


def _of_lists(log: Log, found: Gathered) -> Iterator[Fault]:
    """What was committed with the count of a confidential round, beside the ballots."""
    if found.terms is None or found.choices is None or found.ballots is None:
        return
    lists = log.listing(found.choices), log.listing(found.ballots)
    by_hand = 0 if found.hands is None else found.hands.hands.voting
    if not lists_fit(found.terms, found.latest.values(), lists, by_hand=by_hand, recused=len(found.recused)):
        yield Fault(FaultKind.LISTS_ALTERED)


def counted_round(log: Log, stream: Stream, also: Callable[[Event], None] | None = None) -> Gathered:
    """What a round's events say up to the count, each shown to `also` too. Raises UnknownRound, RoundNotCountedYet."""
    found, is_round = Gathered(round=RoundId(part_of(stream))), False
    for version, event in log.events(stream):
        is_round = is_round or isinstance(event, RoundDrafted)
        found.read(version, event)
        if also is not None:
            also(event)
        if isinstance(event, RoundCounted):
            break
    if not is_round:
        raise UnknownRound
    if found.terms is None or found.result is None:
        raise RoundNotCountedYet(status=_status(found).value)
    return found


def terms_of(found: Gathered) -> Terms:
    """The terms by which it was counted, those recused later among the recused (R3)."""
    terms = found.counting_terms
    return msgspec.structs.replace(terms, recused=terms.recused + len(found.recused))


def _status(found: Gathered) -> RoundStatus:
    if found.closed:
        return RoundStatus.CLOSED
    return RoundStatus.DRAFTED if found.terms is None else RoundStatus.OPEN


class _Checks:
    """What ballots and hands say of themselves, against their seals."""

    def __init__(self) -> None:
        self.ballots = 0
        self._electors: dict[str, int] = {}
        """Of each token the first ballot that it was used for."""
        self._found: list[Fault] = []

    def read(self, event: Event) -> None:
        """Look at the next event."""
        match event:
            case BallotCast():
                self.ballots += 1
                self._electors.setdefault(event.elector, event.number)
                if event.number != self.ballots:
                    self._found.append(Fault(FaultKind.NUMBER_MISSING, event.number))
                    self.ballots = event.number
                # Of a confidential ballot nobody keeps what its seal was over.
                if (
                    event.salt
                    and seal_of(event.salt, sealed_ballot(event.number, event.chosen)) != event.seal
                ):
                    self._found.append(Fault(FaultKind.BALLOT_ALTERED, event.number))
            case ShowOfHandsEntered():
                if seal_of(event.salt, sealed_as(event.hands)) != event.seal:
                    self._found.append(Fault(FaultKind.HANDS_ALTERED))
            case _:
                pass

    def faults(self, tokens: Collection[str], electorate: int) -> list[Fault]:
        """All that was found."""
        strangers = [
            Fault(FaultKind.NO_ELECTOR, number)
            for token, number in self._electors.items()
            if token not in tokens
        ]
        altered = [Fault(FaultKind.ELECTORATE_ALTERED)] if len(tokens) != electorate else []
        return [*altered, *self._found, *strangers]
