"""How commands look at a transfer."""

from ledger.command import AccountCommand, Context, Reads, Seen
from ledger.identifiers import Stream, TransferId, is_id, stream_of
from ledger.transfers.refusals import TransferIsOver, UnknownTransfer
from ledger.transfers.state import Transfer, TransferStatus


class TransferCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one transfer."""

    transfer: TransferId

    @property
    def stream(self) -> Stream:
        """Where this side's events of the transfer stand."""
        return stream_of(self.account, self.transfer)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def known(self, seen: Seen) -> Transfer | None:
        """The transfer, if there is one of this id."""
        # What is no transfer's id names a stream with another state, or none at all: it is not looked up.
        return seen.find(self.stream, Transfer) if is_id("transfer", self.transfer) else None

    def found(self, seen: Seen) -> Transfer:
        """The transfer. Raises UnknownTransfer."""
        transfer = self.known(seen)
        if transfer is None:
            raise UnknownTransfer
        return transfer


def require_in_transit(transfer: Transfer) -> None:
    """Raises TransferIsOver."""
    if transfer.status is not TransferStatus.IN_TRANSIT:
        raise TransferIsOver(status=transfer.status.value)
