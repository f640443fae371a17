"""Greedy: options in the order of their scores, as far as the budget goes."""

from collections.abc import Iterable, Mapping, Sequence

from ledger.rounds.counting.budget import Budget
from ledger.rounds.counting.result import Outcome, Tally
from ledger.rounds.counting.ties import tie_order
from ledger.rounds.terms import Option, Terms


def greedy(terms: Terms, votes: Mapping[str, int]) -> Outcome:
    """By votes, skipping what no longer fits; what nobody chose is not accepted."""
    ranked = sorted(terms.options, key=lambda option: (-votes.get(option.label, 0), tie_order(terms, option)))
    left = Budget(terms.budget)
    accepted: list[str] = []
    tie_decided = False
    for group in _groups_of_equal_votes(ranked, votes):
        fitting = [option for option in group if left.covers(option.costs)]
        # Each of these fits alone. If they do not all fit together, one is left out that would be in were it first.
        tie_decided = tie_decided or not left.covers(line for option in fitting for line in option.costs)
        for option in fitting:
            if left.covers(option.costs):
                left.take(option.costs)
                accepted.append(option.label)
    tallies = tuple(Tally(option.label, votes.get(option.label, 0)) for option in ranked)
    return Outcome(tallies, tuple(accepted), tie_decided)


def _groups_of_equal_votes(ranked: Sequence[Option], votes: Mapping[str, int]) -> Iterable[list[Option]]:
    group: list[Option] = []
    for option in ranked:
        if not votes.get(option.label):
            break
        if group and votes[group[0].label] != votes[option.label]:
            yield group
            group = []
        group.append(option)
    if group:
        yield group
