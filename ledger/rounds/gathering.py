"""What a round's events say of its ballots: which of them count, and what was entered of an assembly.

Counting, recounting and whoever explains a result read it the same way, outside the lock: of a closed round no ballot
changes any more.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from ledger.command import Log
from ledger.identifiers import MemberToken, RoundId, RoundToken, Seal, Stream, part_of
from ledger.rounds.ballots import Choices, read_choices
from ledger.rounds.counting import Result, count, electronic
from ledger.rounds.events import (
    BallotCast,
    ProxyWithdrawn,
    RecusalDeclared,
    RoundClosed,
    RoundCounted,
    RoundOpened,
    ShowOfHandsEntered,
)
from ledger.rounds.recusing import less_recused
from ledger.rounds.terms import Confidentiality, Terms


class Gathered(msgspec.Struct):
    """One round, read from its events."""

    round: RoundId = RoundId("")
    version: int = 0
    """Events that were read."""
    terms: Terms | None = None
    """As they were frozen."""
    closed: bool = False
    latest: dict[RoundToken, BallotCast] = {}
    """Of each elector who cast any, the last ballot (V3)."""
    recused: tuple[MemberToken, ...] = ()
    """Electors who were recused while the round was open (R3)."""
    hands: ShowOfHandsEntered | None = None
    """The newest entry of an assembly's show of hands (R9)."""
    result: Result | None = None
    """As it was counted."""
    choices: Seal | None = None
    """Of the list of the choices that count, in a confidential round that is counted."""
    ballots: Seal | None = None
    """There, of the list of the numbers of the ballots that count."""
    set_aside: Seal | None = None
    """In an open round that is counted: of the list of whose ballots do not count, since somebody was recused."""

    @property
    def is_sealed(self) -> bool:
        """Whether the choices lie beside the log: in a confidential round that is not counted."""
        confidential = self.terms is not None and self.terms.confidentiality is Confidentiality.CONFIDENTIAL
        return confidential and self.result is None

    @property
    def counting_terms(self) -> Terms:
        """The frozen terms, but for electors who were recused later: the quorum is one of all others (R3)."""
        assert self.terms is not None, "what is counted was opened"
        return less_recused(self.terms, len(self.recused))

    def read(self, version: int, event: Any) -> None:
        """Take in the next event."""
        self.version = version
        match event:
            case BallotCast():
                self.latest[event.elector] = event
            case ProxyWithdrawn() if event.unvoted:
                del self.latest[event.giver]
            case RecusalDeclared() if event.late:
                self.recused = (*self.recused, event.member)
            case ShowOfHandsEntered():
                self.hands = event
            case RoundOpened():
                self.terms = event.terms
            case RoundClosed():
                self.closed = True
            case RoundCounted():
                self.result, self.set_aside = event.result, event.set_aside
                self.choices, self.ballots = event.choices, event.ballots
            case _:
                pass


def gathered(log: Log, stream: Stream) -> Gathered:
    """What a round's stream holds."""
    found = Gathered(round=RoundId(part_of(stream)))
    for version, event in log.events(stream):
        found.read(version, event)
    return found


def counting_ballots(log: Log, found: Gathered) -> list[Choices]:
    """The ballots that count: each elector's last, but not those of whoever was present or represented at a show of
    hands (V4, R9), nor those that are set aside (R3).
    """
    if found.choices is not None:
        return list(map(read_choices, log.listing(found.choices)))
    return [cast.chosen for cast in counting_casts(log, found)]


def counting_casts(log: Log, found: Gathered) -> list[BallotCast]:
    """The same as they were cast, in an open round."""
    present: tuple[str, ...] = ()
    if found.hands is not None and found.hands.tokens is not None:
        present = log.listing(found.hands.tokens)
    without = frozenset((*map(RoundToken, present), *set_aside(log, found)))
    return electronic(found.latest, without)


def set_aside(log: Log, found: Gathered) -> tuple[RoundToken, ...]:
    """Whose ballots do not count, since they or the holder of their proxy were recused (R3, M6).

    Before counting the people store tells whose tokens these are (V7); from then on, in an open round, the log itself
    does, for whoever recounts.
    """
    if found.result is not None:
        return tuple(map(RoundToken, log.listing(found.set_aside))) if found.set_aside is not None else ()
    if not found.recused:
        return ()
    recused = frozenset(log.tokens_in(found.round, found.recused))
    return tuple(token for token, cast in found.latest.items() if not recused.isdisjoint((token, cast.proxy)))


def result_of(log: Log, found: Gathered) -> Result | None:
    """The result; None before the round is closed: nobody counts, not even in passing, before that (V8).

    While the choices are sealed it is None too: whoever counts opens them (ledger.rounds.confidential).
    """
    if found.is_sealed:
        return None
    return counted(found, counting_ballots(log, found))


def counted(found: Gathered, ballots: Iterable[Choices]) -> Result | None:
    """What these ballots come to, with a show of hands; None before the round is closed."""
    if found.terms is None or not found.closed:
        return None
    entered = None if found.hands is None else found.hands.hands
    return count(found.counting_terms, ballots, entered)
