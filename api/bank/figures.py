"""Single values of bank files: amounts in minor units, and days. Nothing is rounded, and no float comes near (L4)."""

import re
from datetime import date

from api.bank.refusals import BankAmountTooFine, BankAmountUnreadable, BankDayUnreadable, BankUnitUnknown
from ledger.money import LARGEST_MINOR
from ledger.units import digits_of, is_unit

_FIGURE = re.compile(r"(?P<sign>[+-]?)(?=\.?[0-9])(?P<whole>[0-9]{0,40})(?:\.(?P<fraction>[0-9]{0,40}))?")
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")


def minor_of(text: str, unit: str, line: int, element: str) -> int:
    """An amount with a point, in minor units; zeros beyond the unit's digits change nothing, other digits are refused.

    Raises BankAmountUnreadable or BankAmountTooFine.
    """
    match = _FIGURE.fullmatch(text.strip())
    if match is None:
        raise BankAmountUnreadable(line=line, element=element)
    digits, fraction = digits_of(unit), (match["fraction"] or "").rstrip("0")
    if len(fraction) > digits:
        raise BankAmountTooFine(line=line, amount=text.strip(), unit=unit, digits=digits)
    minor = int((match["whole"] or "0") + fraction.ljust(digits, "0"))
    if minor > LARGEST_MINOR:
        raise BankAmountUnreadable(line=line, element=element)
    return -minor if match["sign"] == "-" else minor


def unit_of(text: str, line: int) -> str:
    """A currency by its code. Raises BankUnitUnknown."""
    unit = text.strip().upper()
    if not re.fullmatch("[A-Z]{3}", unit) or not is_unit(unit):
        raise BankUnitUnknown(line=line)
    return unit


def day_of(text: str, line: int, element: str) -> date:
    """The day at the beginning of a date or moment, with hyphens or without. Raises BankDayUnreadable."""
    match = _DAY.match(text.strip())
    try:
        if match is not None:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise BankDayUnreadable(line=line, element=element)


def one_line(*parts: str) -> str:
    """Texts joined into one, each once, spaces and line ends within them made single spaces."""
    told = (" ".join(part.split()) for part in parts)
    return " ".join(dict.fromkeys(part for part in told if part))
