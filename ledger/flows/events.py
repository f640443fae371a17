"""What is stated of the flows between two accounts, and what the other side told."""

from ledger.event import Event
from ledger.flows.messages import FlowsTelling
from ledger.flows.state import FlowLine, FlowStatement
from ledger.identifiers import AccountId, FlowStatementId, Stream, TwinningId, part_of
from ledger.message import Sending


class FlowsStated(Event, frozen=True, kw_only=True, tag="flows-stated"):
    """This side tells the twin how its own ledger knows the transfers between the two."""

    twinning: TwinningId
    other: AccountId
    stated_us: int
    """When; of what is told of one transfer the newest counts, in whatever order it comes."""
    lines: tuple[FlowLine, ...]

    def apply(self, state: FlowStatement) -> None:
        state.other = self.other

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        telling = FlowsTelling(
            statement=FlowStatementId(part_of(stream)),
            twinning=self.twinning,
            stated_us=self.stated_us,
            lines=self.lines,
        )
        return (Sending(self.other, telling),)


class FlowsTold(Event, frozen=True, kw_only=True, tag="flows-told"):
    """The twin told how its ledger knows the transfers between the two; nothing is booked by it."""

    twinning: TwinningId
    other: AccountId
    stated_us: int
    lines: tuple[FlowLine, ...]
    """As the twin sees them: what goes out there comes in here."""

    def apply(self, state: FlowStatement) -> None:
        state.other = self.other
