"""Greedy: options in the order of their scores, as far as the budget goes."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from ledger.rounds.counting.budget import Budget
from ledger.rounds.counting.poll import Poll
from ledger.rounds.counting.result import Outcome, Tally
from ledger.rounds.counting.ties import tie_order
from ledger.rounds.counting.trace import Turn, Turns, Verdict
from ledger.rounds.terms import Option, ScoredBy, Terms


class Walk(NamedTuple):
    """What greedy makes of options that it is given, from what is left of a budget."""

    turns: tuple[Turn, ...]
    tie_decided: bool

    @property
    def accepted(self) -> tuple[str, ...]:
        """Labels, in the order in which they were accepted."""
        return tuple(turn.label for turn in self.turns if turn.verdict is Verdict.ACCEPTED)


def greedy(terms: Terms, poll: Poll) -> Outcome:
    """By score; what does not fit is passed over, or it stops there, as the rule says."""
    ranked = ranking(terms, poll)
    walk = walked(terms, poll, ranked, Budget(terms.budget))
    trace = Turns(minimum_score=terms.counting_rule.minimum_score, turns=walk.turns)
    return Outcome(tallies(terms, poll, ranked), walk.accepted, walk.tie_decided, lambda: trace)


def ranking(terms: Terms, poll: Poll) -> list[Option]:
    """All options: the highest score first, equal ones in the declared order (R7)."""
    return sorted(terms.options, key=lambda option: (-score_of(poll, option), tie_order(terms, option)))


def tallies(terms: Terms, poll: Poll, ranked: Iterable[Option]) -> tuple[Tally, ...]:
    """Votes, and the score where it is something else."""
    by_votes = terms.counting_rule.scored_by is ScoredBy.VOTES
    return tuple(
        Tally(option.label, poll.votes.get(option.label, 0), None if by_votes else score_of(poll, option))
        for option in ranked
    )


def score_of(poll: Poll, option: Option) -> int:
    """By which the rule orders it."""
    return poll.scores.get(option.label, 0)


def left_out(terms: Terms, poll: Poll, option: Option) -> Verdict | None:
    """Why an option is out whatever the budget: nobody chose it, or too few did; one at the minimum is in."""
    if score_of(poll, option) <= 0:
        return Verdict.NOT_CHOSEN
    return Verdict.BELOW_MINIMUM if score_of(poll, option) < terms.counting_rule.minimum_score else None


def walked(terms: Terms, poll: Poll, ranked: Iterable[Option], left: Budget) -> Walk:
    """Each of these options at its turn, in the order of a ranking."""
    turns: list[Turn] = []
    tie_decided = stopped = False

    def turn(option: Option, verdict: Verdict) -> None:
        if verdict is Verdict.ACCEPTED:
            left.take(option.costs)
        turns.append(
            Turn(
                label=option.label,
                score=score_of(poll, option),
                costs=option.costs,
                verdict=verdict,
                left=left.left(),
            )
        )

    for _, equal in groupby(ranked, key=lambda option: score_of(poll, option)):
        group = list(equal)
        out = left_out(terms, poll, group[0])
        if out is None and not stopped:
            tie_decided = tie_decided or _decided_by_tie(group, left, terms.counting_rule.stops)
        for option in group:
            verdict = out or (Verdict.AFTER_THE_STOP if stopped else None)
            if verdict is None:
                verdict = Verdict.ACCEPTED if left.covers(option.costs) else Verdict.DOES_NOT_FIT
                stopped = terms.counting_rule.stops and verdict is Verdict.DOES_NOT_FIT
            turn(option, verdict)
    return Walk(tuple(turns), tie_decided)


def _decided_by_tie(group: Sequence[Option], left: Budget, stops: bool) -> bool:
    """Whether another order of options with equal scores would accept others of them (R7).

    Each of `fitting` is accepted where it comes first. Where options that do not fit are passed over, those that fit
    all get in if they fit together; if not, one is left out that would be in were it first. Where the rule stops
    instead, all get in if all fit together, and none if none fits; else one comes too late that would be in were it
    first.
    """
    fitting = [option for option in group if left.covers(option.costs)]
    rivals = group if stops and fitting else fitting
    return not left.covers(line for option in rivals for line in option.costs)
