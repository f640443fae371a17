"""What stands in a cell, read as people write it: days, figures, hours and times. Nothing is guessed."""

import re
from datetime import date, time

from api.sheets.refusals import (
    DayUnreadable,
    FigureAmbiguous,
    FigureUnreadable,
    HoursUnreadable,
    TimesUnreadable,
    WholeNumberNeeded,
)

_SPACES = "\u0020\u00a0\u202f\u2009"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_WRITTEN = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", re.ASCII)
_PLAIN = re.compile(r"(\d{1,30})(?:[.,](\d{1,30}))?", re.ASCII)
_GROUPED = re.compile(r"(\d{1,3}(?:[  ]\d{3}){1,9})(?:[.,](\d{1,30}))?", re.ASCII)
_POINTED = re.compile(r"(\d{1,3}(?:\.\d{3}){1,9}),(\d{1,30})|(\d{1,3}(?:,\d{3}){1,9})\.(\d{1,30})", re.ASCII)
_MANY = re.compile(r"\d{1,3}(?:\.\d{3}){2,9}|\d{1,3}(?:,\d{3}){2,9}", re.ASCII)
_HOURS = re.compile(r"(\d{1,4})\s*(?::|h)\s*([0-5]\d)(?::00)?|(\d{1,4})\s*h", re.ASCII)
_TIMES = re.compile(r"(\d\d?)[:h]([0-5]\d)\s*[-–—]\s*(\d\d?)[:h]([0-5]\d)", re.ASCII)
_MINUTES = 60


def day_of(text: str) -> date:
    """Day, month, year, or year-month-day. Raises DayUnreadable; a month before its day is never meant."""
    iso, written = _ISO.fullmatch(text), _WRITTEN.fullmatch(text)
    if iso is not None:
        year, month, day = map(int, iso.groups())
    elif written is not None:
        day, month, year = map(int, written.groups())
    else:
        raise DayUnreadable
    try:
        return date(year, month, day)
    except ValueError:
        raise DayUnreadable from None


def figure_of(text: str) -> str:
    """A decimal string as the ledger reads it. Raises FigureUnreadable or FigureAmbiguous (L4)."""
    for space in _SPACES:
        text = text.replace(space, " ")
    text = text.strip()
    sign = "-" if text.startswith(("-", "−")) else ""
    text = text.removeprefix("-").removeprefix("−").strip()
    if (plain := _PLAIN.fullmatch(text)) is not None:
        whole, decimals = plain.groups()
        # 1.234 is one and a bit to some, and more than a thousand to others; 0,500 is the same to all.
        if decimals is not None and len(decimals) == 3 and len(whole) <= 3 and whole.strip("0"):
            raise FigureAmbiguous
    elif (grouped := _GROUPED.fullmatch(text)) is not None:
        whole, decimals = grouped.groups()
    elif (pointed := _POINTED.fullmatch(text)) is not None:
        whole, decimals = (pointed[1], pointed[2]) if pointed[1] else (pointed[3], pointed[4])
    elif _MANY.fullmatch(text):
        whole, decimals = text, None
    else:
        raise FigureUnreadable
    digits = re.sub(r"[^0-9]", "", whole).lstrip("0") or "0"
    decimals = (decimals or "").rstrip("0")
    return f"{sign}{digits}.{decimals}" if decimals else sign + digits


def count_of(text: str) -> int:
    """A number of people or votes. Raises WholeNumberNeeded."""
    if not re.fullmatch(r"\d{1,9}(?:[.,]0)?", text, re.ASCII):
        raise WholeNumberNeeded
    return int(re.split(r"[.,]", text)[0])


def minutes_of(text: str) -> int:
    """Hours as whole minutes: 3:30, 3h30, 3h, or 3,5. Raises HoursUnreadable (C4)."""
    match = _HOURS.fullmatch(text.strip().lower())
    if match is not None:
        return int(match[1] or match[3]) * _MINUTES + int(match[2] or 0)
    decimal = re.fullmatch(r"(\d{1,4})(?:[.,](\d{1,4}))?", text.strip(), re.ASCII)
    if decimal is None:
        raise HoursUnreadable
    decimals = decimal[2] or ""
    minutes, rest = divmod(int(decimal[1] + decimals) * _MINUTES, int("1".ljust(len(decimals) + 1, "0")))
    if rest:
        raise HoursUnreadable
    return minutes


def times_of(text: str) -> tuple[time, time]:
    """From when to when. Raises TimesUnreadable."""
    match = _TIMES.fullmatch(text.strip().lower())
    try:
        if match is None:
            raise TimesUnreadable
        return time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError:
        raise TimesUnreadable from None
