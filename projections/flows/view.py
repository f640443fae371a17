"""What twins told of the flows between them: its tables and the reaction that fills them."""

from collections.abc import Iterator

from ledger.event import Recorded
from ledger.flows.events import FlowsTold
from ledger.identifiers import account_of, part_of
from projections.base import Database, Table, View

STATEMENTS = Table(
    "flow_statements",
    "account TEXT NOT NULL, statement TEXT NOT NULL, other TEXT NOT NULL, stated_us INTEGER NOT NULL, "
    "partition TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, statement)",
    indexes={"flow_statements_by_other": "account, other, stated_us"},
)
"""What the twin told, and when it said so."""

TOLD = Table(
    "flows_told",
    "account TEXT NOT NULL, statement TEXT NOT NULL, transfer TEXT NOT NULL, direction TEXT NOT NULL, "
    "status TEXT NOT NULL, unit TEXT NOT NULL, amount_minor INTEGER NOT NULL, fee_minor INTEGER NOT NULL, "
    "PRIMARY KEY (account, statement, transfer)",
)
"""Its lines, as the twin sees them."""


class Flows(View):
    """One row per statement that a twin made, and one per transfer in it. Its own transfers are another view's."""

    name = "flows"
    tables = (STATEMENTS, TOLD)
    reacts_to = frozenset({FlowsTold})

    def react(self, recorded: Recorded, db: Database) -> None:
        if isinstance(recorded.event, FlowsTold):
            _told(recorded, recorded.event, db)

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account, statement and transfer."""
        query = (
            "SELECT account, statement, transfer, amount_minor, fee_minor FROM flows_told "
            "ORDER BY account, statement, transfer"
        )
        for account, statement, transfer, amount, fee in db.execute(query):
            yield f"flows/{account}/{statement}/{transfer}/amount", amount
            yield f"flows/{account}/{statement}/{transfer}/fee", fee


def _told(recorded: Recorded, event: FlowsTold, db: Database) -> None:
    where = account_of(recorded.stream), part_of(recorded.stream)
    said = event.other, event.stated_us, recorded.partition, recorded.position
    db.insert(STATEMENTS.name, [(*where, *said)])
    db.insert(
        TOLD.name,
        [
            (*where, line.transfer, line.direction, line.status, line.unit, line.amount_minor, line.fee_minor)
            for line in event.lines
        ],
    )
