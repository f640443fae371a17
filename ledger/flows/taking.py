"""What the twin told of the transfers between the two is taken in, and believed of nobody else."""

from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.context import LAST_MOMENT_US
from ledger.flows.events import FlowsTold
from ledger.flows.messages import FlowsTelling
from ledger.flows.refusals import FlowsOutOfRange
from ledger.flows.state import MOST_LINES, FlowStatement
from ledger.identifiers import AccountId, is_id, stream_of
from ledger.money import LARGEST_MINOR, digits_of
from ledger.refusals import AmountTooLarge
from ledger.transfers.state import Transfer
from ledger.twinnings.look import twinning_in
from ledger.twinnings.refusals import MessageMalformed, NotTheTwins


class TakeFlows(AccountCommand, frozen=True, kw_only=True):
    """Keep what the twin told; told again it changes nothing, and of each transfer the newest word counts."""

    sender: AccountId
    told: FlowsTelling

    def reads(self, context: Context) -> Reads:
        parts = (self.told.statement, self.told.twinning)
        return Reads(streams=tuple(stream_of(self.account, part) for part in parts))

    def decide(self, seen: Seen, context: Context) -> Decision:
        told = self.told
        # A moment that no calendar holds could never be shown.
        sound = is_id(FlowStatement.prefix, told.statement) and 0 <= told.stated_us <= LAST_MOMENT_US
        if not sound:
            raise MessageMalformed
        if twinning_in(seen, self.account, told.twinning).other != self.sender:
            raise NotTheTwins
        named = {line.transfer for line in told.lines}
        if len(told.lines) > MOST_LINES or len(named) < len(told.lines):
            raise FlowsOutOfRange(most=MOST_LINES)
        for line in told.lines:
            digits_of(line.unit)
            if not is_id(Transfer.prefix, line.transfer):
                raise MessageMalformed
            if not 0 <= line.fee_minor <= line.amount_minor <= LARGEST_MINOR:
                raise AmountTooLarge
        stream = stream_of(self.account, told.statement)
        if seen.find(stream, FlowStatement) is None:
            yield Fact(
                stream,
                FlowsTold(
                    twinning=told.twinning, other=self.sender, stated_us=told.stated_us, lines=told.lines
                ),
            )
        return told.statement
