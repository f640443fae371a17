"""What can be asked about statements: to take them, to match their lines, to undo a match, to book a line."""

from ledger.statements.booking import BookLine
from ledger.statements.matching import MatchLines, UndoMatch
from ledger.statements.taking import LineGiven, LineText, TakeStatement

__all__ = ["BookLine", "LineGiven", "LineText", "MatchLines", "TakeStatement", "UndoMatch"]
