"""Exports of the journal: read back by small readers of our own, and by the programs themselves where they are here."""

import csv
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from random import Random

import openpyxl  # type: ignore[import-untyped]  # it has no types
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.exports import ExportFormat, gather, write
from api.exports.naming import (
    beancount_account,
    beancount_commodity,
    hledger_account,
    hledger_commodity,
    one_line,
)
from ledger.money import to_decimal
from ledger.places.commands import MoveMoney, OpenPlace
from ledger.places.state import PlaceKind
from projections import journal, periods
from projections.base import Database
from projections.follower import Follower
from projections.rebuild import prepare
from projections.shelf import open_shelf
from projections.views import VIEWS
from tests.projections.test_periods import two_years
from tests.season import Season
from tests.tour import tour
from tests.tours.periods import close

Sums = dict[tuple[str, str], Decimal]


@contextmanager
def viewed(season: Season) -> Iterator[Database]:
    """The views of a season, as far as it went."""
    shelf = open_shelf(season.ledger.store)
    prepare(VIEWS, shelf)
    Follower(shelf, VIEWS).catch_up()
    with shelf.reading() as db:
        yield db
    shelf.close()


def exported(season: Season, db: Database, form: ExportFormat, until: date | None = None) -> bytes:
    """What is written in a form."""
    book = gather(season.ledger, db, season.account, until)
    assert book is not None
    out = BytesIO()
    write(book, form, out)
    return out.getvalue()


def sums_of_text(text: str) -> Sums:
    """What the transactions of a beancount or hledger file come to; each adds up to nothing in every unit."""
    sums: Sums = defaultdict(Decimal)
    for block in text.split("\n\n"):
        head, *lines = block.strip().split("\n")
        if head[10:12] != " *" or "closing-balances" in head:
            continue
        of_entry: dict[str, Decimal] = defaultdict(Decimal)
        for line in lines:
            if line.startswith("  ") and not line.split()[0].endswith(":"):
                account, amount, unit = line.split()
                sums[account, unit] += Decimal(amount)
                of_entry[unit] += Decimal(amount)
        assert not any(of_entry.values()), block
    return sums


def trial(season: Season, db: Database) -> Sums:
    """The trial balance that the API shows."""
    lines = journal.trial_balance(db, season.ledger.store, season.account)
    return {(line.code, line.unit): Decimal(to_decimal(line.balance_minor, line.unit)) for line in lines}


def by_chance(path: Path, seed: int) -> Season:
    """Gifts of two currencies at two places, back-dated or not, refunds, moves, and periods that close."""
    season, chance = Season.open(str(path / "usf.db"), seed=seed).found(), Random(seed)
    first = season.now().date()
    for label, kind in (("cash", PlaceKind.CASH_BOX), ("bank", PlaceKind.BANK_ACCOUNT)):
        main = ("EUR",) if label == "cash" else ()
        season.do(OpenPlace(account=season.account, label=label, kind=kind, main_for=main))
    ids = {place.label: place_id for place_id, place in season.state().places.items()}
    for _ in range(4):
        for _ in range(chance.randrange(4, 9)):
            season.unit = chance.choice(["EUR", "EUR", "CVE"])
            amount = f"{chance.randrange(1, 500)}.{chance.randrange(100):02}"
            given = season.receive(amount, effective=chance.choice([None, first]))
            if season.unit != "EUR":
                continue
            if chance.random() < 0.3:
                season.do(season.refund(given, "0.50"))
            elif chance.random() < 0.3:
                season.do(season.reverse(given))
            elif chance.random() < 0.5:
                season.do(
                    MoveMoney(
                        account=season.account,
                        unit="EUR",
                        amount="0.25",
                        origin=ids["cash"],
                        target=ids["bank"],
                    )
                )
        until = season.now().date()
        season.wait_days(chance.randrange(3, 20))
        close(season, until)
    season.receive("2.00", effective=first)
    return season


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    """A season in which everything happened."""
    season = tour(Season.open(str(tmp_path_factory.mktemp("tour") / "usf.db")))
    yield season
    season.close()


