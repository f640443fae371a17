"""What electors buy with equal shares of a given size: one run of the Method of Equal Shares with cost utilities.

At each step, every option that is left has a price per point at which those who chose it would pay for it together:
each pays the price for each of their points, or all that they have left where that is less. The option whose price is
lowest beside its cost is bought; this ratio is called `rho`. An option is out once those who chose it have too little.

All numbers are integers, parts of a minor unit. A run is first made with parts of a fixed size and prices that are
rounded to them, where `error` is proven to be the most by which any balance can be wrong. As soon as two numbers lie so
close together that a rounded run cannot tell which is larger, it gives up, and the run is made again with parts that
become smaller with each price, so that nothing is rounded.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from math import gcd
from typing import NamedTuple

SUM_BITS = 62
"""All rounded balances together are at first no longer: Python adds up such integers fastest."""
RHO_BITS = 64
"""By which rounded ratios are longer than what they are ratios of."""


class Crowd(NamedTuple):
    """Those who gave an option equally many points, on ballots that equally many electors cast."""

    points: int
    times: int
    """Electors behind each of these ballots."""
    ballots: tuple[int, ...]
    """Places of the ballots among all different ones."""
    of: Callable[[Sequence[int]], Sequence[int]]
    """Takes out of the balances of all ballots those of these."""


class Wish(NamedTuple):
    """An option, and those who chose it."""

    label: str
    cost: int
    """Minor units."""
    crowds: tuple[Crowd, ...]
    electors: int
    points: int
    """Of all electors together, more than none."""


class Price(NamedTuple):
    """Of a point: `numerator / payers` of so many parts of a minor unit."""

    numerator: int
    payers: int
    parts: int


Bound = tuple[int | Fraction, int, Wish, Price]
"""What rho of an option is at least, its place in the order, and what its price is at least."""


class Offer(NamedTuple):
    """What an option would cost now."""

    wish: Wish
    numerator: int
    """The price of a point is `numerator / payers` parts."""
    payers: int
    """Points of those who have enough to pay the price."""
    paying: int
    """Electors who have."""
    bare: int
    """Electors who have nothing left."""
    low: int | Fraction
    """Rho is this at least, and just this in an exact run."""
    high: int | Fraction
    spread: int
    """By how much the numerator can be wrong."""
    even: bool
    """Whoever has anything left pays the price for each point: rho is one by `payers`, whatever is left."""


class Step(NamedTuple):
    """One option bought."""

    offer: Offer
    parts: int
    """In a minor unit, when it was bought."""
    rho: Fraction | None
    """None where a rounded run does not know it exactly: it then is equal to that of no other option."""
    next_low: int | Fraction | None
    """Rho of every other option is this at least, but for those that are tied; None where there is no other."""
    scale: int
    """By which bounds of rho are to be divided."""
    tied: frozenset[str]
    """Labels of the options of which rho was just the same, this one among them."""


class _TooClose(Exception):  # noqa: N818 - nothing is wrong; an exact run decides.
    """Two numbers of a rounded run lie closer together than it can tell apart."""


def bought(
    wishes: Sequence[Wish], shares: int, electors: int, order: Mapping[str, int], larger: "Run | None" = None
) -> "Run":
    """What is bought, step by step, where each elector's share is `shares / electors` minor units.

    Of options with the same rho, the first in `order` is bought. A run with larger shares makes this one faster.
    """
    try:
        return Run(wishes, shares, electors, order, exact=False, larger=larger)
    except _TooClose:
        return Run(wishes, shares, electors, order, exact=True)


def always_alike(fewer: Sequence[Step], more: Sequence[Step]) -> bool:
    """Whether runs with all shares between these two buy the same, in the same order and with the same ties.

    As long as the same is bought, larger shares leave nobody with less, so that no price is higher: with shares in
    between, rho of an option lies between what it is in both runs. What is bought at a step is bought there with all of
    them if even its highest rho is below the lowest of every other option; and what cannot be paid for with more,
    cannot with less. Options that are tied in both runs stay so in between where their rho is the same in both.
    """
    return (
        len(fewer) == len(more)
        and all(
            one.offer.wish is other.offer.wish
            and one.tied == other.tied
            and (len(one.tied) == 1 or (one.rho is not None and one.rho == other.rho))
            and (other.next_low is None or one.offer.high * other.scale < other.next_low * one.scale)
            for one, other in zip(fewer, more, strict=True)
        )
        and [step.tied for step in open_ties(fewer)] == [step.tied for step in open_ties(more)]
    )


def open_ties(steps: Sequence[Step]) -> list[Step]:
    """The steps at which it may matter which of several equal options is bought first.

    Where each of them is bought at just that price, none takes anything away from another, in whatever order they come.
    """
    rho = {step.offer.wish.label: step.rho for step in steps}
    return [step for step in steps if any(rho.get(label) != step.rho for label in step.tied)]


class Run:
    """One run, made. Raises _TooClose where it is not exact and cannot tell."""

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
        self._begin(wishes, shares, electors, order, exact=exact)
        teacher = larger if larger is not None and self.teaches(larger) else None
        while (step := self._next(teacher)) is not None:
            self._pay(step.offer)
            self.steps.append(step)
            if teacher is not None and not teacher.began_like(self):
                teacher = None

    def _begin(
        self, wishes: Sequence[Wish], shares: int, electors: int, order: Mapping[str, int], *, exact: bool
    ) -> None:
        places = 1 + max((max(crowd.ballots) for wish in wishes for crowd in wish.crowds), default=-1)
        bits = 0 if exact else max(8, SUM_BITS - shares.bit_length() - places.bit_length())
        self._exact = exact
        self._order = order
        self._parts = electors << bits
        self._balances = [shares << bits] * places
        self._error = 0
        self.scale = 1 if exact else self._parts << RHO_BITS
        self._lows: dict[str, int | Fraction] = {}
        """What rho of each option that is left is at least: it only grows from step to step, as balances fall."""
        self._waiting: list[Bound] = []
        """The same, the lowest first; bounds that are no longer in `_lows` do not count."""
        self.learned: list[tuple[list[Bound], list[str]]] = []
        """At each step, the bounds that were found, and the options that were found to be out."""
        for wish in wishes:
            if wish.electors * shares >= wish.cost * electors:
                price = Price(wish.cost * self._parts, wish.points, self._parts)
                self._wait((self._rho(price.numerator, price.payers, wish), order[wish.label], wish, price))
        self.steps: list[Step] = []

    def began_like(self, other: "Run") -> bool:
        """Whether the last step of the other, which began alike so far, was the same here."""
        last = len(other.steps) - 1
        return last < len(self.steps) and self.steps[last].offer.wish is other.steps[last].offer.wish

    def teaches(self, larger: "Run") -> bool:
        """Whether bounds of a run with larger shares can be used here: both are rounded to the same parts."""
        return not self._exact and self.scale == larger.scale

    def _wait(self, bound: Bound) -> None:
        self._lows[bound[2].label] = bound[0]
        heappush(self._waiting, bound)

    def _learn(self, teacher: "Run") -> None:
        """With larger shares nobody has less, as long as the same is bought: rho is no higher; what is out, is out."""
        bounds, gone = teacher.learned[len(self.steps)]
        for bound in bounds:
            if self._lows.get(bound[2].label, bound[0]) < bound[0]:
                self._wait(bound)
        for label in gone:
            self._lows.pop(label, None)

    def left_of(self, wish: Wish) -> Fraction:
        """What those who chose an option have left together in the end, in minor units; rounded unless it is exact."""
        left = sum(crowd.times * sum(crowd.of(self._balances)) for crowd in wish.crowds)
        return Fraction(left, self._parts)

    def _next(self, teacher: "Run | None") -> Step | None:
        """The option with the lowest rho, and which others have the same."""
        if teacher is not None:
            self._learn(teacher)
        offers: list[Offer] = []
        gone: list[str] = []
        best: Offer | None = None
        while self._waiting and (best is None or self._waiting[0][0] <= best.high):
            low, _, wish, least = heappop(self._waiting)
            if self._lows.get(wish.label) != low:
                continue
            offer = self._offer(wish, least)
            if offer is None:
                gone.append(wish.label)
                del self._lows[wish.label]
                continue
            offers.append(offer)
            if best is None or offer.low < best.low:
                best = offer
        bounds = [self._bound(offer) for offer in offers]
        self.learned.append((bounds, gone))
        if best is None:
            return None
        rivals = [offer for offer in offers if offer.low <= best.high]
        if len(rivals) > 1:
            rivals = self._equal(rivals)
            best = min(rivals, key=lambda offer: self._order[offer.wish.label])
        for offer, bound in zip(offers, bounds, strict=True):
            if offer is not best:
                self._wait(bound)
        del self._lows[best.wish.label]
        tied = frozenset(offer.wish.label for offer in rivals)
        return Step(
            offer=best,
            parts=self._parts,
            rho=self._known(best),
            next_low=min((low for label, low in self._lows.items() if label not in tied), default=None),
            scale=self.scale,
            tied=tied,
        )

    def _bound(self, offer: Offer) -> Bound:
        price = Price(offer.numerator - offer.spread, offer.payers, self._parts)
        return offer.low, self._order[offer.wish.label], offer.wish, price

    def _equal(self, rivals: list[Offer]) -> list[Offer]:
        """Those of which rho is truly the lowest. A rounded run can only tell it of prices that are shared evenly."""
        if self._exact:
            return rivals
        for offer in rivals:
            if not offer.even:
                raise _TooClose
            self._require_clear(offer)
        most = max(offer.payers for offer in rivals)
        return [offer for offer in rivals if offer.payers == most]

    def _offer(self, wish: Wish, least: Price) -> Offer | None:
        """The price at which those who chose the option can pay for it, at least so much; None if they cannot."""
        cost, balances = wish.cost * self._parts, self._balances
        everybody = [crowd.of(balances) for crowd in wish.crowds]
        there = sum([c.times * sum(part) for c, part in zip(wish.crowds, everybody, strict=True)])
        doubt = self._error * wish.electors
        if there + doubt < cost:
            return None
        if there - doubt < cost and doubt:
            raise _TooClose
        # From below: whoever has less than the price that all would share pays all, the others share what then is
        # missing, and so on, until all of these have enough.
        numerator, payers = least.numerator * (self._parts // least.parts), least.payers
        paying, rich = -1, everybody
        while True:
            still, points, kept = 0, 0, 0
            richer: list[Sequence[int]] = []
            for crowd, part in zip(wish.crowds, rich, strict=True):
                enough = -(-numerator * crowd.points // payers)
                having = [balance for balance in part if balance >= enough]
                richer.append(having)
                electors = crowd.times * len(having)
                still += electors
                points += crowd.points * electors
                kept += crowd.times * sum(having)
            if still == paying:
                break
            rich, paying, payers, numerator = richer, still, points, cost - there + kept
        bare = 0
        if paying < wish.electors:
            bare = sum([c.times * part.count(0) for c, part in zip(wish.crowds, everybody, strict=True)])
        spread = self._error * (wish.electors - paying - bare)
        low = self._rho(numerator - spread, payers, wish)
        high = low if self._exact else self._rho(numerator + spread, payers, wish) + 1
        return Offer(wish, numerator, payers, paying, bare, low, high, spread, even=numerator == cost)

    def _known(self, offer: Offer) -> Fraction | None:
        if self._exact:
            return Fraction(offer.low)
        return Fraction(1, offer.payers) if offer.even else None

    def _rho(self, numerator: int, payers: int, wish: Wish) -> int | Fraction:
        """A price beside its cost; a rounded one is rounded down."""
        if self._exact:
            return Fraction(numerator, payers * wish.cost * self._parts)
        return (numerator << RHO_BITS) // (payers * wish.cost)

    def _require_clear(self, offer: Offer) -> None:
        """Everybody has either more than the price or less, whatever the errors. Raises _TooClose."""
        if not self._error:
            return
        for crowd in offer.wish.crowds:
            least = (offer.numerator - offer.spread) * crowd.points // offer.payers - self._error
            most = -(-(offer.numerator + offer.spread) * crowd.points // offer.payers) + self._error
            if [balance for balance in crowd.of(self._balances) if least <= balance < most]:
                raise _TooClose

    def _pay(self, offer: Offer) -> None:
        """Whoever chose the option pays the price for each point, or all that is left."""
        numerator, payers = offer.numerator, offer.payers
        if self._exact:
            smaller = payers // gcd(numerator, payers)
            if smaller > 1:
                numerator *= smaller
                self._parts *= smaller
                self._balances = [balance * smaller for balance in self._balances]
        else:
            self._require_clear(offer)
        balances, error = self._balances, self._error
        for crowd in offer.wish.crowds:
            price, rest = divmod(numerator * crowd.points, payers)
            of_price = -(-offer.spread * crowd.points // payers) + bool(rest)
            error = max(error, self._error + of_price)
            for ballot, balance in zip(crowd.ballots, crowd.of(balances), strict=True):
                balances[ballot] = balance - price if balance > price else 0
        self._error = error
