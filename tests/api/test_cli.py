"""The command line: what it prints for people and for programs, and the codes with which it ends."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.demonstration import fill
from api.demonstration.ids import CALDEIRAS
from projections.entries.late import BLOCKS
from projections.views import VIEWS
from tests.placement import placement
from tests.stores import copy_database, database_at
from tests.views import changing

ACCOUNT = CALDEIRAS["account"]

Usf = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, filled once."""
    path = tmp_path_factory.mktemp("cli") / "demonstration.db"
    fill(database_at(path), datetime.now(UTC), placement=placement())
    call("replay", "--db", database_at(path))
    return path


@pytest.fixture
def usf(filled: Path, tmp_path: Path) -> Usf:
    """The command line on a copy of the demonstration."""
    copy = tmp_path / "usf.db"
    copy_database(filled, copy)
    return lambda *arguments: call(*arguments, "--db", database_at(copy))


def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def read(done: "subprocess.CompletedProcess[str]") -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_balances_are_money_as_text_and_add_up(usf: Usf) -> None:
    """L2"""
    rows = read(usf("balance", "--account", ACCOUNT, "--json"))
    assert rows
    for row in rows:
        received, reserved, paid, available = (
            Decimal(row[n]) for n in ("received", "reserved", "paid", "available")
        )
        assert available == received - reserved - paid


def test_the_trial_balance_comes_to_nothing_in_every_unit(usf: Usf) -> None:
    """L1, L3"""
    lines = read(usf("journal", "--account", ACCOUNT, "--trial", "--json"))
    for unit in {line["unit"] for line in lines}:
        assert sum(Decimal(line["balance"]) for line in lines if line["unit"] == unit) == 0


def test_every_balance_is_explained_by_its_entries(usf: Usf) -> None:
    """L11"""
    shown = usf("balance", "--account", ACCOUNT, "--explain")
    assert shown.returncode == 0
    assert "Behind CVE, unrestricted, unassigned" in shown.stdout


def test_balances_of_an_earlier_day_leave_out_what_came_later(usf: Usf) -> None:
    """L10"""
    before = read(usf("balance", "--account", ACCOUNT, "--recorded", "2001-01-01T00:00:00Z", "--json"))
    assert before == []
    row = read(usf("balance", "--account", ACCOUNT, "--effective", "2099-12-31", "--json"))[0]
    assert row["reserved"] is None, "a reservation has no effective date"


@pytest.mark.parametrize(("language", "word"), [("pt", "membro"), ("fr", "membre"), ("en", "Member")])
def test_the_audit_trail_speaks_three_languages(usf: Usf, language: str, word: str) -> None:
    assert word in usf("audit", "--account", ACCOUNT, "--language", language, "--limit", "30").stdout


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(usf: Usf) -> None:
    issued = read(usf("key", "issue", "--demonstration", "--json"))
    listed = usf("key", "list", "--json")
    assert issued["key"] in listed.stdout
    assert issued["secret"] not in listed.stdout
    assert usf("key", "revoke", issued["key"]).returncode == 0
    assert issued["key"] not in usf("key", "list", "--json").stdout
    again = usf("key", "revoke", issued["key"])
    assert again.returncode == 1
    assert "Traceback" not in again.stderr


def test_the_log_alone_says_the_same_balances_as_the_views(usf: Usf) -> None:
    """L8"""
    by_the_views = read(usf("balance", "--json"))
    by_the_log = read(usf("replay", "--balances", "--json"))
    assert by_the_log
    assert sorted(map(str, by_the_log)) == sorted(map(str, by_the_views))
    table = usf("replay", "--balances").stdout
    assert all(balance["available"] in table for balance in by_the_log)


def test_a_rebuild_leaves_the_views_as_they_were(usf: Usf) -> None:
    """L8"""
    before = usf("balance", "--json").stdout
    assert usf("rebuild").returncode == 0
    assert usf("balance", "--json").stdout == before
    assert read(usf("replay", "--json"))["identical"] is True


@pytest.mark.parametrize(
    "place",
    [
        (table.name, column.split()[0])
        for view in VIEWS
        for table in view.tables
        for column in table.columns.split(", ")
        # The demonstration's late entries are too few for a block; the views' own tests plant there.
        if table is not BLOCKS and (column.split()[0].endswith("_minor") or column.split()[0] == "votes")
    ],
    ids=".".join,
)
def test_one_planted_in_any_amount_of_any_view_is_found(
    usf: Usf, tmp_path: Path, place: tuple[str, str]
) -> None:
    """L8, L11"""
    table, column = place
    more = f"{column} + 1"
    if table.startswith("late_"):
        # Decimal texts: what is late may come to more than 64 bits.
        more = f"CAST(CAST({column} AS BIGINT) + 1 AS TEXT)"
    with changing(tmp_path / "usf.db") as db:
        changed = db.execute(
            f"UPDATE {table} SET {column} = {more}"
            f" WHERE {column} = (SELECT max({column}) FROM {table} WHERE {column} IS NOT NULL)"
        ).rowcount
    assert changed
    found = usf("replay")
    assert found.returncode == 1
    assert "Not identical. First difference:" in found.stderr


def test_the_demonstration_leaves_a_database_alone_that_holds_anything(usf: Usf) -> None:
    before = read(usf("replay", "--json"))["events"]
    assert read(usf("demo", "--json"))["filled"] is False
    assert read(usf("replay", "--json"))["events"] == before


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("balance", "--db", "missing.db"), 3, "no database"),
        (("balance", "--db", __file__), 3, "not a database"),
        (("balance", "--db", "mysql://127.0.0.1/usf"), 3, "PostgreSQL"),
        (("balance", "--db", "postgresql://127.0.0.1:1/usf"), 3, "does not answer"),
        (("balance", "--db", "postgresql://usf:hidden@[127.0.0.1/usf"), 3, "cannot be read"),
        (("migrate", "--db", "postgresql://usf:hidden@[127.0.0.1/usf"), 3, "cannot be read"),
        (("balance", "--recorded", "yesterday"), 2, "--recorded"),
        (("balance", "--position", "main.1"), 2, "--account"),
        (("nonsense",), 2, "No such command"),
        (("election", "missing.pb"), 1, "missing.pb"),
    ],
)
def test_what_cannot_be_done_ends_with_its_code_and_a_sentence(
    arguments: tuple[str, ...], code: int, word: str
) -> None:
    done = call(*arguments)
    assert done.returncode == code, done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr


def test_an_account_that_is_not_there_is_said_so(usf: Usf) -> None:
    done = usf("balance", "--account", "account-0000000000000000")
    assert done.returncode == 1
    assert "no such local account" in done.stderr


def test_the_database_may_be_named_by_the_environment(filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "named.db"
    copy_database(filled, copy)
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "balance", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={"USF_DATABASE": database_at(copy), "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
    )
    assert read(done)
