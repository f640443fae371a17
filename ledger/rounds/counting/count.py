"""Counting: a pure function of the frozen terms and the counting ballots (R4).

The order in which ballots came plays no part: equal ballots are grouped, and only how many there are of each counts. A
recount gives identical bytes.
"""

from collections.abc import Iterable, Mapping, Set
from typing import TypeVar

from ledger.identifiers import RoundToken
from ledger.rounds.ballots import Choices
from ledger.rounds.counting.poll import polled
from ledger.rounds.counting.result import Hands, Outcome, Result
from ledger.rounds.counting.rules import definition_of
from ledger.rounds.counting.trace import Trace
from ledger.rounds.terms import Terms

T = TypeVar("T")


def electronic(latest: Mapping[RoundToken, T], present: Set[RoundToken]) -> list[T]:
    """The ballots that count beside a show of hands: not those of whoever was present, who counts once (R9, V4)."""
    return [cast for elector, cast in latest.items() if elector not in present]


def count(terms: Terms, ballots: Iterable[Choices], hands: Hands | None = None) -> Result:
    """Count the choices of the ballots that count: one per elector, its latest (V3, V4); and a show of hands (R9)."""
    return _counted(terms, ballots, hands)[0]


def explained(terms: Terms, ballots: Iterable[Choices], hands: Hands | None = None) -> tuple[Result, Trace]:
    """The same, and why: step by step what the rule did, whether or not the quorum was reached."""
    result, outcome = _counted(terms, ballots, hands)
    return result, outcome.why()


def _counted(terms: Terms, ballots: Iterable[Choices], hands: Hands | None) -> tuple[Result, Outcome]:
    poll = polled(terms, ballots, hands)
    # Where everybody was recused, nobody decides, however low the quorum is (R3).
    quorum_reached = terms.electorate > 0 and poll.electors * 100 >= terms.quorum_percent * terms.electorate
    outcome = definition_of(terms)(terms, poll)
    result = Result(
        ballots_counted=poll.electors,
        by_hand=poll.by_hand,
        quorum_reached=quorum_reached,
        tallies=outcome.tallies,
        accepted=tuple(sorted(outcome.accepted)) if quorum_reached else (),
        tie_decided=outcome.tie_decided and quorum_reached,
    )
    return result, outcome