def test_every_text_and_table_adds_up_to_the_trial_balance_to_the_minor_unit(everything: Season) -> None:
    """L1, L3, L12"""
    season = everything
    with viewed(season) as db:
        expected = trial(season, db)
        assert len(expected) > 20
        written = {form: exported(season, db, form) for form in set(ExportFormat) - {ExportFormat.FEC}}
    beancount = sums_of_text(written[ExportFormat.BEANCOUNT].decode())
    assert beancount == {
        (beancount_account(code), beancount_commodity(unit)): amount
        for (code, unit), amount in expected.items()
    }
    hledger = sums_of_text(written[ExportFormat.HLEDGER].decode())
    assert hledger == {
        (hledger_account(code), hledger_commodity(unit)): amount for (code, unit), amount in expected.items()
    }
    table: Sums = defaultdict(Decimal)
    for row in csv.DictReader(StringIO(written[ExportFormat.CSV].decode(), newline="")):
        table[row["code"], row["unit"]] += Decimal(row["debit"] or 0) - Decimal(row["credit"] or 0)
    assert table == expected
    workbook = openpyxl.load_workbook(BytesIO(written[ExportFormat.XLSX]), read_only=True)
    sheet: Sums = defaultdict(Decimal)
    for *_, code, unit, debit, credit in workbook["Journal"].iter_rows(min_row=2, values_only=True):
        sheet[str(code), str(unit)] += Decimal(str(debit or 0)) - Decimal(str(credit or 0))
    assert sheet == expected
    closing = list(workbook["Balances"].iter_rows(min_row=2, values_only=True))
    last = closing[-1][0]
    told = {(str(row[1]), str(row[2])): Decimal(str(row[3])) for row in closing if row[0] == last}
    assert told == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_each_period_begins_with_what_the_one_before_ended_with_and_ends_as_its_report(
    tmp_path: Path, seed: int
) -> None:
    """L7"""
    season = by_chance(tmp_path, seed)
    with viewed(season) as db:
        closed = periods.periods(db, season.account)
        books = [gather(season.ledger, db, season.account, one.until) for one in closed]
        for one, book in zip(closed, books, strict=True):
            assert book is not None
            partition = season.ledger.partition_of(season.account)
            report = periods.report(db, season.ledger.store, partition, season.account, one.until)
            assert report is not None
            funds = {
                key: -minor for key, minor in book.ends[one.until].items() if key[0].startswith("funds:")
            }
            lines = {
                (f"funds:{line.purpose}:{line.destination}", line.unit): line.closing_minor
                for line in report.lines
            }
            assert funds == lines
            text = exported(season, db, ExportFormat.BEANCOUNT, one.until).decode()
            totals = {key: amount for key, amount in sums_of_text(text).items() if amount}
            assert totals == {
                (beancount_account(code), beancount_commodity(unit)): Decimal(to_decimal(minor, unit))
                for (code, unit), minor in book.ends[one.until].items()
                if minor
            }
        for before, after in pairwise(books):
            assert before is not None
            assert after is not None
            assert before.ends[before.until] == after.opening
    season.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_french_file_has_eighteen_columns_balanced_entries_and_numbers_without_a_gap(
    tmp_path: Path, seed: int
) -> None:
    """L7, L1, L3"""
    season = by_chance(tmp_path, seed)
    with viewed(season) as db:
        files = [
            exported(season, db, ExportFormat.FEC, one.until).decode()
            for one in periods.periods(db, season.account)
        ]
    season.close()
    assert len(files) == 4
    for text in files:
        rows = [line.split("\t") for line in text.removesuffix("\r\n").split("\r\n")]
        assert {len(row) for row in rows} == {18}
        numbers: dict[str, set[int]] = defaultdict(set)
        left: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in rows[1:]:
            journal_code, number = row[0], row[2]
            numbers[journal_code].add(int(number.removeprefix(journal_code)))
            assert row[3].isdigit()
            assert row[4][:3].isdigit()
            assert "." not in row[11] + row[12] + row[16]
            debit, credit, foreign = (Decimal(cell.replace(",", ".") or 0) for cell in (*row[11:13], row[16]))
            left[number, "EUR"] += debit - credit
            left[number, row[17]] += foreign
        assert not any(left.values())
        assert all(found == set(range(1, len(found) + 1)) for found in numbers.values())


