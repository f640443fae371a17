"""A bank file is known by its content, and one that means harm is refused before it can do any."""

import time

import pytest

from api.bank.reading import LARGEST_BYTES, read_bank_file
from api.bank.refusals import (
    BankFileBroken,
    BankFileNotPlain,
    BankFilePacked,
    BankFileTooDeep,
    BankFileTooLarge,
    BankFileUnknown,
    BankMapNeeded,
)
from ledger.refusals import Refused
from tests.api.bank.camt_files import Entry, Transaction, camt
from tests.api.bank.test_mt940 import GERMAN
from tests.api.bank.test_ofx import SGML, XML

CAMT = camt([Entry(2500, [Transaction(2500, "Ana")])])

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE Document [
<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<Document>&c;</Document>
"""

FETCHES = b"""<?xml version="1.0"?>
<!DOCTYPE Document SYSTEM "file:///etc/passwd">
<Document/>
"""


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (CAMT, "camt.053"),
        (b"\xef\xbb\xbf" + CAMT, "camt.053"),
        (b"\n\n" + CAMT.split(b"\n", 1)[1], "camt.053"),
        (CAMT.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "camt.053"),
        (CAMT.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"), "camt.053"),
        (GERMAN.encode(), "MT940"),
        (b"\xef\xbb\xbf" + GERMAN.replace("\n", "\r\n").encode(), "MT940"),
        (SGML.encode(), "OFX"),
        (SGML[SGML.index("<OFX>") :].encode(), "OFX"),
        (XML.encode(), "OFX"),
    ],
)
def test_the_form_of_a_file_is_known_by_its_content(raw: bytes, form: str) -> None:
    """L12"""
    assert {statement.form for statement in read_bank_file(raw)} == {form}


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", BankFileUnknown),
        (b"   \n", BankFileUnknown),
        (b"%PDF-1.7 ...", BankFileUnknown),
        (b"one word", BankFileUnknown),
        (b"<html><body>Bank</body></html>", BankFileUnknown),
        (b"PK\x03\x04...", BankFilePacked),
        (b"Date;Amount\n2026-03-02;25,00\n", BankMapNeeded),
        (CAMT[:-20], BankFileBroken),
        (CAMT.replace(b"UTF-8", b"UTF-99"), BankFileBroken),
        (CAMT.replace(b"Ana", b"\xff\xfe"), BankFileBroken),
        (LAUGHS, BankFileNotPlain),
        (FETCHES, BankFileNotPlain),
        (b"<Document>" * 1000, BankFileTooDeep),
        (b" " * (LARGEST_BYTES + 1), BankFileTooLarge),
    ],
)
def test_what_is_no_bank_file_is_refused_with_what_to_do(raw: bytes, refusal: type[Refused]) -> None:
    """L12"""
    with pytest.raises(refusal):
        read_bank_file(raw)


def test_a_broken_file_names_the_line_that_breaks() -> None:
    """L12"""
    raw = CAMT.replace(b"</CdtDbtInd>\n<RvslInd>", b"</CdtDbt>\n<RvslInd>")
    with pytest.raises(BankFileBroken) as refused:
        read_bank_file(raw)
    line = raw.split(b"\n")[refused.value.about["line"] - 1]
    assert line.endswith(b"</CdtDbt>")


@pytest.mark.parametrize(
    "raw",
    [
        b"<Document>" + b"<a>" + b"\n" * 3_000_000 + b"</a></Document>",
        b":20:X\n:25:1\n:60F:C260301EUR1,\n:61:" + b"1" * 3_000_000,
        b":20:X\n:86:" + b"?20" * 500_000,
        b":20:X\n:25:1\n:60F:C260301EUR1,\n" + b":61:2603020302C1,NMSC\n" * 100_000,
        b"{1:" + b"}{1:" * 500_000 + b"\n:20:X\n",
        b"OFXHEADER:100\n<OFX>" + b"<A>x" * 500_000,
    ],
)
def test_a_file_that_is_made_to_take_long_does_not(raw: bytes) -> None:
    """L12"""
    began = time.process_time()
    with pytest.raises(Refused):
        read_bank_file(raw)
    assert time.process_time() - began < 10
