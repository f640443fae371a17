"""Links under twinnings, and how diverse and how mutual they are (W3, W4, W7, W8)."""

from projections.links.figures import Diversity, Reciprocity, diversity, reciprocity, year_before
from projections.links.queries import Link, LinkActor, LinkPerson, actors, find, page, people
from projections.links.view import Links

__all__ = [
    "Diversity",
    "Link",
    "LinkActor",
    "LinkPerson",
    "Links",
    "Reciprocity",
    "actors",
    "diversity",
    "find",
    "page",
    "people",
    "reciprocity",
    "year_before",
]
