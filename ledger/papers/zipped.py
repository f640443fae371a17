"""The names in a ZIP archive's own table of contents, read without unpacking anything."""

import struct
from collections.abc import Iterator

_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_END_BYTES = 22
_ENTRY_BYTES = 46
_LONGEST_COMMENT = 65_535
MOST_NAMES = 2_000
"""A workbook has a few dozen parts; a table of contents that goes on for longer is no workbook's."""


def names_in(content: bytes) -> Iterator[bytes]:
    """The names, as they are stored; none where the table of contents is not sound."""
    end = content.rfind(_END, max(0, len(content) - _END_BYTES - _LONGEST_COMMENT))
    if end < 0 or len(content) - end < _END_BYTES:
        return
    entries, size, place = struct.unpack_from("<HII", content, end + 10)
    if entries > MOST_NAMES or place + size > end:
        return
    for _ in range(entries):
        if content[place : place + 4] != _ENTRY or place + _ENTRY_BYTES > end:
            return
        name, extra, comment = struct.unpack_from("<HHH", content, place + 28)
        yield content[place + _ENTRY_BYTES : place + _ENTRY_BYTES + name]
        place += _ENTRY_BYTES + name + extra + comment
