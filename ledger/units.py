"""Units: what is counted. Each has its own balances, and units are never added (L3).

A unit is a currency by its ISO 4217 code (`EUR`), or `<thing>:<measure>`: goods in their natural unit (`goat:piece`,
`cement:kg`), work (`work:minute`), or a local currency (`sol:currency`). How many digits an amount has follows from the
unit's text alone, so that amounts can be read and written without asking anybody. The digits of currencies come from
the `iso4217` package, which is made from the standard's own table.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache

from ledger.refusals import UnknownUnit

WORK = "work:minute"
"""Hours of work, counted in minutes (C4)."""

MEASURES = {"piece": 0, "kg": 3, "litre": 3, "metre": 2}
"""How goods are measured, each with its digits after the point."""

LONGEST_THING = 40
"""Letters of what is measured."""

PATTERN = f"^([A-Z]{{3}}|[a-z0-9]+(-[a-z0-9]+)*:({'|'.join(MEASURES)}|minute|currency))$"
"""How units are written. Not everything that is written so is one: see `digits_of`."""

_OTHER = re.compile(f"(?P<thing>[a-z0-9]+(-[a-z0-9]+)*):({'|'.join(MEASURES)}|currency)")
_LOCAL_CURRENCY_DIGITS = 2


class UnitKind(StrEnum):
    """What a unit counts, which says how it comes in: money is received, goods are inspected, work is confirmed."""

    MONEY = "money"
    GOODS = "goods"
    WORK = "work"


def digits_of(unit: str) -> int:
    """Digits after the point. Raises UnknownUnit, also for the codes that ISO 4217 lists without digits."""
    digits = _currencies().get(unit)
    if digits is None:
        digits = _digits_of_others(unit)
    if digits is None:
        raise UnknownUnit
    return digits


def is_unit(unit: str) -> bool:
    """Whether this is a unit."""
    return unit in _currencies() or _digits_of_others(unit) is not None


def kind_of(unit: str) -> UnitKind:
    """What a unit counts. Raises UnknownUnit."""
    digits_of(unit)
    if unit == WORK:
        return UnitKind.WORK
    return UnitKind.GOODS if unit.rpartition(":")[2] in MEASURES else UnitKind.MONEY


def is_money(unit: str) -> bool:
    """Whether this is a currency, of ISO 4217 or local. Raises UnknownUnit."""
    return unit in _currencies() or kind_of(unit) is UnitKind.MONEY


@cache
def _currencies() -> dict[str, int]:
    """The digits of each currency that has any said of it."""
    # The package reads the standard's table as it is loaded, which who only adds up minor units need not wait for.
    from iso4217 import Currency  # noqa: PLC0415

    return {c.code: c.exponent for c in Currency if c.exponent is not None}


@lru_cache(maxsize=1024)
def _digits_of_others(unit: str) -> int | None:
    if unit == WORK:
        return 0
    other = _OTHER.fullmatch(unit)
    # Work is counted in minutes alone, lest hours stand under two units.
    if other is None or len(other["thing"]) > LONGEST_THING or other["thing"] == "work":
        return None
    return MEASURES.get(unit.rpartition(":")[2], _LOCAL_CURRENCY_DIGITS)
