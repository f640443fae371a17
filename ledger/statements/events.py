"""What happens to the statements of a place. None of it moves money: it says what the bank says, and what agrees."""

from datetime import date

from ledger.contributions.state import reference_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import KeyedHash, MatchId, PaperId, PlaceId, Seal, StatementId, Stream, account_of
from ledger.statements.state import (
    BROUGHT_FORWARD,
    LineName,
    MatchRecord,
    StatementLine,
    StatementRecord,
    Statements,
    Taken,
    line_reference_mark,
    match_mark,
    matched_entry_mark,
    matched_line_mark,
    statement_mark,
    told_mark,
)


class StatementTaken(Event, frozen=True, kw_only=True, tag="statement-taken"):
    """A bank, or a wallet's operator, says what lay at a place, and what moved there in between (L12)."""

    makes = "statement"

    statement: StatementId
    place: PlaceId
    unit: str
    begins: date
    ends: date
    opening_minor: int
    closing_minor: int
    derived: bool = False
    """The bank gave no balances: they are those of the statement before, and of its lines."""
    lines: tuple[StatementLine, ...] = ()
    evidence: PaperId | None = None
    """The file in which it came."""

    def apply(self, state: Statements) -> None:
        row = state.rows.setdefault(self.unit, [])
        at = sum(taken.ends <= self.ends for taken in row)
        row.insert(at, Taken(self.statement, self.begins, self.ends, self.opening_minor, self.closing_minor))

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.point(
            statement_mark(account_of(stream), self.statement),
            StatementRecord(self.place, self.unit, self.lines),
        )
        for line in self.lines:
            marks.point(told_mark(line.told), self.statement)
            if line.reference is not None:
                marks.point(line_reference_mark(line.reference), self.statement)


class LinesMatched(Event, frozen=True, kw_only=True, tag="lines-matched"):
    """Lines of statements and entries of the books are the same money: their sums are equal (L12)."""

    makes = "match"

    match: MatchId
    place: PlaceId
    unit: str
    lines: tuple[LineName, ...] = ()
    """None where entries take each other back, such as a booking by mistake and its correction."""
    entries: tuple[int, ...] = ()
    """Versions in the account's stream; none where lines take each other back."""
    amount_minor: int
    """The sum of either side."""
    references: tuple[KeyedHash, ...] = ()
    """Of those lines whose reference is no entry's own: nothing else is booked under it any more (C2)."""

    def apply(self, state: Statements) -> None:
        begun = {line.statement for line in self.lines if line.number == BROUGHT_FORWARD}
        for taken in state.row(self.unit) if begun else ():
            if taken.statement in begun:
                taken.begun = self.match

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        record = MatchRecord(self.place, self.unit, self.lines, self.entries, self.references)
        marks.point(match_mark(account, self.match), record)
        for line in self.lines:
            marks.point(matched_line_mark(account, line), self.match)
        for entry in self.entries:
            marks.point(matched_entry_mark(account, self.place, self.unit, entry), self.match)
        for reference in self.references:
            marks.point(reference_mark(reference), self.match)


class MatchUndone(Event, frozen=True, kw_only=True, tag="match-undone"):
    """They were not the same money: both sides are open again. What was booked stands (L6)."""

    match: MatchId
    place: PlaceId
    unit: str
    reason: Seal

    def apply(self, state: Statements) -> None:
        for taken in state.row(self.unit):
            if taken.begun == self.match:
                taken.begun = None

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        record = marks.get(match_mark(account, self.match), MatchRecord)
        assert record is not None, "a match is undone once"
        for line in record.lines:
            marks.put(matched_line_mark(account, line), None)
        for entry in record.entries:
            marks.put(matched_entry_mark(account, record.place, record.unit, entry), None)
        for reference in record.references:
            marks.put(reference_mark(reference), None)
        marks.put(match_mark(account, self.match), None)
