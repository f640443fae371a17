"""What is told of flows, for the views."""

from ledger.flows.events import FlowsStated, FlowsTold
from ledger.flows.state import FlowDirection, FlowLine
from ledger.identifiers import AccountId, FlowStatementId, TransferId, TwinningId, stream_of
from ledger.transfers.state import TransferStatus
from tests.projections.log import ACCOUNT, Log

TWIN = AccountId("account-0000000000000002")
TWINNING = TwinningId("twinning-0000000000000001")
STATED, TOLD, LATE = (FlowStatementId(f"flows-000000000000000{n}") for n in (1, 2, 3))
LINE = FlowLine(
    transfer=TransferId("transfer-0000000000000001"),
    direction=FlowDirection.OUT,
    status=TransferStatus.RECEIVED,
    unit="EUR",
    amount_minor=3_00,
    fee_minor=10,
)


def record_flows(log: Log) -> None:
    """One statement of each side, and one of the twin's that came late."""
    told = {"twinning": TWINNING, "other": TWIN, "lines": (LINE,)}
    stated = FlowsStated(**told, stated_us=log.now_us)  # type: ignore[arg-type]
    log.record(stated, stream=stream_of(ACCOUNT, STATED))
    for statement, stated_us in ((TOLD, log.now_us), (LATE, log.now_us - 1)):
        event = FlowsTold(**told, stated_us=stated_us)  # type: ignore[arg-type]
        log.record(event, stream=stream_of(ACCOUNT, statement), by=TWIN)
