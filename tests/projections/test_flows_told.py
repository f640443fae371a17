"""What twins told of the transfers between them: of each the newest word, and how long ago that was."""

import msgspec

from ledger.flows.events import FlowsTold
from ledger.flows.state import FlowLine
from ledger.identifiers import AccountId, FlowStatementId, TransferId, stream_of
from ledger.transfers.state import TransferStatus
from projections import flows
from projections.base import Database
from projections.follower import Follower
from tests.projections.flowing import LINE, TWIN, TWINNING
from tests.projections.log import ACCOUNT, Log

OTHER = msgspec.structs.replace(LINE, transfer=TransferId("transfer-0000000000000002"))
WAITS = msgspec.structs.replace(LINE, status=TransferStatus.IN_TRANSIT, fee_minor=0)


def tell(log: Log, number: int, stated_us: int, *lines: FlowLine, twin: AccountId = TWIN) -> None:
    """A statement of a twin arrives."""
    event = FlowsTold(twinning=TWINNING, other=twin, stated_us=stated_us, lines=lines)
    log.record(event, stream=stream_of(ACCOUNT, FlowStatementId(f"flows-{number:016}")), by=twin)
    Follower(log.shelf, log.views).catch_up()


def rows(db: Database) -> int:
    """How many the view holds."""
    ((statements,),) = db.execute("SELECT COUNT(*) FROM flow_statements").fetchall()
    ((lines,),) = db.execute("SELECT COUNT(*) FROM flows_told").fetchall()
    return int(statements) + int(lines)


def test_of_each_transfer_the_newest_word_is_kept_in_whatever_order_they_come(log: Log, db: Database) -> None:
    """X2, X3"""
    tell(log, 1, 5, LINE)
    tell(log, 2, 3, WAITS, OTHER)
    known, newest = flows.told(db, ACCOUNT, TWIN)
    assert newest == 5
    assert {transfer: (flow.status, flow.changed_us) for transfer, flow in known.items()} == {
        LINE.transfer: (LINE.status, 5),
        OTHER.transfer: (OTHER.status, 3),
    }
    tell(log, 3, 5, WAITS)
    known, _ = flows.told(db, ACCOUNT, TWIN)
    assert (known[LINE.transfer].status, known[LINE.transfer].events) == (WAITS.status, ("main.3",))


def test_statements_made_every_day_take_no_more_room_than_the_last(log: Log, db: Database) -> None:
    """X2"""
    for day in range(1, 31):
        tell(log, day, day, LINE, OTHER)
    assert rows(db) == 3
    tell(log, 31, 31)
    assert flows.told(db, ACCOUNT, TWIN)[1] == 31
    assert rows(db) == 3


def test_what_one_twin_tells_says_nothing_of_another(log: Log, db: Database) -> None:
    """X3"""
    another = AccountId("account-0000000000000003")
    tell(log, 1, 5, LINE)
    tell(log, 2, 9, WAITS, twin=another)
    assert flows.told(db, ACCOUNT, TWIN)[0][LINE.transfer].status is LINE.status
    assert flows.told(db, ACCOUNT, another)[0][LINE.transfer].status is WAITS.status
    assert flows.told(db, ACCOUNT, ACCOUNT) == ({}, None)
