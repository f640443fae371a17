"""The figures of statements: what banks say of places, and which lines and entries are matched."""

from ledger.event import Event, Recorded
from ledger.identifiers import AccountId, account_of
from ledger.replay.figures import Tell
from ledger.replay.marks import RemadeMarks
from ledger.statements.events import LinesMatched, MatchUndone, StatementTaken
from ledger.statements.state import MatchRecord, match_mark

OF_STATEMENTS: frozenset[type[Event]] = frozenset({StatementTaken, LinesMatched, MatchUndone})
"""Kinds of events with such figures."""


def tell_of_statements(recorded: Recorded, marks: RemadeMarks, tell: Tell) -> None:
    """What an event adds to these figures."""
    event, account = recorded.event, account_of(recorded.stream)
    match event:
        case StatementTaken():
            named = f"statements/{account}/{event.statement}"
            tell(f"{named}/closing", event.closing_minor)
            tell(f"{named}/lines", len(event.lines))
            for line in event.lines:
                tell(f"{named}/{line.number}/amount", line.amount_minor)
        case LinesMatched():
            tell(f"statements/{account}/{event.match}/amount", event.amount_minor)
            of = MatchRecord(event.place, event.unit, event.lines, event.entries, event.references)
            _tell_of_match(account, of, 1, tell)
        case MatchUndone():
            record = marks.before(match_mark(account, event.match), MatchRecord)
            assert record is not None, "what is undone was matched"
            tell(f"statements/{account}/{event.match}/undone", 1)
            _tell_of_match(account, record, -1, tell)
        case _:
            pass


def _tell_of_match(account: AccountId, record: MatchRecord, change: int, tell: Tell) -> None:
    for line in record.lines:
        tell(f"statements/{account}/{line.statement}/{line.number}/matched", change)
    for entry in record.entries:
        tell(f"statements/{account}/{record.place}/{record.unit}/{entry}/matched", change)
