"""A service that leaves the views to another process."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.api.process import USF, serving
from tests.season import Season


def usf(season: Season, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command on the season's database."""
    command = [*USF, *arguments, "--db", season.ledger.store.address]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def recorded(season: Season) -> str:
    """A gift of ten; where it was recorded."""
    season.receive("10.00")
    partition = season.ledger.partition_of(season.account)
    return f"{partition}.{season.ledger.store.head(partition)}"


@contextmanager
def following(season: Season) -> Iterator["subprocess.Popen[str]"]:
    """`usf follow`, until the end of the block."""
    command = [*USF, "follow", "--db", season.ledger.store.address]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Following")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        complained = process.communicate(timeout=30)[1]
        assert (process.returncode, complained) == (0, "")


def test_a_service_without_a_follower_shows_what_another_process_brings_in(
    season: Season, tmp_path: Path
) -> None:
    """L8, L10"""
    season.found()
    with serving(season.ledger.store.address, tmp_path / "log", "--no-follow") as base:
        balances = f"{base}/v1/accounts/{season.account}/balances"
        waited_for = recorded(season)
        waiting = {"min_position": waited_for, "timeout": "0.2"}
        assert httpx2.get(balances, params=waiting).status_code == 504
        with following(season):
            for gifts in range(1, 6):
                answer = httpx2.get(balances, params={"min_position": waited_for})
                assert answer.status_code == 200
                (balance,) = answer.json()["items"]
                assert balance["received"] == f"{10 * gifts}.00"
                waited_for = recorded(season)
        assert httpx2.get(f"{base}/readyz").status_code == 200


def test_how_far_the_views_are_behind_is_said_and_too_far_is_a_failure(season: Season) -> None:
    """L8"""
    season.found()
    with following(season):
        pass
    level = usf(season, "lag", "--most", "0")
    assert (level.returncode, level.stdout) == (0, "The views are level with the log.\n")
    season.receive("10.00")
    assert json.loads(usf(season, "lag", "--json").stdout)["events"] >= 1
    behind = usf(season, "lag", "--most", "0")
    assert behind.returncode == 1
    assert "behind the log" in behind.stderr
