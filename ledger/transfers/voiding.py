"""The sending account can ask, and no more than ask, to have a transfer back."""

from ledger.accounts.look import founded
from ledger.command import Context, Decision, Fact, Seen
from ledger.transfers.events import TransferVoidAsked
from ledger.transfers.look import TransferCommand, require_in_transit
from ledger.transfers.refusals import TransferComesHere, VoidAskedAlready


class AskToVoidTransfer(TransferCommand, frozen=True, kw_only=True):
    """It was sent by mistake, or nobody answers: the receiver voids it unless it has received it (X6)."""

    reason: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        transfer = self.found(seen)
        if not transfer.outgoing:
            raise TransferComesHere
        require_in_transit(transfer)
        if transfer.void_asked:
            raise VoidAskedAlready
        reason = context.paper(self.reason)
        yield reason
        yield Fact(self.stream, TransferVoidAsked(to=transfer.other, reason=reason.seal))
        return self.transfer
