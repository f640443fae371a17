"""Money: whole minor units inside, decimal strings outside, and never a float (L4).

A unit is an ISO 4217 code. The number of digits of each currency comes from the `iso4217` package, which is made
from the standard's own table. Amounts fit a signed 64-bit integer, since that is what stores and clients can hold.
"""

import re

from iso4217 import Currency

from ledger.refusals import AmountMalformed, AmountNotPositive, AmountTooLarge, TooManyDigits, UnknownUnit

LARGEST_MINOR = 2**63 - 1
"""The largest amount, and the largest sum, in minor units."""

_DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]{0,99})(?:\.([0-9]{1,99}))?")
"""Longer than any amount, so that a long one is told what is wrong with it, and short enough to be read at once."""
_DIGITS: dict[str, int] = {c.code: c.exponent for c in Currency if c.exponent is not None}


def digits_of(unit: str) -> int:
    """Digits after the point of a currency. Raises UnknownUnit for what ISO 4217 does not list with digits."""
    try:
        return _DIGITS[unit]
    except KeyError:
        raise UnknownUnit from None


def to_minor(amount: str, unit: str) -> int:
    """Read a positive decimal string: at most the currency's digits in, nothing rounded.

    Raises UnknownUnit, AmountMalformed, AmountNotPositive, TooManyDigits or AmountTooLarge.
    """
    digits = digits_of(unit)
    match = _DECIMAL.fullmatch(amount)
    if match is None:
        raise AmountMalformed
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if len(fraction) > digits:
        raise TooManyDigits(unit=unit, digits=digits)
    minor = int(whole + fraction.ljust(digits, "0"))
    if sign or minor == 0:
        raise AmountNotPositive
    return checked(minor)


def to_decimal(amount_minor: int, unit: str) -> str:
    """Write minor units as a decimal string with all the digits of the currency."""
    digits = digits_of(unit)
    sign, text = ("-" if amount_minor < 0 else ""), str(abs(amount_minor)).rjust(digits + 1, "0")
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def checked(amount_minor: int) -> int:
    """The same amount. Raises AmountTooLarge where it, or a sum, would leave 64 bits."""
    if abs(amount_minor) > LARGEST_MINOR:
        raise AmountTooLarge
    return amount_minor
