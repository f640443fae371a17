"""How amounts, days and lists are said in one language; the words themselves stand in a TOML file per language."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec

from ledger.context import moment_of
from ledger.money import to_decimal
from ledger.units import WORK


class Language(StrEnum):
    """The languages of the two villages, and English."""

    PT = "pt"
    FR = "fr"
    EN = "en"


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """All that is said in a language."""

    decimal_sign: str
    thousands_sign: str
    months: tuple[str, str, str, str, str, str, str, str, str, str, str, str]
    day: str
    first_of_month: str
    moment: str
    list_end: str
    """Stands between the last two of a list."""
    nothing: str
    """An amount of no lines."""
    options: str
    """A number of options, where they are too many to be named."""
    elisions: Mapping[str, str] = {}
    """What is written otherwise where a template and a word meet."""
    words: Mapping[str, Mapping[str, str]]
    """By what they are about, then by value."""
    measures: Mapping[str, str]
    """How an amount of goods, work or a local currency is said, by measure."""
    events: Mapping[str, str]
    """Template by kind of event, or `<kind>:<variant>`."""

    def amount(self, amount_minor: int, unit: str) -> str:
        """`1,234.50 EUR`, `3 × goat`, `8 h 30 min of work`; what belongs together stays on one line."""
        number = self.number(to_decimal(amount_minor, unit))
        thing, _, measure = unit.partition(":")
        if not measure:
            return f"{number}\u00a0{unit}"
        if unit == WORK:
            number = self.duration(amount_minor)
        return self.measures[measure].format(amount=number, thing=thing.replace("-", " "))

    def number(self, decimal: str) -> str:
        """`1,234.50` for `1234.50`, in the signs of the language."""
        whole, _, fraction = decimal.removeprefix("-").partition(".")
        grouped = f"{int(whole):,}".replace(",", self.thousands_sign)
        sign = "−" if decimal.startswith("-") else ""
        return sign + grouped + (self.decimal_sign + fraction if fraction else "")

    def duration(self, minutes: int) -> str:
        """`8 h 30 min`, as all three languages write it."""
        hours, rest = divmod(abs(minutes), 60)
        said = [f"{self.number(str(hours))}\u00a0h"] if hours else []
        said += [f"{rest}\u00a0min"] if rest or not hours else []
        return ("−" if minutes < 0 else "") + "\u00a0".join(said)

    def amounts(self, lines: Iterable[tuple[str, int]]) -> str:
        """Lines of a budget or cost, added up within each unit and never across units (L3)."""
        sums: dict[str, int] = {}
        for unit, amount_minor in lines:
            sums[unit] = sums.get(unit, 0) + amount_minor
        return self.listed([self.amount(sums[unit], unit) for unit in sorted(sums)]) or self.nothing

    def listed(self, items: list[str]) -> str:
        """One, two and three."""
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + self.list_end + items[-1]

    def date(self, day: date) -> str:
        """A day with the month's name."""
        template = self.first_of_month if day.day == 1 else self.day
        return template.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def time(self, recorded_us: int) -> str:
        """A moment to the minute, in UTC."""
        moment = moment_of(recorded_us)
        return self.moment.format(date=self.date(moment.date()), hour=f"{moment:%H}", minute=f"{moment:%M}")

    def elided(self, text: str) -> str:
        """The text with its elisions."""
        for apart, together in self.elisions.items():
            text = text.replace(apart, together)
        return text

    def word(self, about: str, value: str) -> str:
        """A word or phrase for one of the vocabulary's values; the value itself where it is an id."""
        return self.words[about].get(value, value)


@cache
def words_of(language: Language) -> Words:
    """The words of a language."""
    return msgspec.toml.decode(files(__package__).joinpath(f"{language}.toml").read_bytes(), type=Words)
