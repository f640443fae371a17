"""Bytes of bank files as text: UTF-8 or UTF-16 where it is, else what banks in Western Europe write."""

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def text_of(raw: bytes) -> str:
    """The text, its lines ended in one way. No byte is lost: one that stands for nothing is read as Latin-1."""
    encodings = [encoding for mark, encoding in _MARKS if raw.startswith(mark)] or ["utf-8"]
    for encoding in (*encodings, "cp1252"):
        try:
            return plain(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return plain(raw.decode("latin-1"))


def plain(text: str) -> str:
    """The same text with lines ended in one way."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
