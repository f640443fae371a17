"""What field 86 of MT940 says of an entry: each country's banks structure it in their own way.

Those of Germany write ?20, ?32 and so on, which the library reads; those of the Netherlands write /EREF/ and /NAME/.
What has no known structure is a text.
"""

import re

import msgspec

from api.bank.figures import one_line
from api.bank.mt940_fields import ReadEntry

_WORDS = (
    "TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|CNTP|RTRN|BENM|ORDP|PREF|TRCD|PURP|ID|ADDR|ISDT|ULTD|ULTC|RREF"
)
_SLASHED = re.compile(rf"/({_WORDS})/")
_NOTHING_GIVEN = frozenset({"NOTPROVIDED", "NONREF", "NOT PROVIDED", "EREF"})


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    end_to_end: str = ""
    order: str = ""
    name: str = ""
    iban: str = ""
    text: str = ""
    return_reason: str = ""


def details_of(read: ReadEntry) -> Details:
    """What an entry says of its other side."""
    if not read.plain:
        return _german(read)
    # Words may be broken where a line was full.
    unbroken = read.plain.replace("\n", "")
    return _slashed(unbroken, read) if _SLASHED.search(unbroken) else _untold(read)


def _german(read: ReadEntry) -> Details:
    said = read.details
    return Details(
        end_to_end=_given(said.get("end_to_end_reference", "")) or _given(read.customer_reference),
        order=_given(said.get("customer_reference", "")),
        name=one_line(said.get("applicant_name", "")),
        iban=said.get("applicant_iban", "") or said.get("gvc_applicant_iban", ""),
        text=one_line(
            said.get("posting_text", ""),
            said.get("purpose", ""),
            said.get("additional_purpose", ""),
            read.extra,
        ),
        return_reason=said.get("return_debit_notes", ""),
    )


def _slashed(text: str, read: ReadEntry) -> Details:
    parts = _SLASHED.split(text)
    said = {word: value.strip(" /") for word, value in zip(parts[1::2], parts[2::2], strict=True)}
    # The other side may stand in one word with slashes of its own: account, bank, name, town.
    other = [part.strip() for part in said.get("CNTP", "").split("/")] + [""] * 3
    return Details(
        end_to_end=_given(said.get("EREF", "")) or _given(read.customer_reference),
        order=_given(said.get("PREF", "")),
        name=one_line(said.get("NAME", "") or other[2]),
        iban=said.get("IBAN", "") or other[0],
        text=one_line(parts[0], re.sub(r"^(USTD|STRD)//?", "", said.get("REMI", "")), read.extra),
        return_reason=said.get("RTRN", ""),
    )


def _untold(read: ReadEntry) -> Details:
    return Details(end_to_end=_given(read.customer_reference), text=one_line(read.plain, read.extra))


def _given(reference: str) -> str:
    """A reference that its sender gave; banks write one even where there is none."""
    return "" if reference.upper() in _NOTHING_GIVEN else reference
