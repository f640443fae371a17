"""XLSX files as rows of texts: the one module that knows openpyxl. Only values are read.

A workbook is a ZIP archive of XML. What it says that it unpacks to is looked at before anything is unpacked, and
Python's reader never gives out more of a part than that; entities are refused by defusedxml, which openpyxl uses.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]

from api.sheets.refusals import SheetTooLarge, SheetUnreadable

LARGEST_UNPACKED = 64 * 2**20
"""Bytes of all parts together: a book of 5,000 rows has some three million."""
MOST_PARTS = 500
MOST_COLUMNS = 40
_MOST_SEEN = 1_100_000
"""Rows, empty ones too: as many as one sheet can have."""


def rows_of_workbook(
    content: bytes, most_rows: int, largest_bytes: int
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """The sheet's name, the row's number and its cells, of every sheet. Raises SheetUnreadable or SheetTooLarge."""
    _require_bounded(content, most_rows, largest_bytes)
    found: list[tuple[str, int, tuple[str, ...]]] = []
    seen = 0
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
                seen += 1
                cells = tuple(_text(value) for value in row)
                if seen > _MOST_SEEN or (number > most_rows and any(cells)):
                    raise SheetTooLarge(largest_bytes=largest_bytes, most_rows=most_rows)
                if any(cells):
                    found.append((str(sheet.title), number, cells))
        book.close()
    except SheetTooLarge:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken file does to the library, it is a broken file
        raise SheetUnreadable from None
    yield from found


def _require_bounded(content: bytes, most_rows: int, largest_bytes: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except Exception:  # noqa: BLE001 - the same
        raise SheetUnreadable from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SheetTooLarge(largest_bytes=largest_bytes, most_rows=most_rows)


def _text(value: Any) -> str:
    """A cell as somebody would have written it."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case timedelta():
            minutes, seconds = divmod(value.days * 86_400 + value.seconds, 60)
            return f"{minutes // 60}:{minutes % 60:02}" if not seconds else "?"
        case bool():
            return str(value)
        case float():
            # A spreadsheet keeps a figure as a binary fraction and shows at most fifteen digits: these were typed.
            # Four decimals at least, so that a figure that is one is never taken for an ambiguous text.
            return _figure(format(value, ".15g"))
        case _:
            return str(value)


def _figure(shown: str) -> str:
    whole, point, decimals = shown.partition(".")
    return f"{whole}.{decimals.ljust(4, '0')}" if point and decimals.isdigit() else shown
