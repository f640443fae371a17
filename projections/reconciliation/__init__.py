"""A place compared with its statements and counts: what agrees, what is open on either side, and since when (L12).

It reads what the views of places, statements and bookings hold, and keeps nothing of its own.
"""

from projections.reconciliation.likely import Because, LikelyMatch, LikelyMatches, likely_matches
from projections.reconciliation.reconciling import open_entries, open_lines, reconcile, units_of
from projections.reconciliation.rows import LatestCount, OpenEntry, OpenLine, Reconciliation

__all__ = [
    "Because",
    "LatestCount",
    "LikelyMatch",
    "LikelyMatches",
    "OpenEntry",
    "OpenLine",
    "Reconciliation",
    "likely_matches",
    "open_entries",
    "open_lines",
    "reconcile",
    "units_of",
]
