"""`usf period`: closed periods, their reports, and their entries by number."""

import json
from datetime import timedelta
from pathlib import Path

from typer.testing import CliRunner, Result

from api.cli import app
from tests.season import Season
from tests.tours.periods import close


def test_a_closed_year_is_listed_reported_and_numbered_on_the_command_line(tmp_path: Path) -> None:
    """L7, L3"""
    season = Season.open(str(tmp_path / "usf.db")).found()
    season.receive("100.00")
    until = season.now().date()
    season.wait_days(30)
    report = close(season, until)
    season.receive("7.00", effective=until)
    address, account = season.ledger.store.address, season.account
    season.close()

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["period", *words, "--db", address])

    (listed,) = json.loads(run("--json").stdout)
    assert (listed["until"], listed["seal"]) == (until.isoformat(), report.seal)
    assert report.seal in run().stdout
    whose = ("--account", account, "--until", until.isoformat())
    told = json.loads(run(*whose, "--json").stdout)
    assert told["closed"]
    assert told["lines"][0]["closing"] == "100.00"
    shown = run(*whose)
    assert "received: gift" in shown.stdout
    assert "Entries: receipts 1–1; of these took effect before" in shown.stdout
    (entry,) = json.loads(run(*whose, "--entries", "--json").stdout)
    assert (entry["code"], entry["late"]) == ("R1", False)
    assert "contribution-received" in run(*whose, "--entries").stdout
    still_open = ("--account", account, "--until", (until + timedelta(days=20)).isoformat())
    told = json.loads(run(*still_open, "--json").stdout)
    assert (told["closed"], told["late"], told["lines"][0]["closing"]) == (False, 1, "107.00")
    assert "(not closed)" in run(*still_open).stdout
    (entry,) = json.loads(run(*still_open, "--entries", "--json").stdout)
    assert (entry["late"], entry["effective"]) == (True, until.isoformat())
    journal = CliRunner().invoke(app, ["journal", "--account", account, "--json", "--db", address])
    assert [line["number"] for line in json.loads(journal.stdout)] == ["R1", "R1", None, None]


def test_what_is_no_period_is_said_with_what_to_do(tmp_path: Path) -> None:
    """L7"""
    season = Season.open(str(tmp_path / "usf.db")).found()
    address, account = season.ledger.store.address, season.account
    season.close()
    run = CliRunner()
    nothing = run.invoke(app, ["period", "--db", address])
    assert "No period is closed yet" in nothing.stdout
    for words, code in (
        (["--entries"], 2),
        (["--until", "2026-12-31"], 2),
        (["--account", account, "--until", "2020-12-31"], 1),
        (["--account", account, "--until", "2020-12-31", "--entries"], 1),
    ):
        refused = run.invoke(app, ["period", *words, "--db", address])
        assert (refused.exit_code, refused.stdout) == (code, "")
        assert refused.stderr.endswith(".\n")
