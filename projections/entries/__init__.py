"""Entries: every movement of every account, from which any balance of the past is summed and explained."""

from projections.entries.funds import Fund, funds_of
from projections.entries.queries import BalanceThen, Entry, Explained, balances, explain
from projections.entries.sums import Asked, asked
from projections.entries.view import Entries
from projections.entries.walking import by_event, entries_of

__all__ = [
    "Asked",
    "BalanceThen",
    "Entries",
    "Entry",
    "Explained",
    "Fund",
    "asked",
    "balances",
    "by_event",
    "entries_of",
    "explain",
    "funds_of",
]
