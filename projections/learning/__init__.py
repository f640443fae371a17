"""Learning: practice sheets, exchanges and adoptions of the whole network, by theme and territory."""

from projections.learning.figures import (
    ByDirection,
    OfTerritory,
    by_direction,
    of_territory,
)
from projections.learning.queries import Kind, Learned, Status, Version, feed, find, own, versions
from projections.learning.view import Learning

__all__ = [
    "ByDirection",
    "Kind",
    "Learned",
    "Learning",
    "OfTerritory",
    "Status",
    "Version",
    "by_direction",
    "feed",
    "find",
    "of_territory",
    "own",
    "versions",
]
