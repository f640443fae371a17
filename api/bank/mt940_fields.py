"""The one place that knows the mt-940 library: single fields of MT940 in, plain values out.

Each field is given to the library by itself. Together it would tell of what breaks without the line, and take two
entries for one where the bank leaves out their kind.
"""

import logging
from datetime import date
from decimal import InvalidOperation
from typing import Any

import msgspec
from mt940 import Options
from mt940.models import Amount, Balance, Transactions
from mt940.tags import StatementASNB, StatementGLS, Tag

logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)
"""It writes what it cannot read into the log: names and accounts of people."""


class FieldBroken(ValueError):  # noqa: N818 - the caller knows the line, and refuses with it
    """The library cannot read this field."""


class ReadBalance(msgspec.Struct, frozen=True):
    """A balance: the amount as written, with its sign and a point."""

    unit: str
    amount: str
    day: date


class ReadEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A statement line and its details."""

    amount: str
    booked: date
    valued: date
    reversal: bool
    customer_reference: str
    bank_reference: str
    extra: str
    details: dict[str, str]
    """What a structured field 86 says, by the library's names."""
    plain: str
    """What a field 86 of any other structure says."""


def balance_of(tag: str, text: str) -> ReadBalance:
    """Field 60 or 62. Raises FieldBroken."""
    for value in _read(f":{tag}:{text}").data.values():
        if isinstance(value, Balance) and isinstance(value.amount, Amount) and value.date is not None:
            return ReadBalance(
                str(value.amount.currency), format(value.amount.amount, "f"), _plain(value.date)
            )
    raise FieldBroken


def sum_of(tag: str, text: str) -> tuple[int, str, str]:
    """Field 90: how many entries, their currency, and their sum. Raises FieldBroken."""
    for value in _read(f":{tag}:{text}").data.values():
        return int(value.number or 0), str(value.currency), format(value.amount, "f")
    raise FieldBroken


def entry_of(text: str, details: str) -> ReadEntry:
    """Field 61 and its field 86. Raises FieldBroken."""
    found = _entry(text)
    told = _read(f":61:010101C1,N\n:86:{details}").transactions[0].data if details else {}
    valued = _plain(found["date"])
    return ReadEntry(
        amount=format(found["amount"].amount, "f"),
        booked=_plain(found["entry_date"]) if found.get("entry_date") else valued,
        valued=valued,
        reversal=str(found["status"]).upper().startswith("R"),
        customer_reference=_text(found, "customer_reference"),
        bank_reference=_text(found, "bank_reference"),
        extra=_text(found, "extra_details"),
        details={
            key: value.strip() for key, value in told.items() if isinstance(value, str) and value.strip()
        },
        plain=_text(told, "transaction_details"),
    )


def _entry(text: str) -> dict[str, Any]:
    """Some banks write references that are longer than the standard has it: the library knows two such ways."""
    for longer in (None, StatementGLS(), StatementASNB()):
        try:
            entries = _read(f":61:{text}", {} if longer is None else {longer.id: longer}).transactions
        except FieldBroken:
            continue
        if len(entries) == 1 and "amount" in entries[0].data:
            return entries[0].data
    raise FieldBroken


def _read(text: str, tags: dict[int | str, Tag] | None = None) -> Transactions:
    try:
        read = Transactions(tags=tags, options=Options.all())
        read.parse(text)
    except (RuntimeError, ValueError, InvalidOperation, ArithmeticError) as problem:
        raise FieldBroken from problem
    return read


def _text(found: dict[str, Any], key: str) -> str:
    return str(found.get(key) or "").strip()


def _plain(day: date) -> date:
    """The library's dates are a class of their own."""
    return date(day.year, day.month, day.day)
