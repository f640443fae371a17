"""How the model reads what a command gives: texts, amounts, dates. What cannot be read is named by its refusal."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from tests.model.remembered import Where

T = TypeVar("T")

DIGITS = {"EUR": 2, "CVE": 2, "JPY": 0}
"""The currencies that the model knows; no other may be given to it but what is no currency at all."""
LARGEST = 2**63 - 1


@dataclass
class Learned:
    """What only the ledger can say, since it drew it by chance."""

    created: str
    giver: str = ""
    payee: str = ""
    beneficiary: str = ""
    founders: dict[str, str] = field(default_factory=dict)
    """Name → token."""
    electors: dict[str, str] = field(default_factory=dict)
    """Member → round token."""


@dataclass
class Act:
    """Who acts, and when the ledger would record it."""

    by: str
    now: datetime

    @property
    def today(self) -> date:
        """The day of the recorded time in UTC."""
        return self.now.date()


Effect = Callable[[Learned], None]
Rule = Generator[str, None, Effect]
"""Yields every refusal that applies, in no order that matters, and returns what the command does if there is none."""
Said = Generator[str, None, T]


def nothing(_: Learned) -> None:
    """What a refused command does."""


def text(*given: str) -> Said[None]:
    """Texts that a rule asks for."""
    for each in given:
        if not each.strip():
            yield "text-empty"
        if "\0" in each or any(0xD800 <= ord(sign) < 0xE000 for sign in each):
            yield "text-unreadable"
        if len(each) > 20_000:
            yield "text-too-long"


def optional_text(*given: str | None) -> Said[None]:
    """Texts that may be left out, but not left empty."""
    yield from text(*(each for each in given if each is not None))


def amount(unit: str, given: str) -> Said[int]:
    """L3, L4: a positive decimal string in whole minor units."""
    if unit not in DIGITS:
        yield "unknown-unit"
        return 0
    whole, point, fraction = given.removeprefix("-").partition(".")
    plain = all(part and set(part) <= set("0123456789") for part in ([whole, fraction] if point else [whole]))
    if not plain or (len(whole) > 1 and whole.startswith("0")) or max(len(whole), len(fraction)) > 24:
        yield "amount-malformed"
        return 0
    if len(fraction) > DIGITS[unit]:
        yield "too-many-digits"
        return 0
    minor = int(whole) * 10 ** DIGITS[unit] + int(fraction.ljust(DIGITS[unit], "0") or "0")
    if minor == 0 or given.startswith("-"):
        yield "amount-not-positive"
    if minor > LARGEST:
        yield "amount-too-large"
    return minor


def amounts(given: Iterable[Any]) -> Said[Counter[str]]:
    """The sum in each unit."""
    sums: Counter[str] = Counter()
    for each in given:
        sums[each.unit] += yield from amount(each.unit, each.amount)
    if any(sum_ > LARGEST for sum_ in sums.values()):
        yield "amount-too-large"
    return sums


def lines(given: Iterable[Any], purposes: set[str]) -> Said[Counter[Where]]:
    """The sum under each unit and purpose; the purpose is declared (L5)."""
    sums: Counter[Where] = Counter()
    for each in given:
        if each.purpose not in purposes:
            yield "unknown-purpose"
        sums[each.unit, each.purpose] += yield from amount(each.unit, each.amount)
    if any(sum_ > LARGEST for sum_ in sums.values()):
        yield "amount-too-large"
    return sums


def day(act: Act, given: date | None, **not_before: date) -> Said[date]:
    """L10: the effective date, today unless given; not in the future, and not before what it follows.

    `account=opened` says which refusal names that bound: date-before-account.
    """
    chosen = given or act.today
    if chosen > act.today:
        yield "date-in-future"
    for what, bound in not_before.items():
        if chosen < bound:
            yield f"date-before-{what}"
    return chosen


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)
