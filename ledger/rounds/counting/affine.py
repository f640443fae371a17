"""Whether two runs prove all between them where prices fall as shares grow.

Bounds of prices tell two options apart only while shares move little: of two that stay nearly or exactly equal over a
long way, each step of the growth would have to be looked at. This proof does not ask how far that is.

As long as the same electors pay the price of what is bought, and the same pay all that they have left, every balance
is an affine function of the shares, and so is the price: of two affine functions the one that is lower at both ends is
lower in between, and those that are equal at both ends are equal in between. That the same electors pay is itself such
a comparison, of balance and price: where they do at both ends, they do in between.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.rounds.counting.offers import Offer
from ledger.rounds.counting.spending import Spending
from ledger.rounds.counting.steps import Step, open_ties
from ledger.rounds.counting.wishes import Wish


class _Priced(NamedTuple):
    """An option's offer at one end, and who would pay the price."""

    offer: Offer
    payers: tuple[bytes, ...]


def affinely_alike(
    wishes: Sequence[Wish],
    electors: int,
    fewer: tuple[int, Sequence[Step]],
    more: tuple[int, Sequence[Step]],
) -> bool:
    """Whether runs with all shares between these two buy the same, in the same order and with the same ties.

    Each of `fewer` and `more` is all electors' shares together, and what is bought with them. Both runs are made again
    with nothing rounded, as far as the comparison comes.
    """
    if not _look_alike(fewer[1], more[1]):
        return False
    low, high = (Spending(wishes, shares, electors, exact=True) for shares, _ in (fewer, more))
    waiting = {wish.label: wish for wish in wishes}
    affine, tied = True, set[str]()
    for one, other in zip(fewer[1], more[1], strict=True):
        wish = waiting.pop(one.offer.wish.label)
        at_low, at_high = _priced(low, wish), _priced(high, wish)
        assert at_low is not None, "what a run buys can be paid for"
        assert at_high is not None, "also with more"
        affine = affine and at_low.payers == at_high.payers
        if len(one.tied) > 1:
            tied |= one.tied
        if wish.label in tied and not affine:
            return False
        if len(one.tied) > 1 or not _is_clear(one, other):
            for rival in waiting.values():
                if not _stays_behind(at_low, _priced(low, rival), _priced(high, rival), affine=affine):
                    return False
        low.pay(at_low.offer)
        high.pay(at_high.offer)
    return True


def _priced(end: Spending, wish: Wish) -> _Priced | None:
    """What an option would cost now; None where those who chose it cannot pay for it."""
    offer = end.offer(wish, end.evenly(wish))
    return None if offer is None else _Priced(offer, end.payers(offer))


def _look_alike(fewer: Sequence[Step], more: Sequence[Step]) -> bool:
    return [(step.offer.wish.label, step.tied) for step in fewer] == [
        (step.offer.wish.label, step.tied) for step in more
    ] and [step.tied for step in open_ties(fewer)] == [step.tied for step in open_ties(more)]


def _is_clear(one: Step, other: Step) -> bool:
    """Bounds alone tell it: prices only fall."""
    return other.next_low is None or one.offer.high * other.scale < other.next_low * one.scale


def _stays_behind(bought: _Priced, low: _Priced | None, high: _Priced | None, *, affine: bool) -> bool:
    """Whether an option that is not bought at either end before this one is not so between them."""
    if high is None or high.offer.low > bought.offer.low:
        return True
    return affine and low is not None and low.payers == high.payers
