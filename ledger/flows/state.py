"""What is remembered of a statement of flows, and what it consists of."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.identifiers import AccountId, TransferId
from ledger.state import State
from ledger.transfers.state import TransferStatus

MOST_LINES = 500
"""Of one statement; of more transfers there are several statements."""


class FlowDirection(StrEnum):
    """Which way a transfer goes, as seen by the account that says it."""

    OUT = "out"
    IN = "in"


class FlowLine(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer, as the account that states it knows it."""

    transfer: TransferId
    direction: FlowDirection
    status: TransferStatus
    unit: str
    amount_minor: int
    """What was sent."""
    fee_minor: int = 0
    """What a carrier took of it on the way."""


class FlowStatement(State, kw_only=True):
    """A statement of flows, held by the side that made it and by the side that was told, under the same id."""

    prefix: ClassVar[str] = "flows"

    other: AccountId = AccountId("")
