"""Statements: what banks say of places, line by line, and which lines and entries are the same money (L12)."""

from projections.statements.queries import (
    LineRow,
    MatchRow,
    StatementRow,
    find,
    find_line,
    lines_of,
    matches_of,
    of_place,
)
from projections.statements.view import Statements

__all__ = [
    "LineRow",
    "MatchRow",
    "StatementRow",
    "Statements",
    "find",
    "find_line",
    "lines_of",
    "matches_of",
    "of_place",
]
