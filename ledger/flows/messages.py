"""What one side tells the other of the transfers between them."""

from ledger.flows.state import FlowLine
from ledger.identifiers import FlowStatementId, TwinningId
from ledger.message import Message


class FlowsTelling(Message, frozen=True, kw_only=True, tag="flows-telling"):
    """So our ledger knows these transfers, at this moment."""

    statement: FlowStatementId
    twinning: TwinningId
    stated_us: int
    lines: tuple[FlowLine, ...]
