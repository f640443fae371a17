"""What can be asked about contributions: to pledge, receive, collect, accept, lift, reverse and refund them."""

from ledger.contributions.commands.collecting import ReceiveCollection
from ledger.contributions.commands.earmarks import AcceptEarmark, LiftEarmark
from ledger.contributions.commands.giving_back import RefundContribution, ReverseContribution
from ledger.contributions.commands.pledging import PledgeContribution, WithdrawPledge
from ledger.contributions.commands.receiving import ReceiveContribution
from ledger.contributions.look import Giver

__all__ = [
    "AcceptEarmark",
    "Giver",
    "LiftEarmark",
    "PledgeContribution",
    "ReceiveCollection",
    "ReceiveContribution",
    "RefundContribution",
    "ReverseContribution",
    "WithdrawPledge",
]
