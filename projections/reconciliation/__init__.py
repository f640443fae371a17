"""A place compared with its statements and counts: what agrees, what is open on either side, and since when (L12).

It reads what the views of places, statements and bookings hold, and keeps nothing of its own.
"""

from projections.reconciliation.proposing import Because, Proposal, Proposals, proposed
from projections.reconciliation.reconciling import open_entries, open_lines, reconcile, units_of
from projections.reconciliation.rows import LatestCount, OpenEntry, OpenLine, Reconciliation

__all__ = [
    "Because",
    "LatestCount",
    "OpenEntry",
    "OpenLine",
    "Proposal",
    "Proposals",
    "Reconciliation",
    "open_entries",
    "open_lines",
    "proposed",
    "reconcile",
    "units_of",
]
