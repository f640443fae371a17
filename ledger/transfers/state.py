"""What each side remembers of a transfer, and what travels with the money."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.accounts.events import PurposeKind
from ledger.accounts.state import Destination
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    CallId,
    DisbursementId,
    Mark,
    ProposalId,
    PurposeId,
    Seal,
    TransferId,
    TwinningId,
)
from ledger.promises.state import Honours
from ledger.state import State

LONGEST_LINEAGE = 16
"""How many transfers before it a transfer names, the newest: enough to walk back from account to account (K5)."""


class Hop(msgspec.Struct, frozen=True):
    """An earlier transfer: which it was, and from which account."""

    account: AccountId
    transfer: TransferId


class Lineage(msgspec.Struct, frozen=True):
    """The transfers that brought money of one unit and purpose to an account, the newest last (X4)."""

    hops: tuple[Hop, ...] = ()

    def followed_by(self, later: "Lineage") -> "Lineage":
        """Both, each transfer once, and of these the newest."""
        kept = tuple(hop for hop in self.hops if hop not in later.hops)
        return Lineage((*kept, *later.hops)[-LONGEST_LINEAGE:])


class TransferTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is sent, and all that travels along with it (X4); the same on both sides, and never changed."""

    unit: str
    amount_minor: int
    purpose: PurposeId = UNRESTRICTED
    purpose_kind: PurposeKind | None = None
    """None where the money is unrestricted."""
    description: Seal | None = None
    """Of the purpose; its text goes with the announcement."""
    twinning: TwinningId | None = None
    """Which one the purpose is for, where it is for a twinning."""
    destination: Destination
    decision: ProposalId
    """The final decision of the sending account (X1)."""
    call: CallId | None = None
    """The call that the decision grants, if it grants one."""
    before: Lineage = Lineage()
    passes_on: Honours | None = None
    """The disbursement to the sender whose promise it honours (C7)."""
    sent: date


class TransferStatus(StrEnum):
    """Sent, and in transit → received | refused | voided."""

    IN_TRANSIT = "in-transit"
    RECEIVED = "received"
    REFUSED = "refused"
    VOIDED = "voided"


class Transfer(State, kw_only=True):
    """One side's view of a transfer. What is over at the receiver's stays so for ever (X6)."""

    prefix: ClassVar[str] = "transfer"

    outgoing: bool = False
    """Whether this is the sender's side."""
    other: AccountId = AccountId("")
    """The account on the other side."""
    status: TransferStatus = TransferStatus.IN_TRANSIT
    terms: TransferTerms | None = None
    """None at the receiver's where it was voided before it was announced."""
    fee_minor: int = 0
    """What a carrier took of it on the way, once it was received."""
    void_asked: bool = False


def transfer_of(disbursement: DisbursementId) -> TransferId:
    """The transfer by which a disbursement is paid: under the same letters."""
    return TransferId("transfer-" + disbursement.removeprefix("disbursement-"))


def disbursement_of(transfer: TransferId) -> DisbursementId:
    """The disbursement that a transfer pays, in the sending account."""
    return DisbursementId("disbursement-" + transfer.removeprefix("transfer-"))


def announced_mark(account: AccountId, transfer: TransferId) -> Mark:
    """What would have brought an announced transfer here, itself included; gone once it is over."""
    return Mark(f"announced:{account}:{transfer}")


def lineage_mark(account: AccountId, unit: str, purpose: PurposeId) -> Mark:
    """Which transfers brought money of this unit and purpose to an account (X4)."""
    return Mark(f"lineage:{account}:{unit}:{purpose}")
