"""What a disbursement remembers."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Office
from ledger.identifiers import (
    AccountId,
    BankDetailsId,
    Mark,
    MemberToken,
    PartyToken,
    PlaceId,
    ProposalId,
    PurposeId,
)
from ledger.promises.state import Honours
from ledger.state import State


class PartyKind(StrEnum):
    """Who is paid, or who benefits."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ASSOCIATION = "association"
    COMPANY = "company"
    PUBLIC_BODY = "public-body"
    LOCAL_ACCOUNT = "local-account"


class Party(msgspec.Struct, frozen=True):
    """A payee or beneficiary. Who that is stands in the people store; a member keeps the member's own token.

    A local account is nobody's name and stands for itself.
    """

    kind: PartyKind
    token: PartyToken | MemberToken | AccountId


class DisbursementStatus(StrEnum):
    """Authorised → signed off by two → sent → settled → acknowledged → evidenced | failed | returned | cancelled."""

    AUTHORISED = "authorised"
    SIGNED_OFF = "signed-off"
    SENT = "sent"
    SETTLED = "settled"
    ACKNOWLEDGED = "acknowledged"
    EVIDENCED = "evidenced"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Disbursement(State, kw_only=True):
    """One payment under one final decision."""

    prefix: ClassVar[str] = "disbursement"

    status: DisbursementStatus = DisbursementStatus.AUTHORISED
    proposal: ProposalId = ProposalId("")
    destination: Destination = Destination.UNASSIGNED
    tranche: int = 0
    line: Line = Line("", PurposeId(""), 0)
    payee: Party = Party(PartyKind.PERSON, PartyToken(""))
    beneficiary: Party = Party(PartyKind.PERSON, PartyToken(""))
    passes_on: Honours | None = None
    signed_off: tuple[MemberToken, ...] = ()
    signed_off_as: tuple[Office, ...] = ()
    """The offices in which they signed, in the same order (B3)."""
    signed_off_to: tuple[BankDetailsId | None, ...] = ()
    """The payee's bank details that each of them signed off, in the same order (B3)."""
    sent: date = date.min
    """The day on which the money left; nothing that follows lies before it."""
    place: PlaceId | None = None
    """Out of which it was paid (L12)."""
    settled: date = date.max
    """The day on which it reached its payee."""
    promise_waived: bool = False
    """The decision waived the beneficiary's promise (B7)."""
    promised_minor: int = 0
    """What its beneficiary promises to pass on, in its own unit; nothing until it reached its payee (B7)."""
    honoured_minor: int = 0
    """What contributions say that they honour; those to other accounts may say more than was promised."""
    promise_ended: bool = False
    """Forgiven, or the payment came back."""

    @property
    def promise_open_minor(self) -> int:
        """What is still to be passed on; never less than nothing (K3)."""
        return 0 if self.promise_ended else max(self.promised_minor - self.honoured_minor, 0)

    @property
    def is_transfer(self) -> bool:
        """Whether it goes to another local account, whose answer alone decides what becomes of it (X6)."""
        return self.payee.kind is PartyKind.LOCAL_ACCOUNT


def tranche_mark(account: AccountId, proposal: ProposalId, tranche: int) -> Mark:
    """Which disbursement has this tranche of a decision (B4); free again when that one did not reach the payee."""
    return Mark(f"tranche:{account}:{proposal}:{tranche}")


def party_mark(account: AccountId, token: PartyToken | MemberToken | AccountId) -> Mark:
    """The kind of a payee or beneficiary that an earlier disbursement named."""
    return Mark(f"party:{account}:{token}")
