"""Rochesaure, another town in France, which looks for a twin of its own."""

from api.demonstration.rochesaure import founding, offices
from api.demonstration.season import Chapter
from api.demonstration.village import Village


def chapters(town: Village) -> tuple[Chapter, ...]:
    """Its founding, and how a small committee goes on when somebody leaves."""
    return (founding.chapter(town), offices.filled(town), offices.vacant(town))
