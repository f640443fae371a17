"""Valbrune, a town in France with a bank account: the twin of both villages.

Its committee holds a ledger of its own here, so that what leaves it can be found again where it arrives.
"""

from api.demonstration.bank import Bank
from api.demonstration.season import Chapter
from api.demonstration.valbrune import bank, founding, gifts, orders, visits, winter, year
from api.demonstration.village import Village


def chapters(town: Village) -> tuple[Chapter, ...]:
    """The town's season."""
    ours = Bank(town, bank.ACCOUNT, "VB")
    return (
        founding.chapter(town),
        founding.members(town),
        bank.statements(town, ours),
        gifts.first_weeks(town),
        gifts.later_months(town),
        *winter.chapters(town),
        year.closed(town),
        orders.decided(town),
        orders.paid(town, ours),
        bank.newest(town, ours),
        visits.chapter(town),
    )
