"""Decision rounds: frozen terms, how many ballots came and, once counted, the tallies and the result."""

from projections.rounds.queries import (
    Ballot,
    BudgetLine,
    OptionCost,
    Round,
    RoundOption,
    RoundTally,
    ShowOfHands,
    ballots,
    ballots_cast,
    budget,
    costs,
    find,
    options,
    page,
    recusals,
    shows_of_hands,
    tallies,
)
from projections.rounds.view import Rounds

__all__ = [
    "Ballot",
    "BudgetLine",
    "OptionCost",
    "Round",
    "RoundOption",
    "RoundTally",
    "Rounds",
    "ShowOfHands",
    "ballots",
    "ballots_cast",
    "budget",
    "costs",
    "find",
    "options",
    "page",
    "recusals",
    "shows_of_hands",
    "tallies",
]
