"""The definitions of the rules, by version: an old result is recounted by the definition under which it was counted.

A definition that has counted a round is never changed. A better one is a new version beside it, by which rounds opened
from then on are counted.
"""

from collections.abc import Callable, Mapping

from ledger.rounds.counting.greedy import greedy
from ledger.rounds.counting.majority import majority
from ledger.rounds.counting.poll import Poll
from ledger.rounds.counting.result import Outcome
from ledger.rounds.terms import RuleKind, Terms

Definition = Callable[[Terms, Poll], Outcome]


def _equal_shares(terms: Terms, poll: Poll) -> Outcome:
    """Loaded when a round is first counted by it: numpy, which it is made with, takes a tenth of a second."""
    from ledger.rounds.counting.equal_shares import equal_shares  # noqa: PLC0415

    return equal_shares(terms, poll)


DEFINITIONS: Mapping[tuple[RuleKind, int], Definition] = {
    (RuleKind.MAJORITY, 1): majority,
    (RuleKind.GREEDY, 1): greedy,
    (RuleKind.EQUAL_SHARES, 1): _equal_shares,
}
"""What each version of each rule means."""


def definition_of(terms: Terms) -> Definition:
    """The one by which these terms are counted."""
    rule = terms.counting_rule
    return DEFINITIONS[rule.kind, rule.version]
