"""What a round's events say of its ballots: which of them count, and what was entered of an assembly.

Counting, recounting and whoever explains a result read it the same way, outside the lock: of a closed round no ballot
changes any more.
"""

from typing import Any

import msgspec

from ledger.command import Log
from ledger.identifiers import RoundToken, Stream
from ledger.rounds.ballots import Choices
from ledger.rounds.counting import Result, count, electronic
from ledger.rounds.events import BallotCast, RoundClosed, RoundCounted, RoundOpened, ShowOfHandsEntered
from ledger.rounds.terms import Terms


class Gathered(msgspec.Struct):
    """One round, read from its events."""

    version: int = 0
    """Events that were read."""
    terms: Terms | None = None
    closed: bool = False
    latest: dict[RoundToken, Choices] = {}
    """Of each elector who cast any, the last ballot (V3)."""
    hands: ShowOfHandsEntered | None = None
    """The newest entry of an assembly's show of hands (R9)."""
    result: Result | None = None
    """As it was counted."""

    def read(self, version: int, event: Any) -> None:
        """Take in the next event."""
        self.version = version
        match event:
            case BallotCast():
                self.latest[event.elector] = event.chosen
            case ShowOfHandsEntered():
                self.hands = event
            case RoundOpened():
                self.terms = event.terms
            case RoundClosed():
                self.closed = True
            case RoundCounted():
                self.result = event.result
            case _:
                pass


def gathered(log: Log, stream: Stream) -> Gathered:
    """What a round's stream holds."""
    found = Gathered()
    for version, event in log.events(stream):
        found.read(version, event)
    return found


def counting_ballots(log: Log, found: Gathered) -> list[Choices]:
    """The ballots that count: each elector's last, but not those of whoever was present at a show of hands (V4, R9)."""
    present: tuple[str, ...] = ()
    if found.hands is not None and found.hands.tokens is not None:
        present = log.listing(found.hands.tokens)
    return electronic(found.latest, frozenset(map(RoundToken, present)))


def result_of(log: Log, found: Gathered) -> Result | None:
    """The result; None before the round is closed: nobody counts, not even in passing, before that (V8)."""
    if found.terms is None or not found.closed:
        return None
    entered = None if found.hands is None else found.hands.hands
    return count(found.terms, counting_ballots(log, found), entered)
