"""All that can be asked of decision rounds, in the order in which it happens to one."""

from ledger.rounds.closing import CloseRound, CountRound, MakeRoundFinal
from ledger.rounds.drafting import DeclareRecusal, DraftRound
from ledger.rounds.opening import OpenRound
from ledger.rounds.voting import CastBallot

__all__ = [
    "CastBallot",
    "CloseRound",
    "CountRound",
    "DeclareRecusal",
    "DraftRound",
    "MakeRoundFinal",
    "OpenRound",
]
