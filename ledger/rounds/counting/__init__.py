"""How ballots become a result: one module for each rule, and what all of them share."""

from ledger.rounds.counting.budget import Budget
from ledger.rounds.counting.count import count, electronic
from ledger.rounds.counting.result import Hands, Outcome, Result, Tally, sealed_as

__all__ = ["Budget", "Hands", "Outcome", "Result", "Tally", "count", "electronic", "sealed_as"]
