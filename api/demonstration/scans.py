"""Pictures of pages, as a telephone would take them; drawn small and plain, so that they can be filed."""

import struct
import zlib

_WIDTH, _ROW = 48, 4
_PAPER, _INK = 0xF4, 0x30


def page(*lines: int) -> bytes:
    """A page of a notebook as a grey PNG: a dark stroke for every line, as long as it is said."""
    blank = bytes([_PAPER]) * _WIDTH
    rows = [blank] * _ROW
    for length in lines:
        stroke = (bytes([_PAPER]) * 4 + bytes([_INK]) * min(length, _WIDTH - 8)).ljust(
            _WIDTH, bytes([_PAPER])
        )
        rows += [stroke, blank, blank, blank]
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    header = struct.pack(">IIBBBBB", _WIDTH, len(rows), 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content) for kind, content in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
