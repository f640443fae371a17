"""Simple majority: one question, answered with yes, no or abstain."""

from collections.abc import Mapping

from ledger.rounds.counting.result import Outcome, Tally
from ledger.rounds.terms import ABSTAIN, NO, YES, Terms


def majority(terms: Terms, votes: Mapping[str, int]) -> Outcome:
    """More yes than no, and the threshold's share of yes among both."""
    (option,) = terms.options
    yes, no = votes.get(YES, 0), votes.get(NO, 0)
    accepted = yes > no and yes * 100 >= terms.threshold_percent * (yes + no)
    tallies = tuple(Tally(label, votes.get(label, 0)) for label in (YES, NO, ABSTAIN))
    return Outcome(tallies, (option.label,) if accepted else (), False)
