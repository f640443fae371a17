"""The Method of Equal Shares with cost utilities: each elector has the same share of the budget, and pays for what they
chose.

The round has one budget line. The share is the budget divided by the electors whose ballots count, those of empty
ballots among them. What an option is worth to an elector is its cost times the points that they gave it; choosing it on
an approval ballot is one point. An option that costs nothing is accepted where somebody gave it a point: nobody need
pay for it. An option whose score is below the rule's minimum is out from the beginning.

What then happens with money that is left, `Completion` says. Shares grow by one whole currency unit for each elector as
long as what they buy together costs no more than the budget: the first growth with which they would buy more is not
made. Nor is any once all options that somebody chose are bought, since more could not change the result.
"""

from fractions import Fraction

from ledger.rounds.counting.greedy import left_out, score_of, tallies
from ledger.rounds.counting.orders import decided_by_tie
from ledger.rounds.counting.poll import Poll
from ledger.rounds.counting.result import Outcome
from ledger.rounds.counting.sharing import Final, Sharing
from ledger.rounds.counting.steps import Step
from ledger.rounds.counting.trace import Purchase, Shares, Unbought, Verdict
from ledger.rounds.terms import Terms


def equal_shares(terms: Terms, poll: Poll) -> Outcome:
    """Equal Shares, completed and compared as the rule says."""
    sharing = Sharing(terms, poll)
    added = sharing.added(sharing.declared)
    final = sharing.final(sharing.bought(added, sharing.declared), sharing.declared)
    first = {label: place for place, label in enumerate(final.accepted)}
    ranked = sharing.ranked(sharing.declared)
    ranked.sort(key=lambda option: first.get(option.label, len(first)))
    return Outcome(
        tallies=tallies(terms, poll, ranked),
        accepted=final.accepted,
        tie_decided=decided_by_tie(sharing),
        why=lambda: _traced(sharing, added, final),
    )


def _traced(sharing: Sharing, added: int, final: Final) -> Shares:
    """What was bought and what was not, in exact prices."""
    run = sharing.exactly(added, sharing.declared)
    scores = {option.label: score_of(sharing.poll, option) for option in sharing.terms.options}
    bought = {step.offer.wish.label for step in run.steps} | {wish.label for wish in sharing.free}
    wishes = {wish.label: wish for wish in sharing.wishes}
    unbought = []
    for option in sharing.ranked(sharing.declared):
        if option.label not in bought:
            wish = wishes.get(option.label)
            unbought.append(
                Unbought(
                    label=option.label,
                    score=scores[option.label],
                    cost_minor=sum(line.amount_minor for line in option.costs),
                    verdict=left_out(sharing.terms, sharing.poll, option) or Verdict.DOES_NOT_FIT,
                    supporters=sharing.poll.votes.get(option.label, 0),
                    had_left=str(Fraction(0) if wish is None else run.spending.left_of(wish)),
                )
            )
    return Shares(
        first_share=str(_share(sharing, 0)),
        share=str(_share(sharing, added)),
        added=added,
        purchases=(
            *(_gift(wish.label, scores[wish.label], wish.electors) for wish in sharing.free),
            *(_purchase(step, scores[step.offer.wish.label]) for step in run.steps),
        ),
        unbought=tuple(unbought),
        completed=() if final.completed is None else final.completed.turns,
        comparison=final.comparison,
    )


def _share(sharing: Sharing, added: int) -> Fraction:
    """Of one elector, in minor units."""
    return Fraction(sharing.shares(added), sharing.electors) if sharing.electors else Fraction(0)


def _gift(label: str, score: int, electors: int) -> Purchase:
    """An option that costs nothing."""
    return Purchase(
        label=label,
        score=score,
        cost_minor=0,
        price="0",
        rho="0",
        paid_price=electors,
        paid_all=0,
        had_nothing=0,
    )


def _purchase(step: Step, score: int) -> Purchase:
    wish, offer = step.offer.wish, step.offer
    price = Fraction(offer.numerator, offer.payers * step.parts)
    return Purchase(
        label=wish.label,
        score=score,
        cost_minor=wish.cost,
        price=str(price),
        rho=str(price / wish.cost),
        paid_price=offer.paying,
        paid_all=wish.electors - offer.paying - offer.bare,
        had_nothing=offer.bare,
    )
