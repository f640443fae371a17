"""Replay: the log folded by the write side alone, and the figures that it comes to.

It shares no code with the views. `balances` folds what accounts hold and nothing else, as fast as rows can be read;
`Replay` folds everything, remakes marks and snapshots, and tells every figure, for `usf replay` to compare with those
that the views show.
"""

from ledger.replay.balances import Held, balances
from ledger.replay.fault import HistoryFault
from ledger.replay.figures import Figures, Tell, difference, first_difference
from ledger.replay.history import Replay

__all__ = [
    "Figures",
    "Held",
    "HistoryFault",
    "Replay",
    "Tell",
    "balances",
    "difference",
    "first_difference",
]
