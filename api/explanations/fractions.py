"""Exact fractions of minor units, written as decimals for people."""

from fractions import Fraction

from ledger.units import digits_of

FURTHER = 4
"""Digits beyond those of the unit: with these no two prices look equal that are a ten-thousandth of a cent apart."""


def decimal_of(minor: str | Fraction, unit: str, further: int = FURTHER) -> str:
    """An amount in minor units that need not be whole, rounded half to even."""
    digits = digits_of(unit)
    return rounded(Fraction(minor) / 10**digits, digits + further)


def rounded(value: Fraction, digits: int) -> str:
    """A fraction with so many digits after the point, rounded half to even."""
    whole = round(abs(value) * 10**digits)
    text = str(whole).rjust(digits + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
