"""Options bought, one after the other, and what two runs prove of those between them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ledger.rounds.counting.offers import Offer


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
