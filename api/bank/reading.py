"""A bank file of any form into statements: which form it is, its content says, whatever its name."""

import re

from api.bank.camt import statements_of_camt
from api.bank.maps import BankMap
from api.bank.ofx import statements_of_ofx
from api.bank.refusals import BankFileBroken, BankFilePacked, BankFileTooLarge, BankFileUnknown, BankMapNeeded
from api.bank.sgml_tree import sgml_tree
from api.bank.statement import BankStatement
from api.bank.tables import statements_of_table
from api.bank.text import text_of
from api.bank.tree import Element
from api.bank.xml_tree import xml_tree

LARGEST_BYTES = 10 * 1024 * 1024
"""As much as a paper may have: the file is kept as one."""

_HEAD_BYTES = 4096
_PACKED = (b"PK\x03\x04", b"\x1f\x8b")
_NEVER = (b"%PDF", b"\xd0\xcf\x11\xe0")
"""How printed pages and old sheets begin."""

_MT940 = re.compile(r"^(\{4:)?:(20|25|28C?|60[FM]|61):", re.MULTILINE)


def read_bank_file(raw: bytes, bank: BankMap | None = None) -> tuple[BankStatement, ...]:
    """Every statement in the file; the map is for CSV alone. Raises what breaks, with its line."""
    if len(raw) > LARGEST_BYTES:
        raise BankFileTooLarge(largest_bytes=LARGEST_BYTES)
    if raw.startswith(_PACKED):
        raise BankFilePacked
    head = text_of(raw[:_HEAD_BYTES]).lstrip()
    if not head or raw.startswith(_NEVER):
        raise BankFileUnknown
    if re.search(r"<OFX\s*>|\AOFXHEADER", head, re.IGNORECASE):
        return statements_of_ofx(_ofx_tree(raw, head))
    if head.startswith("<"):
        return statements_of_camt(xml_tree(raw.lstrip()))
    if _MT940.search(head):
        # Only here: the library is large, and few commands read such files.
        from api.bank.mt940 import statements_of_mt940  # noqa: PLC0415

        return statements_of_mt940(text_of(raw))
    if "\0" in head or not re.search(r"[,;\t|]", head):
        raise BankFileUnknown
    if bank is None:
        raise BankMapNeeded
    return statements_of_table(raw, bank)


def _ofx_tree(raw: bytes, head: str) -> Element:
    """OFX as XML where it is; some banks declare XML, and write values without end tags all the same."""
    if head.startswith("<?xml") or 'OFXHEADER="200"' in head:
        try:
            return xml_tree(raw.lstrip())
        except BankFileBroken:
            pass
    return sgml_tree(text_of(raw))
