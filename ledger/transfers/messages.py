"""What the two sides of a transfer tell each other."""

from datetime import date

from ledger.currency_exchanges.state import Conversion
from ledger.identifiers import Seal, TransferId
from ledger.message import Message
from ledger.transfers.state import TransferTerms


class TransferAnnouncement(Message, frozen=True, kw_only=True, tag="transfer-announcement"):
    """The sender has sent it: it is in transit."""

    transfer: TransferId
    terms: TransferTerms


class TransferVoidRequest(Message, frozen=True, kw_only=True, tag="transfer-void-request"):
    """The sender asks to have it back, unless it was received."""

    transfer: TransferId
    reason: Seal


class TransferReception(Message, frozen=True, kw_only=True, tag="transfer-reception"):
    """The receiver has booked it."""

    transfer: TransferId
    amount_minor: int
    """What arrived, after the fee."""
    fee_minor: int = 0
    obtained: Conversion | None = None
    """What it became there, where it was exchanged on arrival (X5)."""
    effective: date


class TransferRefusal(Message, frozen=True, kw_only=True, tag="transfer-refusal"):
    """The receiver does not take it, now or ever."""

    transfer: TransferId
    reason: Seal


class TransferVoiding(Message, frozen=True, kw_only=True, tag="transfer-voiding"):
    """The receiver has not booked it, and never will."""

    transfer: TransferId
    reason: Seal
    """The sender's own."""
