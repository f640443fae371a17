"""What the counting ballots say together, before any rule makes something of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ledger.rounds.ballots import Choices
from ledger.rounds.counting.result import Hands
from ledger.rounds.terms import ScoredBy, Terms


class Poll(NamedTuple):
    """The ballots that count, equal ones together, and the totals of a show of hands."""

    electors: int
    """Who took part: one counting ballot each, or present at a show of hands."""
    by_hand: int
    ballots: Mapping[Choices, int]
    """How many electors cast each."""
    votes: Mapping[str, int]
    """Ballots and hands that name each label; none that nobody names."""
    scores: Mapping[str, int]
    """What the rule orders options by: the votes, or points or ranks added up."""


def polled(terms: Terms, ballots: Iterable[Choices], hands: Hands | None) -> Poll:
    """Add up. The order in which ballots came is lost here, so that it can play no part."""
    equal = Counter(ballots)
    electors = equal.total()
    votes: Counter[str] = Counter()
    for choices, times in equal.items():
        for label in choices.labels:
            votes[label] += times
    if hands is not None:
        electors += hands.voting
        votes.update({total.label: total.votes for total in hands.totals})
    by_hand = 0 if hands is None else hands.voting
    return Poll(electors, by_hand, equal, votes, _scores(terms.counting_rule.scored_by, equal, votes))


def _scores(by: ScoredBy, ballots: Mapping[Choices, int], votes: Mapping[str, int]) -> Mapping[str, int]:
    if by is ScoredBy.VOTES:
        return votes
    scores: Counter[str] = Counter()
    for choices, times in ballots.items():
        # The last place of a ranked ballot is worth one point, and each place before it one more.
        worth = choices.points if by is ScoredBy.POINTS else range(len(choices.labels), 0, -1)
        for label, points in zip(choices.labels, worth, strict=True):
            scores[label] += points * times
    return scores
