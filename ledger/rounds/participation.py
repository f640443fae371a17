"""Who took part in a round, where its money went, and how fairly it reached those who voted.

Participatory budgeting is judged by what each ballot got: analyses of Pabulib's files and the pabutools library measure
the share of ballots that got nothing (the "exclusion" or "anger" ratio), the mean satisfaction, and Gini's coefficient
of it. The same is worked out here, exactly, from the ballots that count. Where only totals by hand are known,
or totals alone may be told, it is said to be unknown, and nothing is guessed.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

import msgspec

from ledger.accounts.state import Destination
from ledger.command import Log
from ledger.event import Event
from ledger.identifiers import Seal, Stream
from ledger.rounds.ballots import Choices
from ledger.rounds.confidential import shows_totals_alone
from ledger.rounds.counting import Result
from ledger.rounds.events import BallotCast, RoundCounted
from ledger.rounds.gathering import Gathered, counting_ballots, counting_casts
from ledger.rounds.recounting import counted_round, terms_of
from ledger.rounds.terms import Option, Terms


class Unknown(StrEnum):
    """Why it is not told how fairly a budget reached the electors."""

    ONE_QUESTION = "one-question"
    """The round answered yes or no: there was no budget to share out."""
    TOTALS_BY_HAND = "totals-by-hand"
    """Everybody raised a hand: nobody knows whose choices were accepted together."""
    FEW_ELECTORS = "few-electors"
    """A confidential round with so few electors that only totals are told."""
    NOTHING_CHOSEN = "nothing-chosen"
    """No ballot chose anything."""


class Accepted(msgspec.Struct, frozen=True):
    """What was accepted for one destination, in minor units of one unit."""

    destination: Destination
    unit: str
    amount_minor: int
    share: Fraction
    """Of all that was accepted in this unit: units are never added (L3)."""


class Fairness(msgspec.Struct, frozen=True, kw_only=True):
    """How a budget reached the ballots that chose something.

    A ballot's satisfaction is what was accepted of its choices: options out of those that it names or, where ballots
    give points, points out of those that it gives. It is 1 where all that it chose is accepted, and 0 where nothing is.
    """

    ballots: int
    """That chose something: all figures are of these."""
    empty: int
    """Ballots that count and chose nothing."""
    reached: int
    """Ballots with at least one accepted choice."""
    mean_satisfaction: Fraction
    mean_cost_share: Fraction | None
    """Of what a ballot's choices cost together, that part which is accepted; None where they cost several units, or
    nothing."""
    quartiles: tuple[Fraction, Fraction, Fraction]
    """A quarter, half, and three quarters of the ballots are at most so satisfied."""
    gini: Fraction | None
    """Gini's coefficient of satisfaction: 0 where all are equally satisfied, towards 1 where few have all of it; None
    where nobody is."""

    @property
    def reached_share(self) -> Fraction:
        """Of ballots that chose something, those with at least one accepted choice."""
        return Fraction(self.reached, self.ballots)


class Participation(msgspec.Struct, frozen=True, kw_only=True):
    """One counted round."""

    electorate: int
    """Electors, less those recused."""
    took_part: int
    by_hand: int
    by_proxy: int
    """For whom the holder of their proxy cast the ballot that counts, or raised a hand (M6)."""
    winners: tuple[Option, ...]
    """The options that were accepted; in `but_for`, those of them that stand."""
    mean_accepted: Fraction | None
    """Accepted options that an elector who took part had chosen, on average: totals alone tell it. None where there was
    no budget to share out, or nobody took part."""
    fairness: Fairness | None
    unknown: Unknown | None
    """Why there is no fairness."""

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """What the winners cost, by destination and unit."""
        return accepted_by_destination(self.winners)

    def but_for(self, annulled: Collection[str]) -> "Participation":
        """The same without the money of items that were annulled afterwards (R8); what ballots got stays as counted."""
        standing = tuple(option for option in self.winners if option.label not in annulled)
        return msgspec.structs.replace(self, winners=standing)

    @property
    def turnout(self) -> Fraction:
        """Electors who took part, of all."""
        return Fraction(self.took_part, self.electorate) if self.electorate else Fraction(0)

    @property
    def electronic(self) -> int:
        """Electors whose ballot counts."""
        return self.took_part - self.by_hand


def participation(log: Log, stream: Stream) -> Participation:
    """Of a counted round. Raises as `counted_round`."""
    proxies = _Proxies()
    found = counted_round(log, stream, proxies.read)
    assert found.result is not None, "a counted round has a result"
    terms, result = terms_of(found), found.result
    ballots = Counter(counting_ballots(log, found))
    unknown = _unknown(terms, result, ballots)
    represented = 0 if found.hands is None else found.hands.hands.represented
    return Participation(
        electorate=terms.electorate,
        took_part=result.ballots_counted,
        by_hand=result.by_hand,
        by_proxy=proxies.among(log, found) + represented,
        winners=tuple(option for option in terms.options if option.label in result.accepted),
        mean_accepted=_mean_accepted(terms, result),
        fairness=None if unknown else fairness_of(terms, result, ballots),
        unknown=unknown,
    )


class _Proxies:
    """Which ballots were cast by the holder of a proxy; in a confidential round, that and no more stands in the log."""

    def __init__(self) -> None:
        self._cast: set[int] = set()
        self._counting: Seal | None = None

    def read(self, event: Event) -> None:
        """Look at the next event."""
        match event:
            case BallotCast() if event.proxy is not None:
                self._cast.add(event.number)
            case RoundCounted():
                self._counting = event.ballots
            case _:
                pass

    def among(self, log: Log, found: Gathered) -> int:
        """How many of these count."""
        if self._counting is not None:
            return len(self._cast.intersection(map(int, log.listing(self._counting))))
        return sum(cast.proxy is not None for cast in counting_casts(log, found))


def _mean_accepted(terms: Terms, result: Result) -> Fraction | None:
    if not terms.ballot_type.shares_budget or not result.ballots_counted:
        return None
    votes = sum(tally.votes for tally in result.tallies if tally.label in result.accepted)
    return Fraction(votes, result.ballots_counted)


def _unknown(terms: Terms, result: Result, ballots: Mapping[Choices, int]) -> Unknown | None:
    if not terms.ballot_type.shares_budget:
        return Unknown.ONE_QUESTION
    if shows_totals_alone(terms):
        return Unknown.FEW_ELECTORS
    if result.by_hand and not ballots:
        return Unknown.TOTALS_BY_HAND
    return None if any(weights_of(choices) for choices in ballots) else Unknown.NOTHING_CHOSEN


def accepted_by_destination(winners: Iterable[Option]) -> tuple[Accepted, ...]:
    """What these options cost, by destination and unit."""
    amounts: Counter[tuple[Destination, str]] = Counter()
    for option in winners:
        for line in option.costs:
            amounts[option.destination, line.unit] += line.amount_minor
    together: Counter[str] = Counter()
    for (_, unit), amount in amounts.items():
        together[unit] += amount
    return tuple(
        Accepted(destination, unit, amount, Fraction(amount, together[unit]))
        for (destination, unit), amount in sorted(amounts.items())
        if amount
    )


def weights_of(choices: Choices) -> Mapping[str, int]:
    """How much each chosen option matters to a ballot: its points, or 1; none without a point."""
    points = choices.points or (1,) * len(choices.labels)
    return {label: weight for label, weight in zip(choices.labels, points, strict=True) if weight}


def fairness_of(terms: Terms, result: Result, ballots: Mapping[Choices, int]) -> Fairness:
    """From how many electors cast each ballot; at least one of them chooses something."""
    accepted, costs = frozenset(result.accepted), _costs(terms)
    reached = chosen = empty = 0
    satisfied: Counter[Fraction] = Counter()
    costing, cost_shares = 0, Counter[int]()
    for choices, times in ballots.items():
        weights = weights_of(choices)
        if not weights:
            empty += times
            continue
        won = accepted.intersection(weights)
        chosen += times
        reached += times * bool(won)
        satisfied[Fraction(sum(weights[label] for label in won), sum(weights.values()))] += times
        cost = sum(costs[label] for label in weights) if costs is not None else 0
        if costs is not None and cost:
            costing += times
            cost_shares[cost] += times * sum(costs[label] for label in won)
    ordered = sorted(satisfied.items())
    together = sum((value * times for value, times in ordered), Fraction(0))
    return Fairness(
        ballots=chosen,
        empty=empty,
        reached=reached,
        mean_satisfaction=together / chosen,
        mean_cost_share=_added([Fraction(won, cost) for cost, won in cost_shares.items()]) / costing
        if costing
        else None,
        quartiles=(_at(ordered, chosen, 1), _at(ordered, chosen, 2), _at(ordered, chosen, 3)),
        gini=_gini(ordered, chosen, together) if together else None,
    )


def _costs(terms: Terms) -> Mapping[str, int] | None:
    """What each option costs, where all of them cost one unit."""
    if len({line.unit for option in terms.options for line in option.costs}) != 1:
        return None
    return {option.label: sum(line.amount_minor for line in option.costs) for option in terms.options}


def _added(shares: Sequence[Fraction]) -> Fraction:
    """Their sum. Halves first: the exact sum of thousands of different shares has a long denominator."""
    if len(shares) < 2:
        return sum(shares, Fraction(0))
    half = len(shares) // 2
    return _added(shares[:half]) + _added(shares[half:])


def _at(ordered: Sequence[tuple[Fraction, int]], ballots: int, quarter: int) -> Fraction:
    """The satisfaction of the ballot that stands so many quarters up in their order, rounded up to a ballot."""
    rank = -(-ballots * quarter // 4)
    for value, times in ordered:
        rank -= times
        if rank <= 0:
            return value
    raise AssertionError("a rank is at most the number of ballots")


def _gini(ordered: Sequence[tuple[Fraction, int]], ballots: int, together: Fraction) -> Fraction:
    """Sum over ballots in their order of (2 × rank − ballots − 1) × satisfaction, divided by ballots × sum."""
    below, weighted = 0, Fraction(0)
    for value, times in ordered:
        # The ranks of equal ballots, from `below` + 1 on, add up to times × (2 × below + times + 1) ÷ 2.
        weighted += value * times * (2 * below + times - ballots)
        below += times
    return weighted / (ballots * together)
