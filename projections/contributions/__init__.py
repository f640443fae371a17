"""Contributions: what was pledged and received, and what is left of each."""

from projections.contributions.queries import Contribution, find, page
from projections.contributions.view import Contributions

__all__ = ["Contribution", "Contributions", "find", "page"]
