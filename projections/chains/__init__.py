"""Solidarity chains: whose gift went where, through every account, and which promises were passed on (K2–K5)."""

from projections.chains.view import Chains

__all__ = ["Chains"]
