"""`usf recount`: what it says for people and for programs, and the codes with which it ends."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from ledger.identifiers import RoundId
from tests.season import Season
from tests.stores import about_files


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["recount", *words])


@pytest.fixture
def decided(tmp_path: Path) -> tuple[str, RoundId, str]:
    """Where a season lies, a final round in it, and its account."""
    season = Season.open(str(tmp_path / "usf.db")).found()
    season.receive("100.00")
    proposals = [season.admitted_proposal(season.spending(cost)) for cost in ("40.00", "30.00")]
    round_id = season.open_round(proposals, budget="50.00")
    season.decide_round(round_id)
    address, account = season.ledger.store.address, season.account
    season.close()
    return address, round_id, account


def test_a_treasurer_recounts_a_round_and_reads_that_it_is_identical(
    decided: tuple[str, RoundId, str],
) -> None:
    """R4"""
    address, round_id, account = decided
    told = run(round_id, "--db", address)
    assert told.exit_code == 0, told.output
    for words in ("Electors: ", "Quorum of ", "Accepted: ", "Identical.", account, round_id):
        assert words in told.stdout
    read = json.loads(run(round_id, "--account", account, "--json", "--db", address).stdout)
    assert read["identical"]
    assert read["recorded_hash"] == read["recounted_hash"]
    assert len(read["recorded_hash"]) == 64
    assert read["recorded_hash"] in told.stdout


@about_files
def test_whoever_has_a_copy_of_the_database_recounts_without_its_views_and_without_a_service(
    decided: tuple[str, RoundId, str], tmp_path: Path
) -> None:
    """R4"""
    address, round_id, _ = decided
    copy = tmp_path / "elsewhere" / "copy.db"
    copy.parent.mkdir()
    shutil.copy(address, copy)
    assert run(round_id, "--db", str(copy)).exit_code == 0
    assert [path.name for path in copy.parent.iterdir() if "views" in path.name] == []


@about_files
def test_a_result_that_somebody_changed_in_the_database_is_found(decided: tuple[str, RoundId, str]) -> None:
    """R4"""
    address, round_id, _ = decided
    with closing(sqlite3.connect(address)) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE name LIKE '%_events'").fetchall():
            db.execute(
                f"UPDATE {table} SET state = CAST(replace(CAST(state AS TEXT), '\"tie_decided\":true', "
                "'\"tie_decided\":false') AS BLOB) WHERE topic = 'round-counted'"
            )
        db.commit()
    told = run(round_id, "--db", address)
    assert told.exit_code == 1
    assert told.stderr.startswith("Not identical: ")
    assert "Identical." not in told.stdout
    assert json.loads(run(round_id, "--json", "--db", address).stdout)["identical"] is False


def test_what_cannot_be_recounted_is_said_in_one_sentence(tmp_path: Path) -> None:
    """V8, R1"""
    season = Season.open(str(tmp_path / "usf.db")).found()
    season.receive("100.00")
    proposal = season.admitted_proposal(season.spending("40.00"))
    round_id = season.open_round((proposal,))
    address, account = season.ledger.store.address, season.account
    season.close()
    for words, said in (
        ((round_id,), "Refused (round-not-counted-yet): This round is open: "),
        (("round-0000000000000000",), "There is no such round in this database"),
        ((proposal,), "There is no such round in this database"),
        ((round_id, "--account", "account-0000000000000000"), "Refused (unknown-account): "),
        ((account,), "There is no such round in this database"),
    ):
        for form in ((), ("--json",)):
            told = run(*words, *form, "--db", address)
            assert (told.exit_code, told.stdout) == (1, "")
            assert told.stderr.startswith(said)
            assert len(told.stderr.splitlines()) == 1
