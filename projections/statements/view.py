"""Statements: their tables, their reaction, and the figures that `usf replay` compares."""

from collections.abc import Iterator

from ledger.event import Recorded
from ledger.identifiers import account_of
from ledger.statements.events import LinesMatched, MatchUndone, StatementTaken
from ledger.statements.state import BROUGHT_FORWARD
from projections.base import Database, Table, View

STATEMENTS = Table(
    "statements",
    "account TEXT NOT NULL, id TEXT NOT NULL, place TEXT NOT NULL, unit TEXT NOT NULL, begins TEXT NOT NULL, "
    "ends TEXT NOT NULL, opening_minor INTEGER NOT NULL, closing_minor INTEGER NOT NULL, derived INTEGER NOT NULL, "
    "lines INTEGER NOT NULL, evidence TEXT, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, match TEXT, "
    "PRIMARY KEY (account, id)",
    indexes={"statements_of_place": "account, place, unit, ends, position"},
)
"""`match` explains what the statement brings forward."""
LINES = Table(
    "statement_lines",
    "account TEXT NOT NULL, statement TEXT NOT NULL, number INTEGER NOT NULL, place TEXT NOT NULL, "
    "unit TEXT NOT NULL, amount_minor INTEGER NOT NULL, booked TEXT NOT NULL, reference TEXT, payment TEXT, "
    "text TEXT, match TEXT, PRIMARY KEY (account, statement, number)",
    indexes={"statement_lines_by_match": "account, place, unit, match"},
)
MATCHES = Table(
    "matches",
    "account TEXT NOT NULL, id TEXT NOT NULL, place TEXT NOT NULL, unit TEXT NOT NULL, "
    "amount_minor INTEGER NOT NULL, lines INTEGER NOT NULL, entries INTEGER NOT NULL, "
    "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, undone INTEGER NOT NULL, PRIMARY KEY (account, id)",
    indexes={"matches_of_place": "account, place, position"},
)
MATCHED = Table(
    "matched_entries",
    "account TEXT NOT NULL, place TEXT NOT NULL, unit TEXT NOT NULL, entry INTEGER NOT NULL, match TEXT NOT NULL, "
    "PRIMARY KEY (account, place, unit, entry)",
)

_FIGURES = (
    ("account || '/' || id || '/closing'", "closing_minor", "statements"),
    ("account || '/' || id || '/lines'", "lines", "statements"),
    ("account || '/' || id || '/0/matched'", "1", "statements WHERE match > ''"),
    ("account || '/' || statement || '/' || number || '/amount'", "amount_minor", "statement_lines"),
    ("account || '/' || statement || '/' || number || '/matched'", "1", "statement_lines WHERE match > ''"),
    ("account || '/' || place || '/' || unit || '/' || entry || '/matched'", "1", "matched_entries"),
    ("account || '/' || id || '/amount'", "amount_minor", "matches"),
    ("account || '/' || id || '/undone'", "undone", "matches"),
)
"""What each figure is called, what it is, and where it stands."""


class Statements(View):
    """One row per statement, line and match; a line and an entry know the match that they stand in."""

    name = "statements"
    tables = (STATEMENTS, LINES, MATCHES, MATCHED)
    reacts_to = frozenset({StatementTaken, LinesMatched, MatchUndone})

    def react(self, recorded: Recorded, db: Database) -> None:
        account = account_of(recorded.stream)
        match recorded.event:
            case StatementTaken() as event:
                _taken(recorded, event, db)
            case LinesMatched() as event:
                of = account, event.place, event.unit
                counts = event.amount_minor, len(event.lines), len(event.entries)
                at = recorded.envelope.recorded_us, recorded.position
                db.insert(MATCHES.name, [(account, event.match, event.place, event.unit, *counts, *at, 0)])
                db.insert(MATCHED.name, [(*of, entry, event.match) for entry in event.entries])
                for line in event.lines:
                    if line.number == BROUGHT_FORWARD:
                        query = "UPDATE statements SET match = ? WHERE account = ? AND id = ?"
                        db.execute(query, (event.match, account, line.statement))
                    else:
                        query = "UPDATE statement_lines SET match = ? WHERE account = ? AND statement = ?"
                        values = event.match, account, line.statement, line.number
                        db.execute(f"{query} AND number = ?", values)
            case MatchUndone() as event:
                named = account, event.place, event.unit, event.match
                rest = "WHERE account = ? AND place = ? AND unit = ? AND match = ?"
                db.execute("UPDATE matches SET undone = 1 WHERE account = ? AND id = ?", named[::3])
                db.execute(f"UPDATE statements SET match = NULL {rest}", named)
                db.execute(f"UPDATE statement_lines SET match = NULL {rest}", named)
                db.execute(f"DELETE FROM matched_entries {rest}", named)
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By kind and name."""
        for name, figure, rows in _FIGURES:
            for told, value in db.stream(f"SELECT {name}, {figure} FROM {rows} ORDER BY 1"):
                yield f"statements/{told}", value


def _taken(recorded: Recorded, event: StatementTaken, db: Database) -> None:
    account = account_of(recorded.stream)
    row = (
        account,
        event.statement,
        event.place,
        event.unit,
        event.begins.isoformat(),
        event.ends.isoformat(),
        event.opening_minor,
        event.closing_minor,
        int(event.derived),
        len(event.lines),
        event.evidence,
        recorded.envelope.recorded_us,
        recorded.position,
        None,
    )
    db.insert(STATEMENTS.name, [row])
    lines = [
        (
            account,
            event.statement,
            line.number,
            event.place,
            event.unit,
            line.amount_minor,
            line.booked.isoformat(),
            line.reference,
            line.payment,
            line.text,
            None,
        )
        for line in event.lines
    ]
    db.insert(LINES.name, lines)
