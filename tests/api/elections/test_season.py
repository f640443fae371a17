"""`usf election`: one season from a public file, through the same commands that everyone uses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ledger.associations.commands import RegisterAssociation
from ledger.associations.rules import AssociationKind, Tier
from ledger.ledger import Ledger
from tests.stores import database_at
from tests.views import changing

PROJECTS = (("1", 100, "Library"), ("2", 50, "Trees"), ("3", 60, "Benches"), ("BAD/0004", 10, "Bird boxes"))
VOTES = (("v1", "1,2"), ("v2", "1,3"), ("v3", "1"), ("v4", "2,3"), ("v5", "3,BAD/0004"))


def season(
    folder: Path,
    *,
    votes: tuple[tuple[str, str], ...] = VOTES,
    costs: dict[str, str] | None = None,
    meta: dict[str, str] | None = None,
) -> Path:
    """A small file: with 200 to spend, by votes 1 (3), 3 (3), 2 (2), 4 (1), the first, third and fourth fit."""
    said = {
        "description": "Test", "country": "Portugal", "unit": "Town", "instance": "2025", "budget": "200",
        "vote_type": "approval", "rule": "greedy", "date_begin": "01.03.2025", "date_end": "15.03.2025",
        "currency": "EUR",
    } | (meta or {})  # fmt: skip
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in said.items())]
    lines += ["PROJECTS", "project_id;cost;name;selected"]
    winners = {"1", "3", "BAD/0004"}
    for label, cost, name in PROJECTS:
        lines.append(f"{label};{(costs or {}).get(label, str(cost))};{name};{int(label in winners)}")
    lines += ["VOTES", "voter_id;vote", *(f"{voter};{vote}" for voter, vote in votes)]
    file = folder / "season.pb"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def usf(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def run(file: Path) -> dict[str, Any]:
    done = usf("election", str(file), "--db", database_at(file.with_suffix(".db")), "--json")
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


def test_the_season_selects_by_votes_and_skips_what_no_longer_fits(tmp_path: Path) -> None:
    """R4, R6, B1"""
    outcome = run(season(tmp_path))
    assert outcome["selected"] == ["1", "3", "BAD/0004"]
    assert outcome["agrees_with_file"] is True
    assert outcome["tie_decided"] is False
    assert outcome["ballots_counted"] == 5
    assert outcome["ballots_refused"] == {}
    assert (outcome["budget_minor"], outcome["disbursed_minor"], outcome["remaining_minor"]) == (
        20000,
        17000,
        3000,
    )


def test_a_season_of_the_past_fits_into_a_register_that_lives_today(tmp_path: Path) -> None:
    """L10"""
    file = season(tmp_path)
    with Ledger.open(database_at(file.with_suffix(".db"))) as ledger:
        kind, tier = AssociationKind.RESIDENTS, Tier.MICRO_LOCAL
        ledger.handle(RegisterAssociation(kind=kind, tier=tier, name="Here", country="CV"), by="key-register")
    assert run(file)["agrees_with_file"] is True


def test_the_history_of_a_season_replays_to_what_the_views_show(tmp_path: Path) -> None:
    """L8"""
    file = season(tmp_path)
    run(file)
    replay = usf("replay", "--db", database_at(file.with_suffix(".db")), "--json")
    assert replay.returncode == 0, replay.stderr
    assert json.loads(replay.stdout)["identical"] is True


def test_a_ballot_that_names_a_project_twice_is_refused_and_counted_as_such(tmp_path: Path) -> None:
    """V2, V6"""
    outcome = run(season(tmp_path, votes=(*VOTES, ("v6", "2,2"), ("v7", "2,99"))))
    assert outcome["ballots_refused"] == {"option-named-twice": 1, "unknown-option": 1}
    assert outcome["ballots_counted"] == 5


def test_a_voter_who_stands_twice_in_the_file_counts_once_with_the_last_ballot(tmp_path: Path) -> None:
    """V3, V4"""
    outcome = run(season(tmp_path, votes=(*VOTES, ("v3", "BAD/0004"))))
    assert (outcome["ballots_counted"], outcome["ballots_replaced"]) == (5, 1)


def test_a_tie_that_another_order_would_decide_otherwise_is_told(tmp_path: Path) -> None:
    """R7"""
    outcome = run(season(tmp_path, votes=(("v1", "1,2"), ("v2", "3")), meta={"budget": "110"}))
    assert outcome["tie_decided"] is True
    assert outcome["selected"] == ["2", "3"], "the cheaper first"


@pytest.mark.parametrize("cost", ["100.0", "100.00", "100"])
def test_costs_are_understood_however_their_zeros_are_written(tmp_path: Path, cost: str) -> None:
    """L4"""
    assert run(season(tmp_path, costs={"1": cost}))["disbursed_minor"] == 17000


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    file = season(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert run(file)["agrees_with_file"] is True


def test_two_seasons_fit_into_one_database(tmp_path: Path) -> None:
    file = season(tmp_path)
    assert run(file)["account"] != run(file)["account"]
    assert usf("replay", "--db", database_at(file.with_suffix(".db"))).returncode == 0


@pytest.mark.parametrize(
    ("meta", "word"),
    [
        ({"rule": "unknown"}, "unknown"),
        ({"vote_type": "ordinal", "rule": "equalshares"}, "--rule: greedy, "),
        ({"budget": "1e3"}, "budget"),
    ],
)
def test_what_cannot_be_counted_is_refused_and_records_nothing(
    tmp_path: Path, meta: dict[str, str], word: str
) -> None:
    file = season(tmp_path, meta=meta)
    done = usf("election", str(file), "--db", database_at(file.with_suffix(".db")), "--json")
    assert done.returncode == 1
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert not file.with_suffix(".db").exists()


def test_a_file_without_votes_section_is_refused_with_its_name(tmp_path: Path) -> None:
    file = season(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").partition("VOTES")[0], encoding="utf-8")
    done = usf("election", str(file), "--db", database_at(tmp_path / "x.db"))
    assert done.returncode == 1
    assert "VOTES" in done.stderr


def test_the_balances_table_of_the_file_says_what_the_season_did(tmp_path: Path) -> None:
    """L2"""
    file = season(tmp_path)
    outcome = run(file)
    with changing(file.with_suffix(".db")) as db:
        query = (
            "SELECT sum(received_minor), sum(reserved_minor), sum(paid_minor), sum(available_minor)"
            " FROM balances WHERE account = ?"
        )
        (sums,) = db.execute(query, (outcome["account"],)).fetchall()
    assert sums == (20000, 0, 17000, 3000)


@pytest.mark.parametrize("column", ["received_minor", "reserved_minor", "paid_minor", "available_minor"])
def test_one_cent_planted_in_the_balances_is_found(tmp_path: Path, column: str) -> None:
    """L8, L11"""
    file = season(tmp_path)
    run(file)
    with changing(file.with_suffix(".db")) as db:
        db.execute(
            f"UPDATE balances SET {column} = {column} + 1 WHERE unit = (SELECT MIN(unit) FROM balances)"
        )
    done = usf("replay", "--db", database_at(file.with_suffix(".db")))
    assert done.returncode == 1
    assert "balances/" in done.stderr
