"""What electors buy with equal shares of a given size: one run of the Method of Equal Shares with cost utilities.

At each step, every option that is left has a price per point at which those who chose it would pay for it together:
each pays the price for each of their points, or all that they have left where that is less. The option whose price is
lowest beside its cost is bought; this ratio is called `rho`. An option is out once those who chose it have too little.

A run is first made in rounded numbers. Where these lie too close together, it gives up, and is made again in exact
ones.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush

from ledger.rounds.counting.offers import Bound, Offer
from ledger.rounds.counting.spending import Spending, TooClose
from ledger.rounds.counting.steps import Step
from ledger.rounds.counting.wishes import Wish


def bought(
    wishes: Sequence[Wish], shares: int, electors: int, order: Mapping[str, int], larger: "Run | None" = None
) -> "Run":
    """What is bought, step by step, where each elector's share is `shares / electors` minor units.

    Of options with the same rho, the first in `order` is bought. A run with larger shares makes this one faster.
    """
    try:
        return Run(wishes, shares, electors, order, exact=False, larger=larger)
    except TooClose:
        return Run(wishes, shares, electors, order, exact=True)


class Run:
    """One run, made. Raises TooClose where it is not exact and cannot tell."""

    def __init__(
        self,
        wishes: Sequence[Wish],
        shares: int,
        electors: int,
        order: Mapping[str, int],
        *,
        exact: bool,
        larger: "Run | None" = None,
    ) -> None:
        self.spending = Spending(wishes, shares, electors, exact=exact)
        self._order = order
        self._lows: dict[str, int | Fraction] = {}
        """What rho of each option that is left is at least: it only grows from step to step, as balances fall."""
        self._waiting: list[Bound] = []
        """The same, the lowest first; bounds that are no longer in `_lows` do not count."""
        self.learned: list[tuple[list[Bound], list[str]]] = []
        """At each step, the bounds that were found, and the options that were found to be out."""
        for wish in wishes:
            if wish.electors * shares >= wish.cost * electors:
                price = self.spending.evenly(wish)
                low = self.spending.rho(price.numerator, price.payers, wish)
                self._wait(Bound(low, order[wish.label], wish, price))
        self.steps: list[Step] = []
        teacher = larger if larger is not None and self.teaches(larger) else None
        while (step := self._next(teacher)) is not None:
            self.spending.pay(step.offer)
            self.steps.append(step)
            if teacher is not None and not teacher.began_like(self):
                teacher = None

    def began_like(self, other: "Run") -> bool:
        """Whether the last step of the other, which began alike so far, was the same here."""
        last = len(other.steps) - 1
        return last < len(self.steps) and self.steps[last].offer.wish is other.steps[last].offer.wish

    def teaches(self, larger: "Run") -> bool:
        """Whether bounds of a run with larger shares can be used here: both are rounded to the same parts."""
        return not self.spending.exact and self.spending.scale == larger.spending.scale

    def _wait(self, bound: Bound) -> None:
        self._lows[bound.wish.label] = bound.low
        heappush(self._waiting, bound)

    def _learn(self, teacher: "Run") -> None:
        """With larger shares nobody has less, as long as the same is bought: rho is no higher; what is out, is out."""
        bounds, gone = teacher.learned[len(self.steps)]
        for bound in bounds:
            if self._lows.get(bound.wish.label, bound.low) < bound.low:
                self._wait(bound)
        for label in gone:
            self._lows.pop(label, None)

    def _next(self, teacher: "Run | None") -> Step | None:
        """The option with the lowest rho, and which others have the same."""
        if teacher is not None:
            self._learn(teacher)
        offers = self._offers()
        if not offers:
            return None
        best = min(offers, key=lambda offer: offer.low)
        rivals = [offer for offer in offers if offer.low <= best.high]
        if len(rivals) > 1:
            rivals = self._equal(rivals)
            best = min(rivals, key=lambda offer: self._order[offer.wish.label])
        for offer in offers:
            if offer is not best:
                self._wait(self._bound(offer))
        del self._lows[best.wish.label]
        tied = frozenset(offer.wish.label for offer in rivals)
        return Step(
            offer=best,
            parts=self.spending.parts,
            rho=self.spending.known(best),
            next_low=min((low for label, low in self._lows.items() if label not in tied), default=None),
            scale=self.spending.scale,
            tied=tied,
        )

    def _offers(self) -> list[Offer]:
        """Of all options that may have the lowest rho; none of the others can have it."""
        offers: list[Offer] = []
        gone: list[str] = []
        best: Offer | None = None
        while self._waiting and (best is None or self._waiting[0].low <= best.high):
            bound = heappop(self._waiting)
            if self._lows.get(bound.wish.label) != bound.low:
                continue
            offer = self.spending.offer(bound.wish, bound.price)
            if offer is None:
                gone.append(bound.wish.label)
                del self._lows[bound.wish.label]
                continue
            offers.append(offer)
            if best is None or offer.low < best.low:
                best = offer
        self.learned.append(([self._bound(offer) for offer in offers], gone))
        return offers

    def _bound(self, offer: Offer) -> Bound:
        return Bound(offer.low, self._order[offer.wish.label], offer.wish, self.spending.at_least(offer))

    def _equal(self, rivals: list[Offer]) -> list[Offer]:
        """Those of which rho is truly the lowest. A rounded run can only tell it of prices that are shared evenly."""
        if self.spending.exact:
            return rivals
        for offer in rivals:
            if not offer.even:
                raise TooClose
            self.spending.require_clear(offer)
        most = max(offer.payers for offer in rivals)
        return [offer for offer in rivals if offer.payers == most]
