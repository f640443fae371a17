"""`usf import`: a template, a dry run, an import, and the same again."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from projections.sentences.language import Language
from tests.api.sheets.books import YEAR, as_csv, as_xlsx, village
from tests.stores import database_at

RUN = CliRunner()
ZONED = ("--zone", "Atlantic/Cape_Verde")


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, ...]:
    """The options that name a village's database."""
    season = village(tmp_path)
    address = season.ledger.store.address
    season.close()
    return ("--db", address)


def test_a_template_is_written_in_each_language_as_workbook_and_as_csv_never_over_another_file(
    tmp_path: Path,
) -> None:
    """L6"""
    for language in Language:
        book = tmp_path / f"{language}.xlsx"
        assert RUN.invoke(app, ["import", "--template", language, str(book)]).exit_code == 0
        assert book.read_bytes().startswith(b"PK")
        text = tmp_path / f"{language}.csv"
        assert RUN.invoke(app, ["import", "--template", language, "--csv", str(text)]).exit_code == 0
        assert len(text.with_suffix(".txt").read_text(encoding="utf-8").splitlines()) > 40
        again = RUN.invoke(app, ["import", "--template", language, str(book)])
        assert (again.exit_code, "is there already" in again.stderr) == (2, True)


def test_a_sheet_is_tried_imported_and_known_again(tmp_path: Path, at: tuple[str, ...]) -> None:
    """L6"""
    file = tmp_path / "livro.xlsx"
    file.write_bytes(as_xlsx(YEAR, Language.PT))
    tried = RUN.invoke(app, ["import", str(file), *ZONED, *at, "--dry-run"])
    assert (tried.exit_code, tried.stdout.count("seria registado")) == (0, 14)
    taken = json.loads(RUN.invoke(app, ["import", str(file), *ZONED, *at, "--json"]).stdout)
    assert (taken["recorded"], taken["known"], taken["corrections"]) == (14, 0, [])
    assert taken["paper"].startswith("paper-")
    again = json.loads(RUN.invoke(app, ["import", str(file), *ZONED, *at, "--json"]).stdout)
    assert (again["recorded"], again["known"], again["paper"]) == (0, 14, None)


def test_what_is_wrong_is_said_in_the_sheets_language_and_programs_see_no_name(
    tmp_path: Path, at: tuple[str, ...]
) -> None:
    """L6, L9"""
    file = tmp_path / "livre.csv"
    file.write_bytes(as_csv([*YEAR[:3], YEAR[3] | {"amount": "1.234"}], Language.FR))
    told = RUN.invoke(app, ["import", str(file), *ZONED, *at])
    assert told.exit_code == 1
    assert "Ligne 6, Montant\u00a0: Cela se lit comme des milliers" in told.stdout
    assert told.stdout.count("laissé de côté") == 3
    programs = RUN.invoke(app, ["import", str(file), *ZONED, *at, "--json"])
    (correction,) = json.loads(programs.stdout)["corrections"]
    assert (correction["row"], correction["column"]) == (6, "amount")
    assert "Eva" not in programs.stdout


def test_what_cannot_be_read_is_one_sentence_and_an_exit_code(tmp_path: Path, at: tuple[str, ...]) -> None:
    """L6"""
    none = RUN.invoke(app, ["import", str(tmp_path / "none.csv"), *at])
    assert (none.exit_code, "cannot be read" in none.stderr) == (2, True)
    file = tmp_path / "photo.csv"
    file.write_bytes(b"\xff\xd8\xff\xe0")
    photo = RUN.invoke(app, ["import", str(file), *at])
    assert (photo.exit_code, "sheet-headings-missing" in photo.stderr) == (1, True)
    file.write_bytes(as_csv(YEAR))
    nowhere = RUN.invoke(app, ["import", str(file), "--zone", "Mars/Olympus", *at])
    assert (nowhere.exit_code, "no such time zone" in nowhere.stderr) == (1, True)
    empty = database_at(tmp_path / "empty.db")
    assert RUN.invoke(app, ["import", str(file), "--db", empty]).exit_code != 0
