"""What twins told of the flows between them: its tables and the reaction that fills them."""

from collections.abc import Iterator

from ledger.event import Recorded
from ledger.flows.events import FlowsTold
from ledger.identifiers import account_of
from projections.base import Database, Table, View

STATEMENTS = Table(
    "flow_statements",
    "account TEXT NOT NULL, other TEXT NOT NULL, stated_us INTEGER NOT NULL, PRIMARY KEY (account, other)",
)
"""When the twin last told anything, be it that it knows of no transfer."""

TOLD = Table(
    "flows_told",
    "account TEXT NOT NULL, other TEXT NOT NULL, transfer TEXT NOT NULL, direction TEXT NOT NULL, "
    "status TEXT NOT NULL, unit TEXT NOT NULL, amount_minor INTEGER NOT NULL, fee_minor INTEGER NOT NULL, "
    "stated_us INTEGER NOT NULL, partition TEXT NOT NULL, position INTEGER NOT NULL, "
    "PRIMARY KEY (account, other, transfer)",
)
"""What it last told of each transfer, as it sees it. Earlier words are in the log alone."""

_NEWER = "WHERE excluded.stated_us >= {table}.stated_us"
_STATE = (
    "INSERT INTO flow_statements VALUES (?, ?, ?) ON CONFLICT (account, other) "
    f"DO UPDATE SET stated_us = excluded.stated_us {_NEWER.format(table=STATEMENTS.name)}"
)
_TELL = f"{TOLD.upsert} {_NEWER.format(table=TOLD.name)}"
"""A word that comes late changes nothing; of two of the same moment, the one that came later counts."""


class Flows(View):
    """One row per twin that told anything, and one per transfer of which it did: its newest word.

    The account's own transfers are another view's.
    """

    name = "flows"
    tables = (STATEMENTS, TOLD)
    reacts_to = frozenset({FlowsTold})

    def react(self, recorded: Recorded, db: Database) -> None:
        if isinstance(recorded.event, FlowsTold):
            _told(recorded, recorded.event, db)

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account, twin and transfer."""
        query = (
            "SELECT account, other, transfer, amount_minor, fee_minor FROM flows_told "
            "ORDER BY account, other, transfer"
        )
        for account, other, transfer, amount, fee in db.execute(query):
            yield f"flows/{account}/{other}/{transfer}/amount", amount
            yield f"flows/{account}/{other}/{transfer}/fee", fee


def _told(recorded: Recorded, event: FlowsTold, db: Database) -> None:
    sides = account_of(recorded.stream), event.other
    said = event.stated_us, recorded.partition, recorded.position
    db.execute(_STATE, (*sides, event.stated_us))
    rows = [
        (
            *sides,
            line.transfer,
            line.direction,
            line.status,
            line.unit,
            line.amount_minor,
            line.fee_minor,
            *said,
        )
        for line in event.lines
    ]
    db.executemany(_TELL, rows)
