"""Two results of the same ballots, and how many electors prefer which."""

from collections.abc import Iterable, Set

from ledger.rounds.ballots import Choices
from ledger.rounds.counting.poll import Poll
from ledger.rounds.counting.trace import Comparison


def compared(poll: Poll, equal_shares: Iterable[str], greedy: Iterable[str]) -> Comparison:
    """The result of Equal Shares stands unless more electors prefer greedy's than prefer it.

    This is the comparison step of the published tool of Equal Shares, by "popularity with respect to voter
    satisfaction" (equalshares.net/tools/compute, 1.2.2), carried from approvals to points.
    """
    fair, simple = frozenset(equal_shares), frozenset(greedy)
    prefer_fair = prefer_simple = 0
    for choices, times in poll.ballots.items():
        more = _given(choices, fair) - _given(choices, simple)
        prefer_fair += times if more > 0 else 0
        prefer_simple += times if more < 0 else 0
    return Comparison(
        prefer_equal_shares=prefer_fair,
        prefer_greedy=prefer_simple,
        greedy=tuple(sorted(simple)),
        greedy_stands=prefer_simple > prefer_fair,
    )


def _given(choices: Choices, accepted: Set[str]) -> int:
    """Points of a ballot to what is accepted; on approval ballots, one for each option."""
    points = choices.points or (1,) * len(choices.labels)
    return sum(point for label, point in zip(choices.labels, points, strict=True) if label in accepted)