def test_the_french_file_of_every_kind_of_entry_leaves_none_out(everything: Season) -> None:
    """L7"""
    season = everything
    with viewed(season) as db:
        for one in periods.periods(db, season.account):
            text = exported(season, db, ExportFormat.FEC, one.until).decode()
            told = {row.split("\t")[2] for row in text.splitlines()[1:]} - {"AN1"}
            assert told == {
                entry.code for entry in periods.entries(db, season.account, one.until, limit=10_000)
            }


def accepted_by(program: str, ending: str, arguments: tuple[str, ...], season: Season, folder: Path) -> None:
    """The program reads what was written for it, of everything and of each period, and finds nothing wrong."""
    form = ExportFormat.BEANCOUNT if ending == "beancount" else ExportFormat.HLEDGER
    with viewed(season) as db:
        ends = [None, *(one.until for one in periods.periods(db, season.account))]
        for until in ends:
            file = folder / f"{until}.{ending}"
            file.write_bytes(exported(season, db, form, until))
            words = [str(file) if word == "FILE" else word for word in arguments]
            done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("bean-check") is None, reason="bean-check is not on the PATH.")
def test_beancount_accepts_the_journal(everything: Season, tmp_path: Path) -> None:
    """L1, L7"""
    accepted_by("bean-check", "beancount", ("FILE",), everything, tmp_path)


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not on the PATH.")
def test_hledger_accepts_the_journal(everything: Season, tmp_path: Path) -> None:
    """L1, L7"""
    accepted_by("hledger", "journal", ("-f", "FILE", "check", "--strict"), everything, tmp_path)


def test_names_of_units_and_purposes_break_no_form() -> None:
    """L3"""
    assert beancount_commodity("goat:piece") == "GOAT.PIECE"
    assert beancount_commodity("4x4:piece") == "X'4X4.PIECE"
    long = {beancount_commodity(f"{'a' * 39}{letter}:piece") for letter in "bcd"}
    assert len(long) == 3
    assert max(map(len, long)) <= 24
    assert beancount_account("funds:unrestricted:a") == "Equity:Funds:Unrestricted:A"
    assert hledger_commodity("cement:kg") == '"cement:kg"'
    assert one_line('A "bus";\n\tfor | all') == "A bus for all"


def test_on_the_command_line_one_says_which_entries_and_the_french_file_is_of_one_period(
    tmp_path: Path,
) -> None:
    """L7"""
    season = two_years(tmp_path)
    address, account = season.ledger.store.address, season.account
    season.close()

    def run(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, ["export", *words, "--account", account, "--db", address])
        return done.exit_code, done.stdout, done.stderr

    assert run("csv")[0] == 2
    assert run("csv", "--all", "--period", "2026-01-01")[0] == 2
    code, _, error = run("fec", "--all")
    assert (code, "of one period" in error) == (2, True)
    code, _, error = run("csv", "--period", "1999-01-01")
    assert (code, "No period ends on that day" in error) == (1, True)
    code, text, _ = run("csv", "--all")
    assert code == 0
    assert text.startswith("entry,booked,effective,recorded,event,position,code,unit,debit,credit")
    file = tmp_path / "journal.xlsx"
    assert run("xlsx", "--all", "--out", str(file))[0] == 0
    assert file.read_bytes().startswith(b"PK")
    assert run("csv", "--all", "--out", str(tmp_path / "none" / "f.csv"))[0] == 1
