"""Why a command about statements is refused: each says what is wrong, and where."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class UnknownStatement(NotFound):
    """This place has no such statement in this unit: look among its statements (L12)."""


class UnknownStatementLine(NotFound):
    """That statement has no line {number}: look among its lines (L12)."""


class UnknownPlaceEntry(NotFound):
    """Entry {entry} moved no {unit} at this place: name one that did, by its number (L12)."""


class UnknownMatch(NotFound):
    """This place has no such match, or it is undone already: look among its lines (L12)."""


class StatementEndsBefore(Malformed):
    """A statement ends on {ends}, before it begins: give its first day, then its last (L12)."""


class LinesMisnumbered(Malformed):
    """The lines of a statement are numbered from 1, and no number stands twice: look at line {number} (L12)."""


class BalancesIncomplete(Malformed):
    """A statement says what it begins with and what it ends with, or neither: give the other balance too (L12)."""


class TooManyLines(Malformed):
    """A statement has at most {most} lines, and this one has more: take it in parts, such as one a month (L12)."""


class StatementUnbalanced(Unprocessable):
    """It begins with {opening} {unit} and its lines make {made}, but it ends with {closing}: a line is missing, or
    wrong, so take the bank's own file, whole (L12).
    """


class OpeningNotClosing(Unprocessable):
    """It begins with {opening} {unit}, but the statement before it ended on {ended} with {closing}: take the bank's own
    file of this place, or the statement that lies between (L12).
    """


class StatementOverlaps(Conflict):
    """Days up to {ended} were taken already, and say otherwise: take a statement of what is missing, and of this place
    (L12, C2).
    """


class BroughtForwardMatched(Conflict):
    """What the statement from {begins} brings forward is matched: undo match {match}, then take the earlier statement
    (L12).
    """


class NothingToMatch(Malformed):
    """Name lines and entries that are the same money, or several on one side that take each other back (L12)."""


class MatchedTwice(Malformed):
    """No line and no entry stands twice in a match: name each once (L12)."""


class LineMatched(Conflict):
    """Line {number} is matched already: undo match {match} if it is another entry (L12, C2)."""


class EntryMatched(Conflict):
    """Entry {entry} is matched already: undo match {match} if it is another line (L12, C2)."""


class SumsDiffer(Unprocessable):
    """The lines make {lines} {unit} and the entries {entries}: match what makes the same amount, or book the rest first
    (L12).
    """


class LineSaysOtherwise(Unprocessable):
    """The line says {line} {unit}, and what was to be booked for it moves {booked} at this place: book what the line
    says (L12).
    """
