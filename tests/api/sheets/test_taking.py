"""A village's year in a spreadsheet: what is recorded of it, once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.sheets.taking import Became
from ledger.identifiers import UNRESTRICTED
from ledger.units import WORK
from projections.sentences.language import Language
from tests.api.sheets.books import YEAR, as_csv, as_xlsx, head, took, village
from tests.season import Season

FORMS: dict[str, Callable[..., bytes]] = {"csv": as_csv, "xlsx": as_xlsx}


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    found = village(tmp_path)
    yield found
    found.close()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("form", FORMS)
def test_a_filled_template_is_recorded_as_it_says_and_the_same_sheet_twice_changes_nothing(
    season: Season, form: str, language: Language
) -> None:
    """L6, L10, L12, C2, C3, C4, C6, M1"""
    content = FORMS[form](YEAR, language)
    sheet, taken = took(season, content)
    assert not taken.faults
    assert sheet.language is language
    assert {told.became for told in taken.told} == {Became.RECORDED}
    state = season.state()
    assert state.available("EUR", UNRESTRICTED) == 12050 + 500 + 125000 + 1050 + 4320 - 200
    box = next(place for place, known in state.places.items() if known.label == "cash-box")
    assert state.lying[(box, "EUR")] == 12050 + 500 + 1050 + 4320 - 10000
    assert state.available("rice:kg", UNRESTRICTED) == 12500
    assert state.available(WORK, UNRESTRICTED) == 210 + 240 + 90
    there = head(season)
    _, again = took(season, content)
    assert {told.became for told in again.told} == {Became.KNOWN}
    assert again.paper is None
    assert [told.created for told in again.told] == [told.created for told in taken.told]
    assert head(season) == there


def test_the_same_book_is_known_again_in_another_language_and_as_another_file(season: Season) -> None:
    """L6"""
    took(season, as_csv(YEAR, Language.PT))
    there = head(season)
    for content in (as_xlsx(YEAR, Language.FR), as_xlsx(YEAR, typed=True), as_csv(YEAR)):
        _, again = took(season, content)
        assert not again.faults
        assert {told.became for told in again.told} == {Became.KNOWN}
    assert head(season) == there
