"""Valbrune, a town in France with a bank account: the twin of both villages.

Its committee holds a ledger of its own here, so that what leaves it can be found again where it arrives.
"""

from api.demonstration.season import Chapter
from api.demonstration.valbrune import founding, gifts, winter
from api.demonstration.village import Village


def chapters(town: Village) -> tuple[Chapter, ...]:
    """The town's season."""
    return (
        founding.chapter(town),
        founding.members(town),
        gifts.first_weeks(town),
        gifts.later_months(town),
        *winter.chapters(town),
    )
