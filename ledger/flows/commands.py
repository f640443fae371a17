"""One side tells the other how it knows the transfers between them."""

from ledger.accounts.look import founded
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.flows.events import FlowsStated
from ledger.flows.refusals import FlowsOutOfRange, TransferWithAnother
from ledger.flows.state import MOST_LINES, FlowDirection, FlowLine
from ledger.identifiers import AccountId, FlowStatementId, TransferId, TwinningId, is_id, stream_of
from ledger.transfers.refusals import UnknownTransfer
from ledger.transfers.state import Transfer
from ledger.twinnings.look import twinning_in


class StateFlows(AccountCommand, frozen=True, kw_only=True):
    """Tell the twin how these transfers stand here; with none named, that is said too.

    What is told is what the ledger itself holds, so that nobody can tell anything else. A twinning that has ended can
    still be settled (W6).
    """

    twinning: TwinningId
    transfers: tuple[TransferId, ...] = ()

    def reads(self, context: Context) -> Reads:
        parts = (self.twinning, *self.transfers)
        return Reads(streams=(self.account, *(stream_of(self.account, part) for part in parts)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        twin = twinning_in(seen, self.account, self.twinning).other
        if len(self.transfers) > MOST_LINES or len(set(self.transfers)) < len(self.transfers):
            raise FlowsOutOfRange(most=MOST_LINES)
        lines = tuple(_line(seen, self.account, transfer, twin) for transfer in self.transfers)
        statement = FlowStatementId(context.fresh("flows"))
        yield Fact(
            stream_of(self.account, statement),
            FlowsStated(twinning=self.twinning, other=twin, stated_us=context.recorded_us, lines=lines),
        )
        return statement


def _line(seen: Seen, account: AccountId, transfer_id: TransferId, twin: AccountId) -> FlowLine:
    """A transfer as this side knows it. Raises UnknownTransfer or TransferWithAnother."""
    known = is_id(Transfer.prefix, transfer_id)
    transfer = seen.find(stream_of(account, transfer_id), Transfer) if known else None
    if transfer is None or transfer.terms is None:
        raise UnknownTransfer
    if transfer.other != twin:
        raise TransferWithAnother
    return FlowLine(
        transfer=transfer_id,
        direction=FlowDirection.OUT if transfer.outgoing else FlowDirection.IN,
        status=transfer.status,
        unit=transfer.terms.unit,
        amount_minor=transfer.terms.amount_minor,
        fee_minor=transfer.fee_minor,
    )
