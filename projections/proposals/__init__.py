"""Proposals: where each stands, and what of its costs was requested, awarded, authorised and paid."""

from projections.proposals.queries import (
    Interest,
    Proposal,
    ProposalLine,
    find,
    interests,
    lines,
    page,
)
from projections.proposals.view import Proposals

__all__ = [
    "Interest",
    "Proposal",
    "ProposalLine",
    "Proposals",
    "find",
    "interests",
    "lines",
    "page",
]
