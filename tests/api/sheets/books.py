"""A village that keeps its book in a spreadsheet: as CSV or XLSX, in any of the languages."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import load_workbook  # type: ignore[import-untyped]

from api.sheets.reading import Sheet, read_sheet
from api.sheets.taking import Taken, take_sheet
from api.sheets.template import template_csv, template_xlsx
from api.sheets.words import Column, Kind, words_in
from ledger.associations.given import CollectionCeilingGiven, CriterionGiven, RulesGiven, StandingCeilingGiven
from ledger.bookings.state import BookingKind
from ledger.papers.media import examined
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from projections.sentences.language import Language
from tests.season import CRITERION, Season
from tests.stores import database_at

ZONE = ZoneInfo("Atlantic/Cape_Verde")
Line = dict[str, object]
"""One row, by the names of the columns; kinds and words by their slugs."""

RULES = RulesGiven(
    criteria=(CriterionGiven(CRITERION, "Who has least comes first."),),
    standing_ceilings=(
        StandingCeilingGiven(BookingKind.OPENING_BALANCE, "EUR", "500"),
        StandingCeilingGiven(BookingKind.BANK_FEE, "EUR", "10"),
        StandingCeilingGiven(BookingKind.INTEREST, "EUR", "10"),
    ),
    collection_ceilings=(CollectionCeilingGiven("EUR", "200"),),
)

YEAR: tuple[Line, ...] = (
    {
        "number": "2026-001",
        "kind": "opening-balance",
        "day": "01/03/2026",
        "amount": "120,50",
        "unit": "EUR",
        "place": "cash-box",
        "text": "The old paper book, page 12.",
    },
    {
        "number": "2026-002",
        "kind": "member",
        "day": "02/03/2026",
        "who": "Eva  Pires",
        "text": "+238 991 22 22",
    },
    {"number": "2026-003", "kind": "member", "day": "2026-03-02", "who": "Gil Rocha", "what": ("minor",)},
    {
        "number": "2026-004",
        "kind": "fee",
        "day": "03/03/2026",
        "who": "Eva Pires",
        "amount": "5",
        "unit": "eur",
    },
    {
        "number": "2026-005",
        "kind": "gift",
        "day": "04/03/2026",
        "who": "Padaria Sol",
        "amount": "1 250,00",
        "unit": "EUR",
        "place": "bank",
        "what": ("company",),
        "reference": "BCA-77",
    },
    {
        "number": "2026-006",
        "kind": "gift",
        "day": "05/03/2026",
        "who": "Padaria Sol",
        "amount": "10.5",
        "unit": "EUR",
        "what": ("anonymous",),
    },
    {
        "number": "2026-007",
        "kind": "collection",
        "day": "06/03/2026",
        "amount": "43,20",
        "unit": "EUR",
        "by": "Caty Dias; Duda Melo",
    },
    {
        "number": "2026-008",
        "kind": "goods",
        "day": "06/03/2026",
        "who": "Eva Pires",
        "amount": "12,5",
        "unit": "rice:kg",
        "what": ("good",),
        "by": "Duda Melo",
    },
    {
        "number": "2026-009",
        "kind": "hours",
        "day": "07/03/2026",
        "who": "Eva Pires",
        "amount": "3:30",
        "by": "Duda Melo; Caty Dias",
    },
    {"number": "2026-009", "kind": "hours", "who": "Hugo Vaz", "amount": "4"},
    {"number": "2026-009", "kind": "hours", "who": "Padaria Sol", "amount": "1,5"},
    {
        "number": "2026-010",
        "kind": "move",
        "day": "08/03/2026",
        "amount": "100",
        "unit": "EUR",
        "place": "cash-box",
        "to": "bank",
        "text": "The deposit slip.",
    },
    {
        "number": "2026-011",
        "kind": "bank-fee",
        "day": "09/03/2026",
        "amount": "2",
        "unit": "EUR",
        "place": "bank",
        "reference": "BCA-78",
    },
    {
        "number": "2026-012",
        "kind": "count",
        "day": "10/03/2026",
        "amount": "79,20",
        "unit": "EUR",
        "place": "cash-box",
        "by": "Bia Reis;Caty Dias",
    },
    {"number": "2026-013", "kind": "leaving", "day": "11/03/2026", "who": "Gil Rocha"},
    {
        "number": "2026-014",
        "kind": "minutes",
        "day": "12/03/2026",
        "time": "15:00-17:30",
        "convened": "01/03/2026",
        "until": "31/03/2026",
        "what": "By the church bell, to decide on the roof.",
        "by": "Ana Lima; Bia Reis",
        "who": "Ana Lima; Bia Reis; Duda Melo; Eva Pires",
        "text": "We met and decided.",
    },
)


def village(tmp_path: Path) -> Season:
    """Founded, with a cash box and a bank account, on a day in spring on which the whole book is in the past."""
    season = Season.open(database_at(tmp_path / "usf.db")).found(RULES)
    for kind, label, main in (
        (PlaceKind.CASH_BOX, "cash-box", ("EUR",)),
        (PlaceKind.BANK_ACCOUNT, "bank", ()),
    ):
        season.do(OpenPlace(account=season.account, kind=kind, label=label, main_for=main))
    season.wait_days(20)
    return season


def written(lines: Sequence[Line], language: Language) -> list[dict[Column, str]]:
    """The rows in the words of a language."""
    return [
        {Column(name): _word(Column(name), said, language) for name, said in line.items()} for line in lines
    ]


def _word(column: Column, said: object, language: Language) -> str:
    words = words_in(language)
    if column is Column.KIND:
        return words.kinds[Kind(str(said))]
    return "; ".join(words.words[word] for word in said) if isinstance(said, tuple) else str(said)


def as_csv(lines: Sequence[Line], language: Language = Language.EN) -> bytes:
    """The template, filled in below its example."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in written(lines, language):
        writer.writerow([row.get(column, "") for column in Column])
    return template_csv(language) + out.getvalue().encode()


def as_xlsx(lines: Sequence[Line], language: Language = Language.EN, *, typed: bool = False) -> bytes:
    """The same as a workbook; `typed`: with days as days and figures as figures, as programs like to make of them."""
    book = load_workbook(io.BytesIO(template_xlsx(language)))
    sheet = book.worksheets[0]
    for number, row in enumerate(written(lines, language), 3):
        for place, column in enumerate(Column, 1):
            said: object = row.get(column)
            if typed and isinstance(said, str):
                said = _typed(column, said)
            sheet.cell(number, place, said)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(column: Column, said: str) -> object:
    if column in (Column.DAY, Column.CONVENED, Column.UNTIL) and "/" in said:
        day, month, year = map(int, said.split("/"))
        return date(year, month, day)
    if column is Column.AMOUNT and ":" not in said:
        return float(said.replace(" ", "").replace(",", "."))
    return said


def took(season: Season, content: bytes, *, zoned: bool = True, **options: bool) -> tuple[Sheet, Taken]:
    """The sheet, and what became of it."""
    sheet, file = read_sheet(content), examined(content)
    zone = ZONE if zoned else None
    return sheet, take_sheet(season.ledger, season.account, sheet, file, by="operator", zone=zone, **options)


def head(season: Season) -> int:
    """How many events there are."""
    return season.ledger.store.head(season.ledger.partition_of(season.account))
