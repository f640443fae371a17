"""Single cells of a Pabulib file: amounts, counts, days, ids and the currency, read exactly or refused."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from api.elections.text import ElectionFileProblem, Row

DIGITS_BY_CURRENCY: Mapping[str, int] = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""The decimal digits of ISO 4217, for the currencies that do not have two."""

CURRENCY_BY_COUNTRY: Mapping[str, str] = {
    "canada": "CAD",
    "cape verde": "CVE",
    "estonia": "EUR",
    "france": "EUR",
    "hungary": "HUF",
    "netherlands": "EUR",
    "norway": "NOK",
    "poland": "PLN",
    "portugal": "EUR",
    "spain": "EUR",
    "switzerland": "CHF",
    "united states": "USD",
    "us": "USD",
    "usa": "USD",
}
"""For files without `currency`. An election held `Worldwide` has no country's currency and must state its own."""

_AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,30})?")
_COUNT = re.compile(r"[0-9]{1,15}")
_POINTS = re.compile(r"([0-9]{1,9})(?:\.0{1,30})?")
_YEAR = re.compile(r"[0-9]{4}")
_DAYS = (
    re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)
_PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:[-_/][a-z0-9]+)*")


def amount_of(text: str, currency: str, what: str, line: int) -> Decimal:
    """The exact amount with all the currency's digits, so that `4000`, `4000.0` and `4000.00` are one amount.

    More digits than the currency has, unless zeros, are refused, because rounding would change what people
    voted on. Zero is refused too: a ledger moves no zero amounts, and published files do without, as Pabulib
    gives a free project a cost of 1 and says so in its comment.
    """
    if not _AMOUNT.fullmatch(text):
        sentence = f"The {what} is not a plain amount; write digits, such as 4000 or 4000.50."
        raise ElectionFileProblem(sentence, line)
    whole, _, fraction = text.partition(".")
    digits = DIGITS_BY_CURRENCY.get(currency, 2)
    if len(fraction.rstrip("0")) > digits:
        sentence = f"The {what} has more decimal digits than {currency} ({digits}); write an exact amount."
        raise ElectionFileProblem(sentence, line)
    amount = Decimal(f"{whole}.{fraction[:digits]:0<{digits}}" if digits else whole)
    if not amount:
        raise ElectionFileProblem(f"The {what} is zero; write an amount above zero.", line)
    return amount


def count_of(text: str, what: str, line: int) -> int | None:
    """A whole number, or None where the cell is empty."""
    if not text:
        return None
    if not _COUNT.fullmatch(text):
        raise ElectionFileProblem(f"The {what} is not a whole number; write digits only.", line)
    return int(text)


def day_of(text: str, what: str, line: int, *, month: int, day: int) -> date | None:
    """A day `dd.mm.yyyy` or `yyyy-mm-dd`; a bare year takes the given month and day; None where empty."""
    if not text:
        return None
    found = next((match for form in _DAYS if (match := form.fullmatch(text))), None)
    try:
        if found:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        if _YEAR.fullmatch(text):
            return date(int(text), month, day)
    except ValueError:
        pass  # A day that no calendar has is told by the same sentence as what is no day at all.
    raise ElectionFileProblem(f"The {what} is not a day; write dd.mm.yyyy, yyyy-mm-dd or a year.", line)


def currency_of(stated: str, country: str, line: int) -> str:
    """The stated currency, else the country's. Only its form is checked: the ledger knows which it keeps."""
    if not stated:
        if country.casefold() not in CURRENCY_BY_COUNTRY:
            sentence = (
                "META has no key currency, and its country tells none; add a line such as currency;EUR."
            )
            raise ElectionFileProblem(sentence)
        return CURRENCY_BY_COUNTRY[country.casefold()]
    if not re.fullmatch(r"[A-Za-z]{3}", stated):
        sentence = "The META key currency is not a code of ISO 4217; write one such as EUR."
        raise ElectionFileProblem(sentence, line)
    return stated.upper()


def id_of(row: Row, column: str) -> str:
    """An id is neither empty nor over several lines, which is the trace of a quote that was never closed."""
    value = row.cells[column]
    if not value or is_broken(value):
        raise ElectionFileProblem(f"This row has no {column} on one line; write one.", row.line)
    return value


def list_of(row: Row, column: str) -> tuple[str, ...]:
    """What a list separated by commas names. Empty places (`7,,9` or `7,`) name nothing and are passed over."""
    value = row.cells[column]
    if is_broken(value):
        sentence = f"The column {column} goes over several lines here; write the list on one."
        raise ElectionFileProblem(sentence, row.line)
    return tuple(item for part in value.split(",") if (item := part.strip()))


def points_of(text: str, line: int) -> int:
    """A whole number of points, also where it is written `3.0`; fractions and points below zero are refused."""
    found = _POINTS.fullmatch(text)
    if found is None:
        sentence = "Points of this vote are not whole numbers of 0 or more; write digits, such as 3."
        raise ElectionFileProblem(sentence, line)
    return int(found[1])


def is_broken(text: str) -> bool:
    """Whether a cell goes over several lines."""
    return "\n" in text or "\r" in text


def is_plain_slug(text: str) -> bool:
    """Whether a word from the file is short and plain enough to be said again in a sentence."""
    return len(text) <= 40 and _PLAIN_SLUG.fullmatch(text) is not None
