"""Which forms there are, and how each is written."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import BinaryIO

from api.exports import beancount, fec, hledger, tables
from api.exports.gathering import Book


class ExportFormat(StrEnum):
    """The forms that others' programs accept."""

    BEANCOUNT = "beancount"
    HLEDGER = "hledger"
    CSV = "csv"
    XLSX = "xlsx"
    FEC = "fec"
    """The French file of accounting entries, which is always of one period."""


OF_ALL = frozenset(ExportFormat) - {ExportFormat.FEC}
"""Those that can hold all periods."""
ENDINGS = {
    ExportFormat.BEANCOUNT: "beancount",
    ExportFormat.HLEDGER: "journal",
    ExportFormat.CSV: "csv",
    ExportFormat.XLSX: "xlsx",
    ExportFormat.FEC: "txt",
}
MEDIA_TYPES = {
    ExportFormat.BEANCOUNT: "text/plain; charset=utf-8",
    ExportFormat.HLEDGER: "text/plain; charset=utf-8",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.FEC: "text/plain; charset=utf-8",
}
_TEXTS: dict[ExportFormat, tuple[Callable[[Book], Iterator[str]], str]] = {
    ExportFormat.BEANCOUNT: (beancount.lines, "\n"),
    ExportFormat.HLEDGER: (hledger.lines, "\n"),
    ExportFormat.CSV: (tables.csv_lines, "\r\n"),
    ExportFormat.FEC: (fec.lines, "\r\n"),
}


def write(book: Book, form: ExportFormat, out: BinaryIO) -> None:
    """Write the book in a form."""
    if form is ExportFormat.XLSX:
        tables.write_xlsx(book, out)
        return
    lines, end = _TEXTS[form]
    out.writelines((line + end).encode() for line in lines(book))
