"""Ribeirão Galinha: sponsorship makes school transport possible for children who live too far up the mountain.

Sponsorship is collective. No child is named anywhere, nor is a school, a route or a timetable (W4).
"""

from api.demonstration.galinha import (
    assembly_days,
    first_term,
    founding,
    gifts,
    holidays,
    in_confidence,
    pending,
    road,
    second_term,
)
from api.demonstration.season import Chapter
from api.demonstration.village import Village


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The village's season."""
    return (
        founding.chapter(village),
        founding.members(village),
        gifts.first_weeks(village),
        gifts.wrong_booking(village),
        gifts.pledges(village),
        gifts.bounced_cheque(village),
        gifts.later_months(village),
        *first_term.chapters(village),
        *assembly_days.chapters(village),
        *second_term.chapters(village),
        *road.chapters(village),
        gifts.waiting(village),
        *pending.chapters(village),
        holidays.chapter(village),
        *in_confidence.chapters(village),
    )
