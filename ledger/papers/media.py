"""What a file is, told from its bytes: the name and type that its sender gave it count for nothing.

Nothing is unpacked or parsed here. What a browser could run (HTML, SVG, scripts, macros), and what could lead a reader
of XML astray, is refused; all else is stored as it came and only ever sent out as a download.
"""

import re
from collections.abc import Iterator

import msgspec

from ledger.context import digest_of
from ledger.papers.refusals import PaperEmpty, PaperTooLarge, PaperTypeRefused
from ledger.papers.state import MediaType
from ledger.papers.zipped import names_in

LARGEST_BYTES = 10 * 2**20
"""Bytes of a paper, unless the installation's setting says otherwise."""

_LOOKED_AT = 64 * 1024
"""Bytes at the beginning of a text by which its form is told."""
_UNPRINTABLE = bytes(code for code in range(32) if code not in b"\x01\x03\t\n\f\r\x1a") + b"\x7f"
"""Of what a text file never holds; the end-of-file sign of old bank programs may be there, and the signs between which
SWIFT sends a message.
"""
_BYTE_ORDER = b"\xef\xbb\xbf"
"""What some programs write before a text in UTF-8."""
_ROOT = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]", re.DOTALL)
"""The first element of a document, whatever instructions and comments stand before it."""
_RUNS = (
    b"<!doctype",
    b"<!entity",
    b"<?xml-stylesheet",
    b"<script",
    b"www.w3.org/1999/xhtml",
    b"www.w3.org/1999/xsl",
    b"www.w3.org/2000/svg",
)
"""What no bank's or office's file needs, and what makes a browser or a reader of XML do more than read."""
_PAGES = frozenset(
    b"html head body script style title svg iframe table div font a b br p h1 form img frameset xsl stylesheet "
    b"meta link object embed math".split()
)
"""Elements by which a browser takes a text for a page."""
_SEPARATORS = b";,\t|"


class Examined(msgspec.Struct, frozen=True):
    """A file that may be filed: how large it is and what it is have been looked at."""

    content: bytes
    digest: str
    """SHA-256 of the bytes, hexadecimal."""
    media_type: MediaType


def examined(content: bytes, largest_bytes: int = LARGEST_BYTES) -> Examined:
    """Look at a file, before anybody waits for it. Raises PaperEmpty, PaperTooLarge or PaperTypeRefused."""
    if not content:
        raise PaperEmpty
    if len(content) > largest_bytes:
        raise PaperTooLarge(largest_bytes=largest_bytes)
    found = media_type_of(content)
    if found is None:
        raise PaperTypeRefused
    return Examined(content, digest_of(content), found)


def media_type_of(content: bytes) -> MediaType | None:
    """What these bytes are; None for what is not kept."""
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return MediaType.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return MediaType.WEBP
    if content.startswith(b"%PDF-"):
        return MediaType.PDF
    if content.startswith(b"PK\x03\x04"):
        return MediaType.XLSX if _is_workbook(content) else None
    return _text_type(content)


def _is_workbook(content: bytes) -> bool:
    names = set(names_in(content))
    return {b"[Content_Types].xml", b"xl/workbook.xml"} <= names and not any(
        name.lower().endswith((b".bin", b".exe", b".dll", b".js", b".vbs"))
        and b"printersettings" not in name.lower()
        for name in names
    )


def _text_type(content: bytes) -> MediaType | None:
    """A text in UTF-8, or in the one-byte letters that banks still write; in UTF-16 it is none."""
    if content.translate(None, _UNPRINTABLE) != content:
        return None
    begun = content.removeprefix(_BYTE_ORDER)[:_LOOKED_AT].lstrip()
    if not begun or begun.startswith((b"#!", b"%!", b"{\\rtf")):
        return None
    written = content.lower()
    if any(run in written for run in _RUNS):
        return None
    if begun.startswith(b"<"):
        root = _ROOT.match(begun)
        return None if root is None or root[2].lower() in _PAGES else MediaType.XML
    return MediaType.CSV if _is_table(begun) else MediaType.TEXT


def _is_table(begun: bytes) -> bool:
    """Whether the first lines are split into equally many cells."""
    lines = list(_first_lines(begun))
    return len(lines) > 1 and any(
        lines[0].count(separator) and len({line.count(separator) for line in lines}) == 1
        for separator in (bytes([code]) for code in _SEPARATORS)
    )


def _first_lines(begun: bytes) -> Iterator[bytes]:
    """Up to eight lines, quoted cells left out; the last of them only where it is whole."""
    whole = begun if len(begun) < _LOOKED_AT else begun.rpartition(b"\n")[0]
    found = 0
    for line in whole.splitlines():
        if line.strip():
            yield re.sub(rb'"[^"]*"', b"", line)
            found += 1
        if found == 8:
            return
