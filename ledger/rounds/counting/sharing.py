"""A round that is counted by Equal Shares: who may buy what, how far shares grow, and what is made of a run.

All of it depends on the order in which options come that are equal for the rule, and is asked with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ledger.money import digits_of
from ledger.rounds.counting.affine import affinely_alike
from ledger.rounds.counting.budget import Budget
from ledger.rounds.counting.comparing import compared
from ledger.rounds.counting.greedy import Walk, left_out, score_of, walked
from ledger.rounds.counting.growing import first_end
from ledger.rounds.counting.poll import Poll
from ledger.rounds.counting.runs import Run, bought
from ledger.rounds.counting.steps import Step, always_alike
from ledger.rounds.counting.ties import tie_order
from ledger.rounds.counting.trace import Comparison
from ledger.rounds.counting.wishes import wishes_of
from ledger.rounds.terms import Completion, Option, Terms

MANY_RUNS = 256
"""After so many, a proof that looks at each elector costs less than further runs."""

Order = Mapping[str, int]
"""The place of each label among options that are equal for the rule."""


class Final(NamedTuple):
    """What became of a run in the end."""

    accepted: tuple[str, ...]
    """Labels, in the order in which they were accepted."""
    completed: Walk | None
    """What greedy made of the money that was left, where the completion asks for it."""
    comparison: Comparison | None


class Sharing:
    """The frozen terms and the ballots, in the form in which runs are made."""

    def __init__(self, terms: Terms, poll: Poll) -> None:
        self.terms, self.poll = terms, poll
        self.electors = poll.electors
        self.budget = sum(line.amount_minor for line in terms.budget)
        chosen = [option for option in terms.options if left_out(terms, poll, option) is None]
        wishes = wishes_of(poll, chosen)
        self.wishes = [wish for wish in wishes if wish.cost]
        self.free = [wish for wish in wishes if not wish.cost]
        declared = sorted(terms.options, key=lambda option: tie_order(terms, option))
        self.declared: Order = {option.label: place for place, option in enumerate(declared)}
        """As the round's terms have it (R7)."""
        self._runs: dict[tuple[str, ...], dict[int, Run]] = {}
        """Those that were made, by order and by steps of the completion."""
        (unit,) = {line.unit for line in terms.budget}
        self._growth: int = 10 ** digits_of(unit) * self.electors
        """By how much all shares together grow with one step of the completion, minor units."""

    def shares(self, added: int) -> int:
        """All electors' shares together after so many steps of the completion."""
        return self.budget + added * self._growth

    def bought(self, added: int, order: Order) -> list[Step]:
        """What is bought with them, step by step."""
        runs = self._runs.setdefault(tuple(order), {})
        if added not in runs:
            larger = min((other for other in runs if other > added), default=None)
            teacher = None if larger is None else runs[larger]
            runs[added] = bought(self.wishes, self.shares(added), self.electors, order, teacher)
        return runs[added].steps

    def exactly(self, added: int, order: Order) -> Run:
        """The same, with nothing rounded."""
        return Run(self.wishes, self.shares(added), self.electors, order, exact=True)

    def fits(self, steps: Iterable[Step]) -> bool:
        """Whether it costs no more than the budget."""
        return sum(step.offer.wish.cost for step in steps) <= self.budget

    @property
    def grows(self) -> bool:
        """Whether there is any completion by growing shares."""
        return self.terms.counting_rule.completion is not Completion.NONE

    def added(self, order: Order) -> int:
        """By how many steps shares grow until one more would buy too much, or nothing is left to buy."""
        if not self.grows or len(self.bought(0, order)) == len(self.wishes):
            return 0
        end = first_end(
            lambda added: self.bought(added, order),
            self._ends,
            lambda fewer, more: self.alike(fewer, more, order),
            0,
        )
        return end - 1 if not self.fits(self.bought(end, order)) else end

    def alike(self, fewer: int, more: int, order: Order) -> bool:
        """Whether all shares between these, in steps of the completion, are proven to buy the same.

        Bounds prove it nearly always; where so many runs were needed, what costs more and proves more is asked too.
        """
        one, other = self.bought(fewer, order), self.bought(more, order)
        if always_alike(one, other):
            return True
        if len(self._runs[tuple(order)]) < MANY_RUNS:
            return False
        ends = (self.shares(fewer), one), (self.shares(more), other)
        return affinely_alike(self.wishes, self.electors, *ends)

    def _ends(self, steps: Sequence[Step]) -> bool:
        return len(steps) == len(self.wishes) or not self.fits(steps)

    def final(self, steps: Iterable[Step], order: Order) -> Final:
        """The result of a run: with what greedy adds, and compared with greedy, where the rule says so."""
        rule = self.terms.counting_rule
        accepted = [wish.label for wish in self.free] + [step.offer.wish.label for step in steps]
        completed = comparison = None
        if rule.completion is Completion.ADD1_GREEDY:
            completed = self._greedy(accepted, order)
            accepted += completed.accepted
        if rule.compared:
            greedy = self._greedy((), order).accepted
            comparison = compared(self.poll, accepted, greedy)
            if comparison.greedy_stands:
                accepted = list(greedy)
        return Final(tuple(accepted), completed, comparison)

    def _greedy(self, accepted: Iterable[str], order: Order) -> Walk:
        """What greedy makes of the other options, with the money that these leave."""
        left, others = Budget(self.terms.budget), []
        labels = frozenset(accepted)
        for option in self.ranked(order):
            if option.label in labels:
                left.take(option.costs)
            else:
                others.append(option)
        return walked(self.terms, self.poll, others, left)

    def ranked(self, order: Order) -> list[Option]:
        """All options: the highest score first."""
        return sorted(self.terms.options, key=lambda one: (-score_of(self.poll, one), order[one.label]))
