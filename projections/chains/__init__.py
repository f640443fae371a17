"""Solidarity chains: whose gift went where, through every account, and which promises were passed on (K2–K5)."""

from projections.chains.finding import Part
from projections.chains.links import Link, LinkKind, PromiseTotals, Sum, Summary
from projections.chains.queries import begins_at, page, promise_totals, summary
from projections.chains.rows import Paid
from projections.chains.view import Chains

__all__ = [
    "Chains",
    "Link",
    "LinkKind",
    "Paid",
    "Part",
    "PromiseTotals",
    "Sum",
    "Summary",
    "begins_at",
    "page",
    "promise_totals",
    "summary",
]
