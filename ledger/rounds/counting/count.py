"""Counting: a pure function of the frozen terms and the counting ballots (R4).

The order in which ballots came plays no part: equal ballots are grouped, and only how many there are of each counts. A
recount gives identical bytes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from ledger.identifiers import RoundToken
from ledger.rounds.ballots import Choices
from ledger.rounds.counting.greedy import greedy
from ledger.rounds.counting.majority import majority
from ledger.rounds.counting.result import Hands, Result
from ledger.rounds.terms import RuleKind, Terms


def electronic(latest: Mapping[RoundToken, Choices], present: Set[RoundToken]) -> list[Choices]:
    """The ballots that count beside a show of hands: not those of whoever was present, who counts once (R9, V4)."""
    return [choices for elector, choices in latest.items() if elector not in present]


def count(terms: Terms, ballots: Iterable[Choices], hands: Hands | None = None) -> Result:
    """Count the choices of the ballots that count: one per elector, its latest (V3, V4); and a show of hands (R9)."""
    votes: Counter[str] = Counter()
    by_hand = counted = 0
    if hands is not None:
        by_hand = counted = hands.present
        votes.update({total.label: total.votes for total in hands.totals})
    for choices, equal in Counter(ballots).items():
        counted += equal
        for label in choices.labels:
            votes[label] += equal
    quorum_reached = counted * 100 >= terms.quorum_percent * terms.electorate
    rule = majority if terms.counting_rule.kind is RuleKind.MAJORITY else greedy
    outcome = rule(terms, votes)
    return Result(
        ballots_counted=counted,
        by_hand=by_hand,
        quorum_reached=quorum_reached,
        tallies=outcome.tallies,
        accepted=tuple(sorted(outcome.accepted)) if quorum_reached else (),
        tie_decided=outcome.tie_decided and quorum_reached,
    )
