"""What is remembered of an exchange: at which rate, whose rate it was, and what was obtained (C10).

A rate is never inverted. It says what one of a named unit is worth in the other unit, exactly as its source states it:
"110.265" escudos for one euro, whichever of the two is given away. From escudos to euros one divides by it, so that no
rounded inverse such as 0.009069 stands anywhere; the European Union prescribed the same for its own fixed rates
(Regulation 1103/97, article 4).
"""

import re
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import msgspec

from ledger.accounts.state import Destination, Line
from ledger.currency_exchanges.refusals import (
    NotACurrency,
    RateMalformed,
    RateOfAnotherUnit,
    SameCurrency,
)
from ledger.identifiers import AccountId, CurrencyExchangeId, KeyedHash, Mark, PlaceId, ProposalId
from ledger.money import digits_of, to_minor
from ledger.proposals.measure import Sum
from ledger.units import is_money

_RATE = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?")
"""Room for the weakest and the strongest currency, and exact: it is kept and computed with as it is written."""


class RateSource(StrEnum):
    """Whose rate it is; the paper or bank line that shows it is the exchange's evidence."""

    FIXED_PARITY = "fixed-parity"
    CENTRAL_BANK = "central-bank"
    BANK = "bank"
    EXCHANGE_OFFICE = "exchange-office"
    PAYMENT_SERVICE = "payment-service"
    AGREED = "agreed"
    """By the two sides, as for a local currency that nobody quotes."""


class Rate(msgspec.Struct, frozen=True):
    """So much of the other unit for one of `per`."""

    amount: str
    """Decimal string, as the source states it."""
    per: str


class Conversion(msgspec.Struct, frozen=True, kw_only=True):
    """What an amount of another unit became: the amount obtained, and the rate, its source and date."""

    unit: str
    amount_minor: int
    rate: Rate
    source: RateSource
    effective: date

    def value_of(self, unit: str, amount_minor: int) -> int:
        """What this much of the other unit is worth at the rate, in minor units of the one obtained.

        Rounded to the nearest, and half upwards (Regulation 1103/97, article 5). Nothing is booked by it: both amounts
        are facts, and it serves to show by how much they differ from the rate.
        """
        rate = Fraction(self.rate.amount)
        factor = rate if self.rate.per == unit else 1 / rate
        value = amount_minor * factor * Fraction(10) ** (digits_of(self.unit) - digits_of(unit))
        return (2 * value.numerator + value.denominator) // (2 * value.denominator)

    def difference_from(self, unit: str, amount_minor: int) -> int:
        """By how much more, or less, was obtained than this much of the other unit is worth at the rate (C10)."""
        return self.amount_minor - self.value_of(unit, amount_minor)


class ForDecision(msgspec.Struct, frozen=True):
    """The final decision whose reserved money was exchanged, so that it can be paid in the other currency."""

    proposal: ProposalId
    destination: Destination


class Side(NamedTuple):
    """What an exchange, or its reversal, does to one unit, in minor units."""

    unit: str
    received: int
    """More where this unit comes, less where it goes."""
    fee: int
    """Less than nothing where it is put back."""

    @property
    def net(self) -> int:
        """By how much more, or less, there is of it afterwards."""
        return self.received - self.fee


def sides_of(given: Line, obtained: Sum, fee: Sum | None) -> tuple[Side, Side]:
    """The unit given away, and the unit obtained."""

    def taken(unit: str) -> int:
        return fee.amount_minor if fee and fee.unit == unit else 0

    return (
        Side(given.unit, -given.amount_minor, taken(given.unit)),
        Side(obtained.unit, obtained.amount_minor, taken(obtained.unit)),
    )


class ExchangeRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value of an exchange's mark: all that its reversal puts back (L6)."""

    given: Line
    obtained: Sum
    effective: date
    fee: Sum | None = None
    decision: ForDecision | None = None
    reference: KeyedHash | None = None
    """Of its bank line, freed by a reversal (C2, L6)."""
    origin: PlaceId | None = None
    target: PlaceId | None = None
    reversed: bool = False


def exchange_mark(account: AccountId, exchange: CurrencyExchangeId) -> Mark:
    """Where an exchange is kept, so that an account's state does not grow with them."""
    return Mark(f"exchanged:{account}:{exchange}")


class ConversionGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A conversion as people give it."""

    unit: str
    amount: str
    """Decimal string: what was obtained, before any fee."""
    rate: str
    """Decimal string: so much of the other unit for one of `rate_per`."""
    rate_per: str
    """One of the two units."""
    source: RateSource

    def read(self, unit: str, effective: date) -> Conversion:
        """The conversion out of a unit. Raises SameCurrency, NotACurrency, RateMalformed, RateOfAnotherUnit, or what
        `to_minor` raises.
        """
        currencies(unit, self.unit)
        if _RATE.fullmatch(self.rate) is None or not Fraction(self.rate):
            raise RateMalformed
        if self.rate_per not in {unit, self.unit}:
            raise RateOfAnotherUnit(unit=unit, other=self.unit)
        return Conversion(
            unit=self.unit,
            amount_minor=to_minor(self.amount, self.unit),
            rate=Rate(self.rate, self.rate_per),
            source=self.source,
            effective=effective,
        )


def currencies(*units: str) -> None:
    """Raises UnknownUnit, NotACurrency or SameCurrency: only different currencies are exchanged for each other."""
    for unit in units:
        if not is_money(unit):
            raise NotACurrency(unit=unit)
    if len(set(units)) < len(units):
        raise SameCurrency
