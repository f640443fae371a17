"""All that can be asked of transfers. One begins when a disbursement to a local account is sent."""

from ledger.transfers.receiving import ReceiveTransfer, RefuseTransfer
from ledger.transfers.voiding import AskToVoidTransfer

__all__ = ["AskToVoidTransfer", "ReceiveTransfer", "RefuseTransfer"]
