"""`usf papers`: filed, listed, fetched and checked from the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.season import Season
from tests.stores import Door, database_at

PHOTO = b"\xff\xd8\xff\xe0 the bus in front of the school"


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, str]:
    """A database with a founded account, and that account."""
    database = database_at(tmp_path / "usf.db")
    season = Season.open(database).found()
    account = season.account
    season.close()
    return database, account


def usf(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """One call."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "papers", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_paper_is_filed_once_listed_fetched_and_checked(tmp_path: Path, at: tuple[str, str]) -> None:
    """L6, L9"""
    database, account = at
    photo = tmp_path / "bus.jpg"
    photo.write_bytes(PHOTO)
    filing = ("file", str(photo), "--account", account, "--kind", "photo", "--db", database)
    filed = json.loads(usf(*filing, "--json").stdout)
    assert filed["new"]
    again = usf(*filing)
    assert again.stdout == f"These bytes are filed already, as {filed['paper']}: nothing was recorded.\n"
    (listed,) = json.loads(usf("list", "--db", database, "--json").stdout)
    assert (listed["paper"], listed["size_bytes"], listed["forgotten"]) == (filed["paper"], len(PHOTO), None)
    assert filed["paper"] in usf("list", "--account", account, "--db", database).stdout
    copy = tmp_path / "copy.jpg"
    fetching = ("fetch", filed["paper"], str(copy), "--account", account, "--db", database)
    assert usf(*fetching).stdout == f"Written: {copy}.\n"
    assert copy.read_bytes() == PHOTO
    twice = usf(*fetching)
    assert (twice.returncode, twice.stderr) == (2, f"{copy} is there already: choose another name.\n")
    checked = usf("check", "--db", database)
    assert checked.returncode == 0
    assert checked.stdout.startswith("Every paper is as it was sealed: ")


def test_an_altered_paper_ends_the_check_with_its_event_and_what_to_do(
    tmp_path: Path, at: tuple[str, str]
) -> None:
    """L9"""
    database, account = at
    photo = tmp_path / "bus.jpg"
    photo.write_bytes(PHOTO)
    filed = json.loads(
        usf("file", str(photo), "--account", account, "--kind", "photo", "--db", database, "--json").stdout
    )
    with Door(database) as door:
        door.execute(f"UPDATE {door.common('paper_files')} SET content = ?", PHOTO[:9])
    told = usf("check", "--db", database)
    assert told.returncode == 1
    assert filed["position"] in told.stdout
    assert "altered: file the same file again, or restore a copy." in told.stderr
    (finding,) = json.loads(usf("check", "--db", database, "--json").stdout)["findings"]
    assert (finding["event"], finding["trouble"]) == (filed["position"], "altered")
    copy = tmp_path / "copy.jpg"
    refused = usf("fetch", filed["paper"], str(copy), "--account", account, "--db", database)
    assert refused.returncode == 1
    assert "paper-altered" in refused.stderr
    assert not copy.exists()


def test_what_is_no_evidence_file_is_refused_with_what_to_do(tmp_path: Path, at: tuple[str, str]) -> None:
    database, account = at
    page = tmp_path / "page.html"
    page.write_bytes(b"<html></html>")
    filing = ("--account", account, "--kind", "photo", "--db", database)
    refused = usf("file", str(page), *filing)
    assert (refused.returncode, "paper-type-refused" in refused.stderr) == (1, True)
    missing = usf("file", str(tmp_path / "nowhere.jpg"), *filing)
    assert (missing.returncode, "cannot be read" in missing.stderr) == (2, True)
