"""A carbon offset states how many kg of CO2e it offsets, as it comes in; other contributions do not [usf]."""

from collections.abc import Iterator
from datetime import date

from ledger.command import Fact
from ledger.contributions.events import CarbonOffsetStated
from ledger.contributions.refusals import CarbonMissing, CarbonWithoutOffset
from ledger.contributions.state import Motive
from ledger.identifiers import AccountId, ContributionId, SheetId
from ledger.money import to_minor

CARBON = "co2e:kg"
"""What is read and written like a quantity of goods, and is in no balance: whole grams inside, kg outside."""


def carbon_stated(
    account: AccountId,
    about: ContributionId | SheetId,
    motive: Motive,
    carbon_kg: str | None,
    effective: date,
) -> Iterator[Fact]:
    """The companion of a carbon offset that comes in; nothing for other motives.

    Raises CarbonMissing, CarbonWithoutOffset, AmountMalformed, AmountNotPositive, TooManyDigits or AmountTooLarge.
    """
    if motive is not Motive.CARBON_OFFSET:
        if carbon_kg is not None:
            raise CarbonWithoutOffset
        return
    if carbon_kg is None:
        raise CarbonMissing
    grams = to_minor(carbon_kg, CARBON)
    yield Fact(account, CarbonOffsetStated(about=about, carbon_grams=grams, effective=effective))
