"""How one account pays another: a payment that is a transfer, in transit until the other account answers."""

from api.demonstration.payments import Payment, pay
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.currency_exchanges.state import ConversionGiven
from ledger.disbursements.state import DisbursementStatus
from ledger.identifiers import DisbursementId, TransferId
from ledger.transfers.commands import AskToVoidTransfer, ReceiveTransfer, RefuseTransfer
from ledger.transfers.state import transfer_of


def sent(sender: Village, day: int, payment: Payment) -> Chapter:
    """Authorised, signed off by two, and sent two days later: from then on it is in transit."""
    yield from pay(sender, day, payment, until=DisbursementStatus.SENT)
    assert isinstance(payment.payee, Village)
    assert payment.name is not None
    sender.sent_to.setdefault(payment.payee.account, []).append(transfer(sender, payment.name))


def transfer(sender: Village, name: str) -> TransferId:
    """The transfer by which a payment is made, by the payment's name in the sending village."""
    return transfer_of(DisbursementId(sender.ids[name]))


def receive(
    receiver: Village,
    coming: TransferId,
    reference: str,
    fee: str | None = None,
    obtained: ConversionGiven | None = None,
) -> None:
    """The receiving treasurer found it on the bank's statement, perhaps exchanged already."""
    receiver.do(
        ReceiveTransfer(
            account=receiver.account, transfer=coming, reference=reference, fee=fee, obtained=obtained
        )
    )


def refuse(receiver: Village, coming: TransferId, reason: str) -> None:
    """The receiving account does not take it; the sender has its money back."""
    receiver.do(RefuseTransfer(account=receiver.account, transfer=coming, reason=reason))


def ask_to_void(sender: Village, going: TransferId, reason: str) -> None:
    """The sender wants it back, unless it was received."""
    sender.do(AskToVoidTransfer(account=sender.account, transfer=going, reason=reason))
