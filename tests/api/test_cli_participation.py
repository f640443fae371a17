"""`usf participation`, and `usf recount --why`: what people and programs are told of counted rounds."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from ledger.identifiers import RoundId
from tests.season import Season


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def decided(tmp_path: Path) -> tuple[str, str, RoundId]:
    """Where a season lies, its account, and a round in which four electors chose both options, of which one fits."""
    season = Season.open(str(tmp_path / "usf.db")).found()
    season.receive("100.00")
    proposals = [season.admitted_proposal(season.spending(cost)) for cost in ("40.00", "30.00")]
    round_id = season.open_round(proposals, budget="50.00")
    season.decide_round(round_id)
    address, account = season.ledger.store.address, season.account
    season.close()
    return address, account, round_id


def test_a_treasurer_reads_who_took_part_and_where_the_money_went(decided: tuple[str, str, RoundId]) -> None:
    """R3, L3"""
    address, account, round_id = decided
    told = run("participation", account, "--db", address)
    assert told.exit_code == 0, told.output
    for words in (
        round_id,
        "100.0 %",
        "50.0 %",
        "30.00",
        "(c) most disadvantaged here",
        "at least one choice",
    ):
        assert words in told.stdout
    read = json.loads(run("participation", account, "--json", "--db", address).stdout)
    (item,) = read["items"]
    assert (item["round"], item["turnout"], item["by_proxy"]) == (round_id, "1.0000", 0)
    assert item["fairness"]["mean_satisfaction"] == read["together"]["mean_satisfaction"] == "0.5000"
    assert read["together"]["accepted"] == [
        {"destination": "c", "unit": "EUR", "amount": "30.00", "share": "1.0000"}
    ]


def test_days_without_a_count_and_accounts_that_are_not_there_are_said_in_a_sentence(
    decided: tuple[str, str, RoundId],
) -> None:
    """R1"""
    address, account, _ = decided
    for words in ((account, "--to", "2020-01-01"), ("account-0000000000000000",)):
        told = run("participation", *words, "--db", address)
        assert (told.exit_code, told.stdout) == (1, "")
        assert told.stderr.endswith(".\n")
    read = json.loads(run("participation", account, "--from", "2100-01-01", "--json", "--db", address).stdout)
    assert (read["items"], read["together"]["rounds"]) == ([], 0)


def test_an_elector_reads_why_and_what_their_ballot_did(decided: tuple[str, str, RoundId]) -> None:
    """R4, V5"""
    address, _, round_id = decided
    told = run("recount", round_id, "--why", "--ballot", "1", "--db", address)
    assert told.exit_code == 0, told.output
    assert "Of what it chose, accepted: p2." in told.stdout
    in_portuguese = run("recount", round_id, "--why", "--language", "pt", "--db", address)
    assert "Aceite: p2." in in_portuguese.stdout
    why = json.loads(run("recount", round_id, "--why", "--json", "--db", address).stdout)["why"]
    assert [turn["verdict"] for turn in why["trace"]["turns"]] == ["accepted", "does-not-fit"]
    for words, code in ((("--ballot", "1"), 2), (("--why", "--ballot", "99"), 1)):
        refused = run("recount", round_id, *words, "--db", address)
        assert refused.exit_code == code
        assert len(refused.stderr.splitlines()) == 1
