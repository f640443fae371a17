"""The global account of the Universal Solidarity Fund, whose steering committee decides on what territories ask."""

from api.demonstration.fund import founding
from api.demonstration.season import Chapter
from api.demonstration.village import Village


def chapters(fund: Village) -> tuple[Chapter, ...]:
    """The fund's season."""
    return (founding.chapter(fund), founding.gifts(fund))
