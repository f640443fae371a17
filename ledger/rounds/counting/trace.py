"""Why a result is as it is, step by step.

A trace is worked out with the result and never kept: it is no part of the result's bytes, and whoever has the frozen
terms and the ballots has it too. Amounts that need not be whole minor units are exact fractions as text, such as
`4986682/10105`.
"""

from enum import StrEnum
from fractions import Fraction

import msgspec

from ledger.accounts.state import Line
from ledger.rounds.ballots import Choices


class Verdict(StrEnum):
    """What became of an option at its turn."""

    ACCEPTED = "accepted"
    NOT_CHOSEN = "not-chosen"
    """Nobody gave it a vote, a point or a rank."""
    BELOW_MINIMUM = "below-minimum"
    """Its score is lower than the rule's minimum."""
    DOES_NOT_FIT = "does-not-fit"
    """It costs more than is left of the budget; under Equal Shares, than those who chose it have left."""
    AFTER_THE_STOP = "after-the-stop"
    """The rule stops at the first option that does not fit, and this one comes later."""


class Answers(msgspec.Struct, frozen=True, kw_only=True, tag="majority", tag_field="rule"):
    """A simple majority: more yes than no, and enough yes among both."""

    yes: int
    no: int
    abstain: int
    threshold_percent: int
    """Of yes among yes and no."""
    accepted: bool


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """An option's turn under greedy."""

    label: str
    score: int
    costs: tuple[Line, ...]
    verdict: Verdict
    left: tuple[Line, ...]
    """Of the budget, after this turn."""


class Turns(msgspec.Struct, frozen=True, kw_only=True, tag="greedy", tag_field="rule"):
    """Greedy: every option in the order of its turn."""

    minimum_score: int
    turns: tuple[Turn, ...]


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """A step of Equal Shares: the option that was cheapest for those who chose it, and how they paid for it."""

    label: str
    score: int
    cost_minor: int
    price: str
    """What one point for it cost an elector who had enough left; on approval ballots, what it cost that elector."""
    rho: str
    """The price per minor unit of cost, by which options are compared: the lowest is taken next."""
    paid_price: int
    """Electors who had enough left and paid the price for each of their points."""
    paid_all: int
    """Electors who had less, and paid all that they had left."""
    had_nothing: int
    """Electors who chose it and had nothing left."""


class Unbought(msgspec.Struct, frozen=True, kw_only=True):
    """An option that Equal Shares did not buy."""

    label: str
    score: int
    cost_minor: int
    verdict: Verdict
    """Not chosen, below the minimum, or it does not fit."""
    supporters: int
    """Electors who chose it."""
    had_left: str
    """What those who chose it had left together, in the end."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Equal Shares beside greedy: electors prefer the result to which their ballot gave more points.

    On approval ballots, that is the one of which it chose more options.
    """

    prefer_equal_shares: int
    prefer_greedy: int
    greedy: tuple[str, ...]
    """Labels of what greedy would accept, sorted as text."""
    greedy_stands: bool
    """More electors prefer greedy's result than that of Equal Shares."""


class Shares(msgspec.Struct, frozen=True, kw_only=True, tag="equal-shares", tag_field="rule"):
    """Equal Shares: what an elector's share was, and how shares were spent."""

    first_share: str
    """The budget divided by the electors whose ballots count, in minor units."""
    share: str
    """After the completion's last step."""
    added: int
    """Steps of the completion by which shares grew."""
    purchases: tuple[Purchase, ...]
    unbought: tuple[Unbought, ...]
    completed: tuple[Turn, ...] = ()
    """What greedy made of the money that was left, where the completion asks for it."""
    comparison: Comparison | None = None


Trace = Answers | Turns | Shares


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """What one elector paid for an option, and what that left of the share."""

    label: str
    paid: str
    left: str


def payments_of(trace: Shares, choices: Choices) -> tuple[Payment, ...]:
    """What an elector with this ballot paid at each step, in minor units: trace and ballot alone tell it."""
    points = dict(zip(choices.labels, choices.points or (1,) * len(choices.labels), strict=True))
    left, payments = Fraction(trace.share), []
    for step in trace.purchases:
        if points.get(step.label):
            paid = min(left, Fraction(step.price) * points[step.label])
            left -= paid
            payments.append(Payment(label=step.label, paid=str(paid), left=str(left)))
    return tuple(payments)
