"""The map of a bank's CSV: a short TOML file that says what its columns mean.

Every bank writes CSV in its own way, and guessing at money is worse than asking. `example.toml`, beside this module,
is a whole map with every key explained.
"""

import re
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Annotated, Literal

import msgspec

from api.bank.refusals import BankMapMalformed

LONGEST_MAP = 8_000
"""Bytes: several times a whole one with every key explained."""

Column = str | Annotated[int, msgspec.Meta(ge=1, le=200)]
"""A heading as it stands in the file; where the file has none, a column's number from 1."""

Words = Annotated[tuple[str, ...], msgspec.Meta(max_length=20)]


class _Table(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab", dict=True
):
    pass


class Columns(_Table, frozen=True, kw_only=True):
    """Which column says what."""

    booked: Column
    valued: Column | None = None
    amount: Column | None = None
    side: Column | None = None
    debit: Column | None = None
    credit: Column | None = None
    balance: Column | None = None
    currency: Column | None = None
    status: Column | None = None
    reference: Column | None = None
    end_to_end: Column | None = None
    name: Column | None = None
    iban: Column | None = None
    text: tuple[Column, ...] = ()

    def named(self) -> tuple[Column, ...]:
        """Every column that the map names."""
        single = (getattr(self, name) for name in self.__struct_fields__ if name != "text")
        return (*(column for column in single if column is not None), *self.text)


class Sides(_Table, frozen=True, kw_only=True):
    """What the column `side` says of money that went out, and of money that came in."""

    out: Words
    in_: Words = msgspec.field(name="in")


class Balances(_Table, frozen=True, kw_only=True):
    """How rows begin that hold a balance: the last amount in such a row is it."""

    opening: str = ""
    closing: str = ""


class BankMap(_Table, frozen=True, kw_only=True):
    """What a bank's CSV means."""

    currency: str = ""
    account: str = ""
    encoding: Literal["", "utf-8", "utf-16", "cp1252", "latin-1", "cp850"] = ""
    delimiter: Annotated[str, msgspec.Meta(min_length=1, max_length=1)] = ","
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", "'", " "] = ""
    dates: Annotated[str, msgspec.Meta(max_length=20)] = "YYYY-MM-DD"
    order: Literal["oldest-first", "newest-first"] = "oldest-first"
    headings: bool = True
    signed_debits: bool = False
    owed: bool = False
    booked_statuses: Words = ()
    ignored: Words = ()
    columns: Columns
    sides: Sides | None = None
    balances: Balances = Balances()

    @cached_property
    def _days(self) -> re.Pattern[str]:
        pattern = re.escape(self.dates)
        for letters, group in (("YYYY", "Y"), ("YY", "y"), ("MM", "m"), ("DD", "d")):
            pattern = pattern.replace(letters, f"(?P<{group}>[0-9]{{{len(letters)}}})", 1)
        return re.compile(pattern + "(?![0-9])")

    def day(self, text: str) -> date | None:
        """The day that a cell begins with; a time may follow."""
        match = self._days.match(text)
        if match is None:
            return None
        said = match.groupdict()
        try:
            return date(int(said.get("Y") or 2000 + int(said["y"])), int(said["m"]), int(said["d"]))
        except ValueError:
            return None


def read_map(raw: bytes) -> BankMap:
    """A map from its TOML. Raises BankMapMalformed."""
    if len(raw) > LONGEST_MAP:
        raise BankMapMalformed(what=f"it is larger than {LONGEST_MAP} bytes")
    try:
        found = msgspec.toml.decode(raw, type=BankMap)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise BankMapMalformed(what=str(problem).strip().removesuffix(".")) from None
    columns = found.columns
    if (columns.amount is None) == (columns.debit is None and columns.credit is None):
        raise BankMapMalformed(what="it names a column `amount`, or `debit` and `credit`, and not both")
    if (columns.side is None) != (found.sides is None) or (
        columns.side is not None and columns.amount is None
    ):
        raise BankMapMalformed(what="a column `side` goes with a column `amount` and the words under [sides]")
    if not found.currency and columns.currency is None:
        raise BankMapMalformed(what="it gives a `currency`, or a column that does")
    if found.headings and any(isinstance(column, int) for column in columns.named()):
        raise BankMapMalformed(what="columns have numbers only where `headings` is false")
    if not found.headings and any(isinstance(column, str) for column in columns.named()):
        raise BankMapMalformed(what="where `headings` is false, columns have numbers")
    for letters in ("YY", "MM", "DD"):
        if letters not in found.dates:
            raise BankMapMalformed(what=f"`dates` has no {letters}, as in DD/MM/YYYY")
    return found


def example() -> str:
    """A whole map, with every key explained."""
    return files("api.bank").joinpath("example.toml").read_text(encoding="utf-8")
