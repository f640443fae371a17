"""Águas das Caldeiras, Santo Antão: women who want to produce wine for a minimum income need technological support."""

from api.demonstration.caldeiras import (
    assembly_days,
    baskets,
    bottles,
    cash_box,
    contested,
    founding,
    gifts,
    harvest,
    in_kind,
    lost_keys,
    pending,
    press,
    work,
)
from api.demonstration.season import Chapter
from api.demonstration.village import Village


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The village's season."""
    return (
        founding.chapter(village),
        founding.members(village),
        *cash_box.chapters(village),
        gifts.first_weeks(village),
        gifts.wrong_booking(village),
        gifts.pledges(village),
        gifts.later_months(village),
        *press.chapters(village),
        *in_kind.chapters(village),
        *work.chapters(village),
        *assembly_days.chapters(village),
        *harvest.chapters(village),
        *baskets.chapters(village),
        lost_keys.replaced(village),
        gifts.waiting(village),
        lost_keys.asked(village),
        *pending.chapters(village),
        *bottles.chapters(village),
        *contested.chapters(village),
    )
