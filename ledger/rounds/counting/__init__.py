"""How ballots become a result: one module for each rule, and what all of them share."""

from ledger.rounds.counting.budget import Budget
from ledger.rounds.counting.count import count, electronic, explained
from ledger.rounds.counting.result import Hands, Outcome, Result, Tally, result_bytes, result_hash, sealed_as
from ledger.rounds.counting.trace import Trace

__all__ = [
    "Budget",
    "Hands",
    "Outcome",
    "Result",
    "Tally",
    "Trace",
    "count",
    "electronic",
    "explained",
    "result_bytes",
    "result_hash",
    "sealed_as",
]
