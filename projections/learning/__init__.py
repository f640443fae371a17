"""Learning: practice sheets, exchanges and adoptions of the whole network, by theme and territory."""

from projections.learning.figures import (
    OfTerritory,
    OfTwinning,
    of_territory,
    of_twinning,
)
from projections.learning.queries import Kind, Learned, Status, Version, feed, find, own, versions
from projections.learning.view import Learning

__all__ = [
    "Kind",
    "Learned",
    "Learning",
    "OfTerritory",
    "OfTwinning",
    "Status",
    "Version",
    "feed",
    "find",
    "of_territory",
    "of_twinning",
    "own",
    "versions",
]
