"""Simple majority: one question, answered with yes, no or abstain."""

from ledger.rounds.counting.poll import Poll
from ledger.rounds.counting.result import Outcome, Tally
from ledger.rounds.counting.trace import Answers
from ledger.rounds.terms import ABSTAIN, NO, YES, Terms


def majority(terms: Terms, poll: Poll) -> Outcome:
    """More yes than no, and the threshold's share of yes among both."""
    (option,) = terms.options
    yes, no, abstain = (poll.votes.get(label, 0) for label in (YES, NO, ABSTAIN))
    accepted = yes > no and yes * 100 >= terms.threshold_percent * (yes + no)
    answers = Answers(
        yes=yes, no=no, abstain=abstain, threshold_percent=terms.threshold_percent, accepted=accepted
    )
    tallies = Tally(YES, yes), Tally(NO, no), Tally(ABSTAIN, abstain)
    return Outcome(tallies, (option.label,) if accepted else (), False, lambda: answers)
