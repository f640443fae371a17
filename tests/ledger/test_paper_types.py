"""What a file is, told from its bytes alone."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.papers.media import examined, media_type_of
from ledger.papers.refusals import PaperTypeRefused
from ledger.papers.state import MediaType
from ledger.papers.zipped import MOST_NAMES


def archive(*names: str, content: bytes = b"") -> bytes:
    """A ZIP archive with parts of these names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return written.getvalue()


WORKBOOK = ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")

KEPT = {
    "a photograph": (b"\xff\xd8\xff\xe1\x00\x10Exif", MediaType.JPEG),
    "a screen": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", MediaType.PNG),
    "a small photograph": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", MediaType.WEBP),
    "a scan": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", MediaType.PDF),
    "a workbook": (archive(*WORKBOOK), MediaType.XLSX),
    "a workbook that is printed": (
        archive(*WORKBOOK, "xl/printerSettings/printerSettings1.bin"),
        MediaType.XLSX,
    ),
    "a note": ("Recebi 12 €.\nAna".encode(), MediaType.TEXT),
    "a statement as SWIFT sends it": (b"\x01{1:F01BANK}{4:\r\n:20:X\r\n-}\x03", MediaType.TEXT),
    "a note of an old program": ("Reçu de la boulangère\r\n\x1a".encode("latin-1"), MediaType.TEXT),
    "a statement in MT940": (b":20:STARTUMS\r\n:25:10010010/1\r\n:28C:0\r\n", MediaType.TEXT),
    "a cash book": (b"date;amount;what\n2026-01-03;12,50;lime\n", MediaType.CSV),
    "a cash book of a spreadsheet": (b'\xef\xbb\xbfdate,what\n2026-01-03,"lime, sand"\n', MediaType.CSV),
    "a statement in camt": (
        b'<?xml version="1.0"?>\n<!-- ours -->\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        b"<BkToCstmrStmt/></Document>",
        MediaType.XML,
    ),
    "a statement in OFX 2": (b'<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX></OFX>', MediaType.XML),
    "a statement in OFX 1": (b"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><SIGNONMSGSRSV1>", MediaType.TEXT),
}

REFUSED = {
    "a page": b"<!DOCTYPE html><html><script>alert(1)</script>",
    "a page without a head": b"\n\n <P>hello</p>",
    "a page behind a comment": b"<!-- x --><html>",
    "a page behind a declaration": b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
    "a picture that runs": b'<svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>',
    "a picture under another name": b'<x:SVG xmlns:x="urn:x" />',
    "a picture inside a document": b'<a1><g xmlns="http://www.w3.org/2000/SVG"/></a1>',
    "a document that names a style": b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><d/>',
    "a document that defines entities": b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aa">]><d>&a;</d>',
    "a script in a note": b"hello <ScRiPt>alert(1)</sCrIpT>",
    "a script of a shell": b"#!/bin/sh\nrm -rf /\n",
    "a program": b"MZ\x90\x00\x03\x00",
    "another program": b"\x7fELF\x02\x01\x01\x00",
    "a moving picture": b"GIF89a\x01\x00\x01\x00",
    "a page of a printer": b"%!PS-Adobe-3.0\n",
    "an archive": archive("letter.txt"),
    "a workbook with macros": archive(*WORKBOOK, "xl/vbaProject.bin"),
    "a text document": archive("[Content_Types].xml", "word/document.xml"),
    "an archive without an end": archive(*WORKBOOK)[:-30],
    "half of an archive": b"PK\x03\x04",
    "a workbook of too many parts": archive(*WORKBOOK, *(f"xl/{n}.xml" for n in range(MOST_NAMES))),
    "a table in UTF-16": "date;amount\n".encode("utf-16"),
    "nothing but spaces": b" \n\t ",
    "a document that never begins": b"<?xml version='1.0'?><!-- never",
    "brackets": b"<<<<>>>>",
}


@pytest.mark.parametrize("what", KEPT)
def test_what_an_association_has_as_evidence_is_known_by_its_bytes(what: str) -> None:
    content, kind = KEPT[what]
    assert media_type_of(content) is kind
    assert examined(content).media_type is kind


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_run_or_cannot_be_told_is_refused(what: str) -> None:
    with pytest.raises(PaperTypeRefused):
        examined(REFUSED[what])


def test_a_workbook_that_would_unpack_to_gigabytes_is_only_stored() -> None:
    """Nothing is unpacked to tell what it is."""
    bomb = archive(*WORKBOOK, content=b"0" * 50_000_000)
    assert len(bomb) < 1_000_000
    began = time.perf_counter()
    assert examined(bomb).media_type is MediaType.XLSX
    assert time.perf_counter() - began < 0.5


def test_a_document_of_comments_alone_takes_no_longer_than_it_is_long() -> None:
    began = time.perf_counter()
    for content in (
        b"<!---->" * 9_000 + b"<",
        b"<?a?>" * 12_000 + b"<",
        b"<!--" * 16_000,
        b" " * 60_000 + b"<<",
    ):
        assert media_type_of(content) is None
    assert time.perf_counter() - began < 2


@given(st.binary(max_size=300))
def test_whatever_the_bytes_are_it_is_told_or_refused(content: bytes) -> None:
    media_type_of(content)
    media_type_of(b"PK\x03\x04" + content)
    media_type_of(b"<" + content)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_a_text_without_brackets_is_kept(text: str) -> None:
    plain = "a " + text.replace("<", "").replace("#!", "").replace("%!", "")
    kind = media_type_of(plain.encode())
    assert kind in {MediaType.TEXT, MediaType.CSV} or "w3.org" in plain
