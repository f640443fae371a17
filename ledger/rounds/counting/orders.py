"""Whether another order among options that are equal for Equal Shares would accept others (R7).

An order is any order of all options, and is the same in every run. Going through all of them is needless: only where
options are equal in a run, and not all of them are bought at just that price, does it matter which comes first. From
each such tie one branch is followed for each option that may come first, together with what is then said of the order:
this option comes before the others of the tie. Whatever contradicts that is no branch any more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from heapq import heapify, heappop, heappush

from ledger.rounds.counting.comparing import compared
from ledger.rounds.counting.greedy import left_out, score_of
from ledger.rounds.counting.growing import first_end
from ledger.rounds.counting.sharing import Order, Sharing
from ledger.rounds.counting.steps import Step, open_ties
from ledger.rounds.terms import Completion, Option

MOST_BRANCHES = 256
"""Where there are more to follow, it is said that a tie has decided: nobody has shown that none did."""

Said = frozenset[tuple[str, str]]
"""What is said of an order: pairs of labels, the first of which comes before the second, and all that follows."""

Runs = Sequence[tuple[Said, Sequence[Step]]]
"""With what is said of the order in each."""


def decided_by_tie(sharing: Sharing) -> bool:
    """Whether it does: exactly, unless there are too many branches."""
    results: set[frozenset[str]] = set()
    try:
        for result in _Orders(sharing).results(frozenset(), 0):
            results.add(result)
            if len(results) > 1:
                return True
    except _TooMany:
        return True
    return False


class _TooMany(Exception):  # noqa: N818 - nothing is wrong.
    """There are more branches than are followed."""


class _Orders:
    def __init__(self, sharing: Sharing) -> None:
        self._sharing = sharing
        self._rule = sharing.terms.counting_rule
        self._costs = {o.label: sum(line.amount_minor for line in o.costs) for o in sharing.terms.options}
        self._branches = 0
        self._order = cache(self._order_of)

    def results(self, said: Said, added: int) -> Iterator[frozenset[str]]:
        """What is accepted in the end by the orders of which this is said, from this step of the completion on."""
        everything = sum(wish.cost for wish in self._sharing.wishes) <= self._sharing.budget
        if self._sharing.grows and everything:
            # Shares grow until all is bought, whatever the order.
            yield frozenset(wish.label for wish in (*self._sharing.free, *self._sharing.wishes))
            return
        if not self._sharing.grows:
            yield from self._finals(said, added)
            return
        end = first_end(
            lambda step: list(self._runs(said, step)),
            self._ends,
            lambda fewer, more: self._alike(said, fewer, more),
            added,
        )
        for then, steps in self._runs(said, end):
            yield from self.results(then, end) if self._sharing.fits(steps) else self._finals(then, end - 1)

    def _ends(self, runs: Runs) -> bool:
        return not all(self._sharing.fits(steps) for _, steps in runs)

    def _alike(self, said: Said, fewer: int, more: int) -> bool:
        """Whether all orders of which this is said are proven to buy the same with all shares between these."""
        one, other = ([then for then, _ in self._runs(said, added)] for added in (fewer, more))
        return one == other and all(self._sharing.alike(fewer, more, self._order(then)) for then in one)

    def _runs(self, said: Said, added: int) -> Iterator[tuple[Said, list[Step]]]:
        """All runs that orders of which this is said can make of these shares."""
        steps = self._sharing.bought(added, self._order(said))
        tie = self._open_tie(said, steps)
        if tie is None:
            yield said, steps
            return
        for then in self._firsts(said, tie):
            yield from self._runs(then, added)

    def _open_tie(self, said: Said, steps: Sequence[Step]) -> frozenset[str] | None:
        """The first tie that matters and of which it is not yet said what comes first."""
        for step in open_ties(steps):
            first = step.offer.wish.label
            if any((first, other) not in said for other in step.tied if other != first):
                return step.tied
        return None

    def _firsts(self, said: Said, tie: Iterable[str]) -> Iterator[Said]:
        """What may be said beyond that: for each option that can come first of these, that it does.

        Raises _TooMany.
        """
        tied = frozenset(tie)
        later = {b for a, b in said if a in tied}
        for first in sorted(tied):
            if first not in later:
                self._branches += 1
                if self._branches > MOST_BRANCHES:
                    raise _TooMany
                yield _with(said, first, tied)

    def _finals(self, said: Said, added: int) -> Iterator[frozenset[str]]:
        free = [wish.label for wish in self._sharing.free]
        for then, steps in self._runs(said, added):
            bought = frozenset((*free, *(step.offer.wish.label for step in steps)))
            for later, accepted in self._completed(then, bought):
                yield from self._compared(later, accepted)

    def _completed(self, said: Said, bought: frozenset[str]) -> Iterator[tuple[Said, frozenset[str]]]:
        if self._rule.completion is Completion.ADD1_GREEDY:
            return self._greedy(said, bought)
        return iter([(said, bought)])

    def _compared(self, said: Said, accepted: frozenset[str]) -> Iterator[frozenset[str]]:
        if not self._rule.compared:
            yield accepted
            return
        for _, greedy in self._greedy(said, frozenset()):
            yield greedy if compared(self._sharing.poll, accepted, greedy).greedy_stands else accepted

    def _greedy(self, said: Said, accepted: frozenset[str]) -> Iterator[tuple[Said, frozenset[str]]]:
        """What greedy adds, option by option; one branch where whatever comes first leads to the same."""
        left = self._sharing.budget - sum(self._costs[label] for label in accepted)
        for group in self._groups():
            rivals = [o.label for o in group if o.label not in accepted and self._costs[o.label] <= left]
            together = sum(self._costs[label] for label in rivals)
            if together > left:
                for then in self._firsts(said, rivals):
                    first = next(
                        label for label in rivals if all((label, o) in then for o in rivals if o != label)
                    )
                    yield from self._greedy(then, accepted | {first})
                return
            accepted, left = accepted | frozenset(rivals), left - together
        yield said, accepted

    def _groups(self) -> list[list[Option]]:
        """Options with equal scores, the highest first."""
        scores: dict[int, list[Option]] = {}
        for option in self._sharing.terms.options:
            if left_out(self._sharing.terms, self._sharing.poll, option) is None:
                scores.setdefault(score_of(self._sharing.poll, option), []).append(option)
        return [scores[score] for score in sorted(scores, reverse=True)]

    def _order_of(self, said: Said) -> Order:
        """The order that is nearest to the declared one."""
        declared = self._sharing.declared
        after: defaultdict[str, list[str]] = defaultdict(list)
        for first, later in said:
            after[first].append(later)
        behind = Counter(later for _, later in said)
        free = [(place, label) for label, place in declared.items() if not behind[label]]
        heapify(free)
        placed = []
        while free:
            _, label = heappop(free)
            placed.append(label)
            for later in after[label]:
                behind[later] -= 1
                if not behind[later]:
                    heappush(free, (declared[later], later))
        return {label: place for place, label in enumerate(placed)}


def _with(said: Said, first: str, tied: Iterable[str]) -> Said:
    """And that this option comes before the others, with all that follows."""
    before = {first, *(a for a, b in said if b == first)}
    after = {other for other in tied if other != first}
    after |= {b for a, b in said if a in after}
    return said | {(a, b) for a in before for b in after}
