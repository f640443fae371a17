"""Why a round came to its result: the rule's steps and, in an open round, what one ballot did at each.

It is worked out from the log when somebody asks, and kept nowhere. Of a confidential round steps are told as totals;
among few electors not even these, where they would tell more than the result does.
"""

import msgspec

from ledger.command import Log
from ledger.identifiers import Stream
from ledger.rounds.ballots import Choices
from ledger.rounds.confidential import is_confidential, shows_totals_alone
from ledger.rounds.counting import Result, Trace, explained
from ledger.rounds.counting.trace import Payment, Shares, payments_of
from ledger.rounds.events import BallotCast
from ledger.rounds.gathering import counting_ballots, counting_casts
from ledger.rounds.recounting import counted_round, terms_of
from ledger.rounds.refusals import BallotConfidential, UnknownBallot
from ledger.rounds.terms import YES, BallotType, Terms


class BallotExplained(msgspec.Struct, frozen=True, kw_only=True):
    """What one ballot of an open round did."""

    number: int
    choices: Choices
    counts: bool
    """Not where a later one replaced it, its elector was counted by hand, or somebody was recused (V3, R9, R3)."""
    payments: tuple[Payment, ...] = ()
    """Under Equal Shares: what it paid for, step by step."""
    won: tuple[str, ...] = ()
    """Of the accepted options those that it chose."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A result and why."""

    terms: Terms
    result: Result
    trace: Trace | None
    """None where the steps would tell more than totals among few electors."""
    ballot: BallotExplained | None = None


def explanation(log: Log, stream: Stream, ballot: int | None = None) -> Explanation:
    """Why a counted round came to its result. Raises as `counted_round`, UnknownBallot or BallotConfidential."""
    found, cast = counted_round(log, stream), None
    assert found.terms is not None, "a counted round was opened"
    if ballot is not None:
        if is_confidential(found.terms):
            raise BallotConfidential
        cast = _ballot(log, stream, ballot)
    hands = None if found.hands is None else found.hands.hands
    result, trace = explained(found.counting_terms, counting_ballots(log, found), hands)
    told: BallotExplained | None = None
    if cast is not None:
        counts = any(cast.number == other.number for other in counting_casts(log, found))
        told = _explained(found.terms, result, trace, cast, counts)
    hidden = isinstance(trace, Shares) and shows_totals_alone(found.terms)
    return Explanation(terms=terms_of(found), result=result, trace=None if hidden else trace, ballot=told)


def _ballot(log: Log, stream: Stream, number: int) -> BallotCast:
    for _, event in log.events(stream):
        if isinstance(event, BallotCast) and event.number == number:
            return event
    raise UnknownBallot(number=number)


def _explained(terms: Terms, result: Result, trace: Trace, cast: BallotCast, counts: bool) -> BallotExplained:
    if not counts:
        return BallotExplained(number=cast.number, choices=cast.chosen, counts=False)
    return BallotExplained(
        number=cast.number,
        choices=cast.chosen,
        counts=True,
        payments=payments_of(trace, cast.chosen) if isinstance(trace, Shares) else (),
        won=won(terms, result, cast.chosen),
    )


def won(terms: Terms, result: Result, choices: Choices) -> tuple[str, ...]:
    """Of the accepted options those that a ballot chose; a yes chooses the one that was asked about."""
    if terms.ballot_type is BallotType.YES_NO_ABSTAIN:
        return result.accepted if choices.labels == (YES,) else ()
    chosen = {
        label
        for label, points in zip(choices.labels, choices.points or (1,) * len(choices.labels), strict=True)
        if points
    }
    return tuple(label for label in result.accepted if label in chosen)
