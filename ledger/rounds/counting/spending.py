"""What everybody has left in a run of Equal Shares, what options would cost them, and paying.

All numbers are integers, parts of a minor unit. In a rounded run, parts have a fixed size and prices are rounded to
them, where `error` is proven to be the most by which any balance can be wrong. As soon as two numbers lie so close
together that this cannot tell which is larger, `TooClose` is raised. In an exact run parts become smaller with each
price, so that nothing is rounded.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from ledger.rounds.counting.balances import SUM_BITS, Balances, Part, bare, total
from ledger.rounds.counting.offers import Offer, Price
from ledger.rounds.counting.wishes import Wish

RHO_BITS = 64
"""By which rounded ratios are longer than what they are ratios of."""


class TooClose(Exception):  # noqa: N818 - nothing is wrong; an exact run decides.
    """Two numbers of a rounded run lie closer together than it can tell apart."""


class Spending:
    """Of electors who have `shares` minor units together at first, each the same."""

    def __init__(self, wishes: Sequence[Wish], shares: int, electors: int, *, exact: bool) -> None:
        ballots = 1 + max((wish.last for wish in wishes), default=-1)
        bits = 0 if exact else max(8, SUM_BITS - shares.bit_length() - ballots.bit_length())
        self.exact = exact
        self.parts = electors << bits
        """In a minor unit."""
        self.scale = 1 if exact else self.parts << RHO_BITS
        """By which bounds of rho are to be divided."""
        self._balances = Balances(shares << bits, ballots, unbounded=exact)
        self._error = 0

    def left_of(self, wish: Wish) -> Fraction:
        """What those who chose an option have left together, in minor units; rounded unless it is exact."""
        left = sum(crowd.times * total(self._balances.of(crowd.places)) for crowd in wish.crowds)
        return Fraction(left, self.parts)

    def evenly(self, wish: Wish) -> Price:
        """What a point costs at least, whatever is left: as if all who chose the option had enough."""
        return Price(wish.cost * self.parts, wish.points, self.parts)

    def at_least(self, offer: Offer) -> Price:
        """What a point costs at least, as balances only fall."""
        return Price(offer.numerator - offer.spread, offer.payers, self.parts)

    def offer(self, wish: Wish, least: Price) -> Offer | None:
        """The price at which those who chose the option can pay for it, at least so much; None if they cannot.

        Raises TooClose.
        """
        cost = wish.cost * self.parts
        everybody = [self._balances.of(crowd.places) for crowd in wish.crowds]
        there = sum([crowd.times * total(part) for crowd, part in zip(wish.crowds, everybody, strict=True)])
        doubt = self._error * wish.electors
        if there + doubt < cost:
            return None
        if there - doubt < cost and doubt:
            raise TooClose
        numerator, payers, paying = self._shared(wish, everybody, cost - there, least)
        nothing = 0
        if paying < wish.electors:
            nothing = sum(
                [crowd.times * bare(part) for crowd, part in zip(wish.crowds, everybody, strict=True)]
            )
        spread = self._error * (wish.electors - paying - nothing)
        low = self.rho(numerator - spread, payers, wish)
        high = low if self.exact else self.rho(numerator + spread, payers, wish) + 1
        return Offer(wish, numerator, payers, paying, nothing, low, high, spread, even=numerator == cost)

    def _shared(
        self, wish: Wish, everybody: Sequence[Part], missing: int, least: Price
    ) -> tuple[int, int, int]:
        """The price's numerator, the points of those who have enough to pay it, and how many they are.

        From below: whoever has less than the price that all would share pays all, the others share what then is
        missing, and so on, until all of these have enough.
        """
        numerator, payers = least.numerator * (self.parts // least.parts), least.payers
        paying, rich = -1, everybody
        while True:
            still, points, kept = 0, 0, 0
            richer: list[Part] = []
            for crowd, part in zip(wish.crowds, rich, strict=True):
                having = self._balances.having(part, -(-numerator * crowd.points // payers))
                richer.append(having)
                electors = crowd.times * len(having)
                still += electors
                points += crowd.points * electors
                kept += crowd.times * total(having)
            if still == paying:
                return numerator, payers, paying
            rich, paying, payers, numerator = richer, still, points, missing + kept

    def rho(self, numerator: int, payers: int, wish: Wish) -> int | Fraction:
        """A price beside its cost; a rounded one is rounded down."""
        if self.exact:
            return Fraction(numerator, payers * wish.cost * self.parts)
        return (numerator << RHO_BITS) // (payers * wish.cost)

    def known(self, offer: Offer) -> Fraction | None:
        """Rho, where it is known exactly."""
        if self.exact:
            return Fraction(offer.low)
        return Fraction(1, offer.payers) if offer.even else None

    def payers(self, offer: Offer) -> tuple[bytes, ...]:
        """Of each crowd of an option, which of its ballots have enough to pay the price."""
        return tuple(
            self._balances.who_has(crowd.places, -(-offer.numerator * crowd.points // offer.payers))
            for crowd in offer.wish.crowds
        )

    def require_clear(self, offer: Offer) -> None:
        """Everybody has either more than the price or less, whatever the errors. Raises TooClose."""
        if not self._error:
            return
        for crowd in offer.wish.crowds:
            least = (offer.numerator - offer.spread) * crowd.points // offer.payers - self._error
            most = -(-(offer.numerator + offer.spread) * crowd.points // offer.payers) + self._error
            if self._balances.any_between(crowd.places, least, most):
                raise TooClose

    def pay(self, offer: Offer) -> None:
        """Whoever chose the option pays the price for each point, or all that is left. Raises TooClose."""
        numerator, payers = offer.numerator, offer.payers
        if self.exact:
            smaller = payers // gcd(numerator, payers)
            if smaller > 1:
                numerator *= smaller
                self.parts *= smaller
                self._balances.split(smaller)
        else:
            self.require_clear(offer)
        error = self._error
        for crowd in offer.wish.crowds:
            price, rest = divmod(numerator * crowd.points, payers)
            of_price = -(-offer.spread * crowd.points // payers) + bool(rest)
            error = max(error, self._error + of_price)
            self._balances.pay(crowd.places, price)
        self._error = error
