"""All that can be asked of decision rounds, in the order in which it happens to one."""

from ledger.rounds.annulling import AnnulRound
from ledger.rounds.closing import CloseRound, CountRound
from ledger.rounds.drafting import DraftRound
from ledger.rounds.finality import MakeItemFinal, MakeRoundFinal
from ledger.rounds.hands import EnterShowOfHands
from ledger.rounds.objecting import DecideObjection, RaiseObjection
from ledger.rounds.opening import OpenRound
from ledger.rounds.proxies import GiveProxy, WithdrawProxy
from ledger.rounds.recusing import DeclareRecusal
from ledger.rounds.sitting import DecideInAssembly
from ledger.rounds.voting import CastBallot

__all__ = [
    "AnnulRound",
    "CastBallot",
    "CloseRound",
    "CountRound",
    "DecideInAssembly",
    "DecideObjection",
    "DeclareRecusal",
    "DraftRound",
    "EnterShowOfHands",
    "GiveProxy",
    "MakeItemFinal",
    "MakeRoundFinal",
    "OpenRound",
    "RaiseObjection",
    "WithdrawProxy",
]
