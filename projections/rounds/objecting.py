"""Objections to what rounds decided: their table, and what becomes of items by them (R8).

That an objection lapses is no event: it stands in what made its item, or its round, final without it.
"""

from ledger.event import Recorded
from ledger.identifiers import AccountId, RoundId
from ledger.rounds.events import ItemMadeFinal, ObjectionDecided, ObjectionRaised, RoundMadeFinal
from ledger.rounds.state import DAY_US
from projections.base import Database, Table
from projections.rounds.queries import ObjectionState, Standing

OBJECTIONS = Table(
    "objections",
    "account TEXT NOT NULL, round TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, reason TEXT NOT NULL, "
    "raised_us INTEGER NOT NULL, decide_by_us INTEGER NOT NULL, state TEXT NOT NULL, decided_us INTEGER, "
    "decision TEXT, minutes TEXT, position INTEGER NOT NULL, PRIMARY KEY (account, round, number)",
)

Where = tuple[AccountId, RoundId]


def react(
    db: Database, where: Where, recorded: Recorded, event: ItemMadeFinal | ObjectionDecided | ObjectionRaised
) -> None:
    """What happens to one item."""
    match event:
        case ObjectionRaised():
            _raise(db, where, recorded.position, event)
        case ObjectionDecided():
            _decide(db, where, recorded.envelope.recorded_us, event)
        case ItemMadeFinal():
            settle(db, where, ObjectionState.LAPSED, event.label)
            _stand(db, where, Standing.FINAL, event.label)


def make_final(db: Database, where: Where, event: RoundMadeFinal) -> None:
    """All items are final but for those that are annulled, and those that are suspended."""
    query = "UPDATE round_options SET standing = ? WHERE account = ? AND round = ? AND standing IS NULL"
    db.execute(query, (Standing.FINAL, *where))
    for label in event.suspended:
        _stand(db, where, Standing.SUSPENDED, label)
    pending = "SELECT DISTINCT label FROM objections WHERE account = ? AND round = ? AND state = ?"
    for (label,) in db.execute(pending, (*where, ObjectionState.PENDING)).fetchall():
        if label not in event.suspended:
            settle(db, where, ObjectionState.LAPSED, label)


def settle(db: Database, where: Where, state: ObjectionState, label: str | None = None) -> None:
    """What still waits for a decision, be it to one item alone, waits no more."""
    query = "UPDATE objections SET state = ? WHERE account = ? AND round = ? AND state = ?"
    values = (state, *where, ObjectionState.PENDING)
    if label is None:
        db.execute(query, values)
    else:
        db.execute(f"{query} AND label = ?", (*values, label))


def _raise(db: Database, where: Where, position: int, event: ObjectionRaised) -> None:
    query = "SELECT objection_decision_days FROM rounds WHERE account = ? AND id = ?"
    days = int(db.execute(query, where).fetchone()[0])
    undecided = (None,) * 3
    row = (
        *where,
        event.number,
        event.label,
        event.reason,
        event.raised_us,
        event.raised_us + days * DAY_US,
        ObjectionState.PENDING,
        *undecided,
        position,
    )
    db.insert("objections", [row])


def _decide(db: Database, where: Where, at_us: int, event: ObjectionDecided) -> None:
    state = ObjectionState.UPHELD if event.upheld else ObjectionState.DISMISSED
    db.execute(
        "UPDATE objections SET state = ?, decided_us = ?, decision = ?, minutes = ? "
        "WHERE account = ? AND round = ? AND number = ?",
        (state, at_us, event.reason, event.minutes, *where, event.number),
    )
    if event.upheld:
        settle(db, where, ObjectionState.MOOT, event.label)
        _stand(db, where, Standing.ANNULLED, event.label)


def _stand(db: Database, where: Where, standing: Standing, label: str) -> None:
    query = "UPDATE round_options SET standing = ? WHERE account = ? AND round = ? AND label = ?"
    db.execute(query, (standing, *where, label))
