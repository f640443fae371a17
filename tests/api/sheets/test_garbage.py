"""Whatever is given as a sheet is read or refused, and the same sheet twice changes nothing."""

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from api.sheets.cells import day_of, figure_of, minutes_of, times_of
from api.sheets.reading import read_sheet
from api.sheets.refusals import SheetTooLarge, SheetUnreadable
from api.sheets.taking import Became
from api.sheets.telling import correction
from api.sheets.words import Column, Kind, words_in
from api.sheets.workbook import LARGEST_UNPACKED
from ledger.refusals import Refused
from projections.sentences.language import Language
from tests.api.sheets.books import YEAR, Line, as_csv, as_xlsx, head, took, village
from tests.season import Season

CELLS = (
    *("1", "2", "-1", "12,50", "1.234", "=1+1", "03/03/2026", "2026-03-04", "15:00-16:00"),
    *(
        "EUR",
        "rice:kg",
        "Eva Pires",
        "Ana Lima; Bia Reis",
        "Duda Melo",
        "x",
        "good",
        "yes",
        "cash-box",
        "bank",
    ),
)
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(Column).filter(lambda column: column is not Column.KIND),
        st.sampled_from(CELLS) | st.text(max_size=12),
        max_size=9,
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def season() -> Iterator[Season]:
    with tempfile.TemporaryDirectory() as folder:
        found = village(Path(folder))
        yield found
        found.close()


def lines_of(rows: list[dict[Column, str]], kinds: list[Kind]) -> list[Line]:
    """Rows of any content; of each an entry of some kind."""
    return [
        {"kind": kind.value, "number": str(number), **{column.value: said for column, said in row.items()}}
        for number, (row, kind) in enumerate(zip(rows, kinds, strict=False), 1)
    ]


@given(ROWS, st.lists(st.sampled_from(Kind), min_size=6, max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_of_any_content_are_recorded_once_or_told_what_is_wrong(
    season: Season, rows: list[dict[Column, str]], kinds: list[Kind]
) -> None:
    """L6"""
    content = as_csv(lines_of(rows, kinds))
    try:
        sheet, taken = took(season, content, good_rows=True)
    except Refused:
        return
    for fault in taken.faults:
        assert correction(fault, sheet.language)
    there = head(season)
    _, again = took(season, content, good_rows=True)
    assert head(season) == there
    assert Became.RECORDED not in {told.became for told in again.told}


@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_bytes_that_are_no_sheet_are_refused(content: bytes) -> None:
    """L6"""
    for given_bytes in (content, b"PK\x03\x04" + content, as_csv([]) + content):
        with contextlib.suppress(Refused):
            read_sheet(given_bytes)


@given(st.integers(0, 8_000), st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_is_read_or_refused(place: int, byte: int) -> None:
    """L6"""
    content = bytearray(as_xlsx(YEAR[:3]))
    content[place % len(content)] = byte
    with contextlib.suppress(Refused):
        read_sheet(bytes(content))


@given(st.text(max_size=40))
def test_a_cell_is_read_or_refused(text: str) -> None:
    """L4, L10"""
    for reads in (day_of, figure_of, minutes_of, times_of):
        with contextlib.suppress(Refused):
            reads(text)


@given(st.integers(0, 10**15), st.integers(0, 6), st.sampled_from(",."))
def test_a_figure_is_the_same_with_comma_and_point(whole: int, digits: int, sign: str) -> None:
    """L4"""
    assume(not (digits == 3 and 0 < whole < 1000))
    decimals = "123456"[:digits]
    written = f"{whole}{sign}{decimals}" if digits else str(whole)
    assert figure_of(written) == (f"{whole}.{decimals}" if digits else str(whole))


@given(st.dates())
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    """L10"""
    assert day_of(f"{day.day}/{day.month}/{day.year:04}") == day_of(day.isoformat()) == day


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    """L6"""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx(YEAR))) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in whole.namelist():
            bomb.writestr(name, whole.read(name))
        bomb.writestr("xl/media/image1.png", bytes(LARGEST_UNPACKED))
    assert len(out.getvalue()) < 200_000
    with pytest.raises(SheetTooLarge):
        read_sheet(out.getvalue())


def test_a_workbook_whose_xml_declares_entities_is_refused() -> None:
    """L6"""
    out = io.BytesIO()
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx(YEAR))) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            if name == "xl/workbook.xml":
                content = laughs + content.partition(b"?>")[2]
            changed.writestr(name, content)
    with pytest.raises(SheetUnreadable):
        read_sheet(out.getvalue())


def test_too_many_rows_are_refused_whatever_the_file() -> None:
    """L6"""
    many: list[Line] = [{"number": str(number), "kind": "gift"} for number in range(5_001)]
    with pytest.raises(SheetTooLarge):
        read_sheet(as_csv(many))
    with pytest.raises(SheetTooLarge):
        read_sheet(as_xlsx(many))
    with pytest.raises(SheetTooLarge):
        read_sheet(as_csv(many[:1]) + b" " * 2 * 2**20)


def test_headings_are_understood_in_any_order_and_language_and_an_unknown_one_is_told() -> None:
    """L6"""
    words = {language: words_in(language).columns for language in Language}
    heads = (words[Language.PT][Column.KIND], words[Language.FR][Column.NUMBER], "  who ", "AMOUNT")
    sheet = read_sheet(("My book\n\n" + ",".join(heads) + "\ngift,7,Eva,5\n").encode())
    (entry,) = sheet.entries
    assert (entry.number, entry.kind, entry.first.line) == ("7", Kind.GIFT, 4)
    assert entry.first.cells[Column.AMOUNT] == "5"
    for text, slug in (
        ("No.;Kind;Colour\n1;gift;red", "sheet-heading-unknown"),
        ("No.;Kind;Who;Quem\n1;gift;a;b", "sheet-heading-twice"),
        ("a;b\n1;2", "sheet-headings-missing"),
        ("No.;Kind\n;;", "sheet-empty"),
    ):
        with pytest.raises(Refused) as refusal:
            read_sheet(text.encode())
        assert refusal.value.slug == slug


def test_a_sheet_that_is_read_twice_has_the_same_entries_as_csv_and_workbook() -> None:
    """L6"""
    for one, other in zip(read_sheet(as_csv(YEAR)).entries, read_sheet(as_xlsx(YEAR)).entries, strict=True):
        assert one == other


def test_kinds_are_understood_in_other_spellings_too() -> None:
    """L6"""
    text = "No.;Kind\n1;Acta\n2;COLECTA\n3;peditório\n4;Solde initial\n5;  in kind \n6;événement\n"
    assert [entry.kind for entry in read_sheet(text.encode()).entries] == [
        Kind.MINUTES,
        Kind.COLLECTION,
        Kind.COLLECTION,
        Kind.OPENING_BALANCE,
        Kind.GOODS,
        Kind.EVENT,
    ]
