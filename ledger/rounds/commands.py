"""All that can be asked of decision rounds, in the order in which it happens to one."""

from ledger.rounds.closing import CloseRound, CountRound, MakeRoundFinal
from ledger.rounds.drafting import DeclareRecusal, DraftRound
from ledger.rounds.hands import EnterShowOfHands
from ledger.rounds.opening import OpenRound
from ledger.rounds.sitting import DecideInAssembly
from ledger.rounds.voting import CastBallot

__all__ = [
    "CastBallot",
    "CloseRound",
    "CountRound",
    "DecideInAssembly",
    "DeclareRecusal",
    "DraftRound",
    "EnterShowOfHands",
    "MakeRoundFinal",
    "OpenRound",
]
