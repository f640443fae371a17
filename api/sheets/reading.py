"""A file as entries: rows under the headings of the template, those with one number together."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

import msgspec

from api.bank.text import text_of
from api.sheets.refusals import (
    CellMissing,
    KindUnknown,
    LinesUnlike,
    NumberMalformed,
    SheetEmpty,
    SheetHeadingsMissing,
    SheetHeadingTwice,
    SheetHeadingUnknown,
    SheetTooLarge,
    SheetUnreadable,
)
from api.sheets.words import Column, Kind, bare, columns_by_heading, examples, kinds_by_word
from ledger.refusals import Refused
from projections.sentences.language import Language

LARGEST_BYTES = 2 * 2**20
MOST_ROWS = 5_000
LONGEST_NUMBER = 40

_ZIP = b"PK\x03\x04"
_NUMBER = re.compile(r"[^\W_][\w./ -]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{2,4}")
_SEPARATORS = ";,\t"
_SPACES = "\u0020\u00a0\u202f\t\r\n"
LINED = {Kind.HOURS: Kind.HOURS, Kind.MINUTES: Kind.VOTES}
"""Entries of several rows: what the rows after the first are."""


class CellRefused(Exception):  # noqa: N818 - what is wrong with a cell
    """What is wrong, and in which row and column; None: with the row as a whole."""

    def __init__(self, row: "Row", column: Column | None, refusal: Refused) -> None:
        super().__init__()
        self.row = row
        self.column = column
        self.refusal = refusal


class Row(msgspec.Struct, frozen=True):
    """One row, as it was written."""

    tab: int
    """Number of the sheet in the file."""
    line: int
    """Number of the row in it."""
    cells: dict[Column, str]

    def said(self, column: Column) -> str:
        return self.cells.get(column, "")


class Entry(msgspec.Struct, frozen=True):
    """What is recorded together: one row, or several with one number."""

    number: str
    kind: Kind
    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]


class Sheet(msgspec.Struct, frozen=True):
    """All that stands in a file."""

    language: Language
    """Of the headings, in which whoever wrote it is answered."""
    entries: tuple[Entry, ...]
    faults: tuple[CellRefused, ...]
    """Rows that belong to no entry."""


def read_sheet(content: bytes) -> Sheet:
    """The entries of a file. Raises what keeps it from being read at all."""
    if len(content) > LARGEST_BYTES:
        raise SheetTooLarge(largest_bytes=LARGEST_BYTES, most_rows=MOST_ROWS)
    languages: set[Language] = set(Language)
    found: list[Row] = []
    headed = False
    for tab, rows in enumerate(_tabs(content), 1):
        table = _table(tab, rows)
        if table is None:
            continue
        spoken, under = table
        headed = True
        languages = languages & spoken or languages
        found.extend(under)
    if len(found) > MOST_ROWS:
        raise SheetTooLarge(largest_bytes=LARGEST_BYTES, most_rows=MOST_ROWS)
    if not headed:
        raise SheetHeadingsMissing
    if not found:
        raise SheetEmpty
    entries, faults = _entries(found)
    language = next(one for one in (Language.PT, Language.FR, Language.EN) if one in languages)
    return Sheet(language, entries, faults)


def _tabs(content: bytes) -> Iterator[list[tuple[int, tuple[str, ...]]]]:
    """The sheets of a workbook, or the only one of a CSV, as numbered rows of cells."""
    if not content.startswith(_ZIP):
        yield list(_of_text(content))
        return
    # The library takes longer to load than most commands take to run.
    from api.sheets.workbook import rows_of_workbook  # noqa: PLC0415

    tabs: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for title, number, cells in rows_of_workbook(content, MOST_ROWS, LARGEST_BYTES):
        tabs.setdefault(title, []).append((number, cells))
    yield from tabs.values()


def _of_text(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = text_of(content)
    if "\0" in text:
        raise SheetUnreadable
    headings = next((line for line in text.split("\n") if _heads(re.split(f"[{_SEPARATORS}]", line))), "")
    separator = max(_SEPARATORS, key=headings.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if number > MOST_ROWS:
                raise SheetTooLarge(largest_bytes=LARGEST_BYTES, most_rows=MOST_ROWS)
            yield number, tuple(cells)
    except csv.Error:
        raise SheetUnreadable from None


def _heads(cells: Iterable[str]) -> bool:
    """Whether these cells are the headings: the number and the kind are among them."""
    columns = {found[0] for cell in cells if (found := columns_by_heading().get(bare(cell)))}
    return {Column.NUMBER, Column.KIND} <= columns


def _table(tab: int, rows: list[tuple[int, tuple[str, ...]]]) -> tuple[set[Language], list[Row]] | None:
    """The rows under the headings, and the languages these may be in; None where a sheet has no headings."""
    start = next((nth for nth, (_, cells) in enumerate(rows) if _heads(cells)), None)
    if start is None:
        return None
    places, languages = _places(rows[start][1])
    found = []
    for line, cells in rows[start + 1 :]:
        # A letter and its accent are one sign or two, as the machine has it, and one name to whoever writes it.
        said = {
            column: normalize("NFC", cells[place]).strip(_SPACES)
            for column, place in places.items()
            if place < len(cells)
        }
        said = {column: text for column, text in said.items() if text}
        if said and bare(said.get(Column.NUMBER, "")) not in examples():
            found.append(Row(tab, line, said))
    return languages, found


def _places(headings: tuple[str, ...]) -> tuple[dict[Column, int], set[Language]]:
    """Where each column stands. Raises SheetHeadingUnknown or SheetHeadingTwice."""
    places: dict[Column, int] = {}
    languages = set(Language)
    for place, heading in enumerate(headings):
        if not heading.strip():
            continue
        known = columns_by_heading().get(bare(heading))
        if known is None:
            raise SheetHeadingUnknown(place=place + 1)
        column, spoken = known
        if column in places:
            raise SheetHeadingTwice(column=heading.strip())
        places[column] = place
        languages = languages & spoken or languages
    return places, languages


def _entries(rows: list[Row]) -> tuple[tuple[Entry, ...], tuple[CellRefused, ...]]:
    """Rows with one number together, in the order in which the numbers first stand."""
    together: dict[str, list[tuple[Kind, Row]]] = {}
    faults: list[CellRefused] = []
    for row in rows:
        try:
            number, kind = _number(row), _kind(row)
        except CellRefused as fault:
            faults.append(fault)
        else:
            together.setdefault(number, []).append((kind, row))
    entries: list[Entry] = []
    for number, lines in together.items():
        kind = lines[0][0]
        unlike = [row for further, row in lines[1:] if LINED.get(kind) is not further]
        if kind is Kind.VOTES:
            # Votes are told by minutes, which stand above them.
            unlike.insert(0, lines[0][1])
        if unlike:
            faults.extend(CellRefused(row, Column.NUMBER, LinesUnlike()) for row in unlike)
            continue
        entries.append(Entry(number, kind, tuple(row for _, row in lines)))
    return tuple(entries), tuple(faults)


def _number(row: Row) -> str:
    number = row.said(Column.NUMBER)
    if not number:
        raise CellRefused(row, Column.NUMBER, CellMissing())
    if len(number) > LONGEST_NUMBER or not _NUMBER.fullmatch(number):
        raise CellRefused(row, Column.NUMBER, NumberMalformed(longest=LONGEST_NUMBER))
    if _DAY.fullmatch(number):
        # Programs make a day of what looks like one, and another number it would be a second entry.
        raise CellRefused(row, Column.NUMBER, NumberMalformed(longest=LONGEST_NUMBER))
    return number


def _kind(row: Row) -> Kind:
    said = row.said(Column.KIND)
    if not said:
        raise CellRefused(row, Column.KIND, CellMissing())
    kind = kinds_by_word().get(bare(said))
    if kind is None:
        raise CellRefused(row, Column.KIND, KindUnknown())
    return kind
