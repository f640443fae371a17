"""`usf bank in`: a dry run says what would become of each line, and the same file twice changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.bank.maps import read_map
from api.cli import app
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.identifiers import PlaceId, stream_of
from ledger.papers.events import PaperFiled
from ledger.papers.state import PaperKind
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from tests.api.bank.camt_files import Entry, Transaction, camt
from tests.api.bank.test_joining import notice
from tests.api.bank.test_tables import PLAIN, PLAIN_MAP
from tests.season import Season
from tests.stores import database_at


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Season]:
    """An association with a bank account, at which one gift is booked."""
    season = Season.open(database_at(tmp_path / "usf.db")).found()
    opened = OpenPlace(account=season.account, kind=PlaceKind.BANK_ACCOUNT, label="bank", main_for=("EUR",))
    place = PlaceId(season.do(opened))
    gift = ReceiveContribution(
        account=season.account, unit="EUR", amount="25.00", giver=Giver(name="Rui Tavares"), place=place
    )
    season.do(gift)
    yield season
    season.close()


class Usf:
    """The command line on the village's database."""

    def __init__(self, season: Season, folder: Path) -> None:
        self.season = season
        self.folder = folder

    def file(self, raw: bytes, name: str = "statement.xml") -> str:
        """A file of the bank, as it lies in the treasurer's folder."""
        path = self.folder / name
        path.write_bytes(raw)
        return str(path)

    def run(self, *arguments: str) -> Result:
        """What the command says."""
        return CliRunner().invoke(app, ["bank", *arguments, "--db", database_at(self.folder / "usf.db")])

    def take(self, *arguments: str) -> Any:
        """What becomes of a file, as a program reads it."""
        done = self.run("in", *arguments, "--place", "bank", "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)


@pytest.fixture
def usf(village: Season, tmp_path: Path) -> Usf:
    return Usf(village, tmp_path)


def bank_file(season: Season) -> bytes:
    """The gift of Rui that is booked, one of Ana that is not, and one that waits at the bank."""
    day = season.now().date()
    entries = [
        Entry(4000, [Transaction(2500, "Rui Tavares"), Transaction(1500, "Ana Lopes")], day, reference="B7"),
        Entry(900, status="PDNG", booked=day),
    ]
    return camt(entries, opening=0).replace(b"2026-03-02", day.isoformat().encode())


def test_a_dry_run_says_what_would_become_of_each_line(usf: Usf) -> None:
    """L12, C2"""
    file = usf.file(bank_file(usf.season))
    (told,) = usf.take(file, "--dry-run")
    version = usf.season.ledger.state(stream_of(usf.season.account))
    assert version is not None
    assert [(line["amount"], line["happens"], line["entries"]) for line in told["lines"]] == [
        ("25.00", "agrees", [version[1]]),
        ("15.00", "to-be-booked", []),
    ]
    assert (told["opening"], told["closing"], told["recorded"], told["statement"]) == (
        "0.00",
        "40.00",
        False,
        None,
    )
    assert [left["status"] for left in told["left_out"]] == ["PDNG"]
    assert usf.take(file, "--dry-run") == [told], "a dry run records nothing"


def test_the_same_file_twice_changes_nothing_and_says_so(usf: Usf) -> None:
    """C2, L12"""
    file = usf.file(bank_file(usf.season))
    (first,) = usf.take(file)
    assert first["recorded"]
    (again,) = usf.take(file)
    assert (again["statement"], again["recorded"]) == (first["statement"], False)
    assert {line["happens"] for line in again["lines"]} == {"known"}
    said = usf.run("in", file, "--place", "bank")
    assert "nothing changes" in said.stdout
    assert "left out" in said.stdout


def test_the_file_is_kept_as_a_paper(usf: Usf) -> None:
    """L6, L9"""
    raw = bank_file(usf.season)
    usf.take(usf.file(raw))
    season = usf.season
    papers = [
        one.event
        for one in season.ledger.events_of(stream_of(season.account))
        if isinstance(one.event, PaperFiled)
    ]
    assert [paper.paper_kind for paper in papers] == [PaperKind.BANK_FILE]
    assert season.ledger.bytes_of(season.ledger.paper(season.account, papers[0].paper)) == raw


def test_a_notice_beside_the_statement_splits_its_entry(usf: Usf) -> None:
    """C2"""
    day = usf.season.now().date()
    whole = camt([Entry(4000, booked=day, reference="B7")], opening=0)
    parts = [Transaction(2500, "Rui Tavares"), Transaction(1500, "Ana Lopes")]
    told = notice([Entry(4000, parts, day, reference="B7")])
    statement = usf.file(whole.replace(b"2026-03-02", day.isoformat().encode()))
    (found,) = usf.take(statement, usf.file(told, "notice.xml"), "--dry-run")
    assert [line["amount"] for line in found["lines"]] == ["25.00", "15.00"]
    alone = usf.run("in", usf.file(told, "notice.xml"), "--place", "bank")
    assert alone.exit_code == 1
    assert "notice-alone" in alone.stderr


def test_a_csv_is_taken_with_the_map_of_its_bank(usf: Usf) -> None:
    """L12"""
    day = usf.season.now().date().isoformat()
    rows = PLAIN.replace("2026-03-02", day).replace("2026-03-03", day)
    file, bank_map = usf.file(rows.encode(), "rows.csv"), usf.file(PLAIN_MAP.encode(), "map.toml")
    refused = usf.run("in", file, "--place", "bank")
    assert refused.exit_code == 1
    assert "bank-map-needed" in refused.stderr
    (found,) = usf.take(file, "--map", bank_map)
    assert (found["unit"], found["recorded"], [line["amount"] for line in found["lines"]]) == (
        "CVE",
        True,
        ["2500.00", "-300.00"],
    )


def test_the_map_that_is_shown_can_be_used(usf: Usf) -> None:
    """L12"""
    shown = CliRunner().invoke(app, ["bank", "map"])
    assert read_map(shown.stdout.encode()).currency == "EUR"


def test_what_cannot_be_read_is_refused_with_its_line(usf: Usf) -> None:
    """L12"""
    broken = usf.file(bank_file(usf.season).replace(b">25.00<", b">25,00<"))
    refused = usf.run("in", broken, "--place", "bank")
    assert refused.exit_code == 1
    assert "Line " in refused.stderr
    missing = usf.run("in", str(usf.folder / "no.xml"), "--place", "bank")
    assert missing.exit_code == 1
    assert "cannot be read" in missing.stderr


def test_the_file_of_another_bank_account_is_refused(usf: Usf) -> None:
    """L12"""
    file = usf.file(bank_file(usf.season))
    refused = usf.run("in", file, "--place", "bank", "--number", "FR7630006000011234567890189")
    assert refused.exit_code == 1
    assert "statement-of-another" in refused.stderr
