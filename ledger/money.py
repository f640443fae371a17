"""Amounts: whole minor units inside, decimal strings outside, and never a float (L4).

How many digits an amount has is told by its unit (`ledger.units`). Amounts fit a signed 64-bit integer, since that is
what stores and clients can hold.
"""

import re

from ledger.refusals import AmountMalformed, AmountNotPositive, AmountTooLarge, TooManyDigits
from ledger.units import digits_of

__all__ = ["LARGEST_MINOR", "checked", "digits_of", "to_counted", "to_decimal", "to_minor"]

LARGEST_MINOR = 2**63 - 1
"""The largest amount, and the largest sum, in minor units."""

_DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]{0,99})(?:\.([0-9]{1,99}))?")
"""Longer than any amount, so that a long one is told what is wrong with it, and short enough to be read at once."""


def to_minor(amount: str, unit: str) -> int:
    """Read a positive decimal string: at most the unit's digits in, nothing rounded.

    Raises UnknownUnit, AmountMalformed, AmountNotPositive, TooManyDigits or AmountTooLarge.
    """
    sign, minor = _read(amount, unit)
    if sign or minor == 0:
        raise AmountNotPositive
    return checked(minor)


def to_counted(amount: str, unit: str, *, below_zero: bool = False) -> int:
    """Read what was found somewhere, which may be nothing; or what books say of it, which may be less.

    Raises UnknownUnit, AmountMalformed, TooManyDigits or AmountTooLarge.
    """
    sign, minor = _read(amount, unit)
    if sign and not below_zero:
        raise AmountMalformed
    return checked(-minor if sign else minor)


def _read(amount: str, unit: str) -> tuple[str, int]:
    """The sign, and the minor units. Raises UnknownUnit, AmountMalformed or TooManyDigits."""
    digits = digits_of(unit)
    match = _DECIMAL.fullmatch(amount)
    if match is None:
        raise AmountMalformed
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if len(fraction) > digits:
        raise TooManyDigits(unit=unit, digits=digits)
    return sign, int(whole + fraction.ljust(digits, "0"))


def to_decimal(amount_minor: int, unit: str) -> str:
    """Write minor units as a decimal string with all the digits of the unit."""
    digits = digits_of(unit)
    sign, text = ("-" if amount_minor < 0 else ""), str(abs(amount_minor)).rjust(digits + 1, "0")
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def checked(amount_minor: int) -> int:
    """The same amount. Raises AmountTooLarge where it, or a sum, would leave 64 bits."""
    if abs(amount_minor) > LARGEST_MINOR:
        raise AmountTooLarge
    return amount_minor
