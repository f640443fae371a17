"""What happens to a transfer, on either side. The receiver's money is booked in its account's own stream."""

from datetime import date

from ledger.accounts.state import Account, Line
from ledger.contributions.state import reference_mark
from ledger.currency_exchanges.state import Conversion
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import AccountId, KeyedHash, PlaceId, Seal, Stream, TransferId, account_of, part_of
from ledger.message import Sending
from ledger.promises.messages import passed_on
from ledger.promises.state import Honours
from ledger.transfers.messages import (
    TransferAnnouncement,
    TransferReception,
    TransferRefusal,
    TransferVoiding,
    TransferVoidRequest,
)
from ledger.transfers.state import (
    Hop,
    Lineage,
    Transfer,
    TransferStatus,
    TransferTerms,
    announced_mark,
    lineage_mark,
)

# At the sender


class TransferSent(Event, frozen=True, kw_only=True, tag="transfer-sent"):
    """The payment is on its way to another local account; it is in transit until that answers."""

    to: AccountId
    terms: TransferTerms

    def apply(self, state: Transfer) -> None:
        state.outgoing, state.other, state.terms = True, self.to, self.terms

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        announcement = TransferAnnouncement(transfer=_own(stream), terms=self.terms)
        description = self.terms.description
        return (Sending(self.to, announcement, () if description is None else (description,)),)


class TransferVoidAsked(Event, frozen=True, kw_only=True, tag="transfer-void-asked"):
    """The sender asks to have it back; until the receiver answers, it stays in transit (X6)."""

    to: AccountId
    reason: Seal

    def apply(self, state: Transfer) -> None:
        state.void_asked = True

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        request = TransferVoidRequest(transfer=_own(stream), reason=self.reason)
        return (Sending(self.to, request, (self.reason,)),)


class TransferAcknowledged(Event, frozen=True, kw_only=True, tag="transfer-acknowledged"):
    """The receiver has told that it booked it."""

    amount_minor: int
    """What arrived there, after the fee."""
    fee_minor: int = 0
    obtained: Conversion | None = None
    """What it became there, where it was exchanged on arrival (X5)."""
    effective: date

    def apply(self, state: Transfer) -> None:
        state.status, state.fee_minor = TransferStatus.RECEIVED, self.fee_minor


class TransferReturned(Event, frozen=True, kw_only=True, tag="transfer-returned"):
    """The receiver has told that it does not book it, and never will (X6)."""

    answer: TransferStatus
    """Refused or voided."""
    reason: Seal

    def apply(self, state: Transfer) -> None:
        state.status = self.answer


# At the receiver


class TransferAnnounced(Event, frozen=True, kw_only=True, tag="transfer-announced"):
    """Another local account has sent something here; nothing is booked before it is received."""

    sender: AccountId
    terms: TransferTerms

    def apply(self, state: Transfer) -> None:
        state.other, state.terms = self.sender, self.terms

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        itself = Lineage((Hop(self.sender, _own(stream)),))
        marks.put(announced_mark(account_of(stream), _own(stream)), self.terms.before.followed_by(itself))


class TransferReceived(Event, frozen=True, kw_only=True, tag="transfer-received"):
    """It arrived; what a carrier took of it on the way is its fee (X2)."""

    sender: AccountId
    amount_minor: int
    """What arrived, after the fee."""
    fee_minor: int = 0
    obtained: Conversion | None = None
    """What it became, where it was exchanged on arrival; booked by the exchange beside this (X5)."""
    honours: Honours | None = None
    """The promise to a third account that the sender keeps by it (C7)."""
    reference: KeyedHash | None = None
    """Of the outside reference, such as a bank line (C2); the papers store has its text."""
    effective: date

    def apply(self, state: Transfer) -> None:
        state.status, state.fee_minor = TransferStatus.RECEIVED, self.fee_minor

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.reference is not None:
            marks.point(reference_mark(self.reference), _own(stream))

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        reception = TransferReception(
            transfer=_own(stream),
            amount_minor=self.amount_minor,
            fee_minor=self.fee_minor,
            obtained=self.obtained,
            effective=self.effective,
        )
        honouring = passed_on(stream, _own(stream), self.honours, self.sender)
        return (Sending(self.sender, reception), *honouring)


class TransferBooked(Event, frozen=True, kw_only=True, tag="transfer-booked"):
    """Money of a transfer came in, for the purpose that it was sent for and for no destination yet (X4)."""

    transfer: TransferId
    sender: AccountId
    line: Line
    place: PlaceId | None = None
    """Where the money lies since (L12)."""
    effective: date

    def apply(self, state: Account) -> None:
        state.at(self.line.unit, self.line.purpose).received += self.line.amount_minor
        state.lay(self.place, self.line.unit, self.line.amount_minor)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        announced = announced_mark(account, self.transfer)
        lineage = lineage_mark(account, self.line.unit, self.line.purpose)
        known, brought = marks.get(lineage, Lineage), marks.get(announced, Lineage)
        marks.put(lineage, (known or Lineage()).followed_by(brought or Lineage()))
        marks.put(announced, None)


class TransferRefused(Event, frozen=True, kw_only=True, tag="transfer-refused"):
    """The receiver does not take it; this id is refused for ever (X6)."""

    sender: AccountId
    reason: Seal

    def apply(self, state: Transfer) -> None:
        state.status = TransferStatus.REFUSED

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(announced_mark(account_of(stream), _own(stream)), None)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        refusal = TransferRefusal(transfer=_own(stream), reason=self.reason)
        return (Sending(self.sender, refusal, (self.reason,)),)


class TransferVoided(Event, frozen=True, kw_only=True, tag="transfer-voided"):
    """The sender had it back before it was received, or announced even; its id is refused for ever (X6)."""

    sender: AccountId
    reason: Seal

    def apply(self, state: Transfer) -> None:
        state.other, state.status = self.sender, TransferStatus.VOIDED

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(announced_mark(account_of(stream), _own(stream)), None)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        # The sender's own text goes back to it: whoever names a text that lies somewhere else brings it along (L9).
        voiding = TransferVoiding(transfer=_own(stream), reason=self.reason)
        return (Sending(self.sender, voiding, (self.reason,)),)


def _own(stream: Stream) -> TransferId:
    return TransferId(part_of(stream))
