"""Rebuilding: the same tables again, from the log alone, while others read and record."""

import sqlite3
import threading
from pathlib import Path
from typing import ClassVar

import pytest

from ledger.event import Recorded
from projections import balances, rebuild, tracking
from projections.base import Table, View, reading
from projections.follower import Follower
from projections.rebuild import differences, prepare
from projections.views import VIEWS
from tests.projections.log import ACCOUNT, Log
from tests.projections.samples import GIFT, receive, record_season


def everything(log: Log) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of all views, and how far they have followed."""
    db = log.connect()
    names = [table.name for view in log.views for table in view.tables] + ["tracking", "view_shapes"]
    return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in names}


def test_rebuilt_views_equal_those_that_followed_row_by_row(log: Log) -> None:
    """L8"""
    Follower(record_season(log), log.views).catch_up()
    followed = everything(log)
    assert list(differences(VIEWS, log)) == []
    rebuild.rebuild(VIEWS, log)
    assert everything(log) == followed
    assert list(differences(VIEWS, log)) == []


def test_views_followed_one_event_at_a_time_equal_those_that_are_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    """L8"""
    record_season(log)
    monkeypatch.setattr("projections.follower.BATCH", 1)
    Follower(log, log.views).catch_up()
    one_by_one = everything(log)
    rebuild.rebuild(VIEWS, log)
    assert everything(log) == one_by_one


@pytest.mark.parametrize("table", [table.name for view in VIEWS for table in view.tables])
def test_a_changed_and_a_missing_row_are_named(log: Log, table: str) -> None:
    """L8"""
    Follower(record_season(log), log.views).catch_up()
    db = log.connect()
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    target = [name for _, name, _, _, _, in_key in columns if not in_key] or [columns[-1][1]]
    assert db.execute(f"UPDATE {table} SET {target[-1]} = 'planted'").rowcount >= 1
    found = list(differences(VIEWS, log))
    assert found
    assert {difference.table for difference in found} == {table}
    assert table in str(found[0])
    db.execute(f"DELETE FROM {table}")
    gone = list(differences(VIEWS, log))
    assert all(difference.live is None for difference in gone)
    rebuild.rebuild(VIEWS, log)
    assert list(differences(VIEWS, log)) == []


def test_an_invented_row_is_named(log: Log) -> None:
    """L8, L11"""
    Follower(record_season(log), log.views).catch_up()
    row = (ACCOUNT, "EUR", "unrestricted", "z", 1, 0, 0, 1)
    log.connect().execute("INSERT INTO balances VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    (difference,) = differences(VIEWS, log)
    assert (difference.view, difference.live, difference.rebuilt) == ("balances", row, None)


def test_views_that_are_behind_are_compared_at_their_own_position(log: Log) -> None:
    """L8"""
    Follower(record_season(log), log.views).catch_up()
    log.record(receive(GIFT, 5_00))
    assert list(differences(VIEWS, log)) == []


def test_readers_see_the_old_tables_or_the_new_ones_and_nothing_between(log: Log) -> None:
    """L8"""
    log.record(*(receive(GIFT, 1_00) for _ in range(500)))
    Follower(log, log.views).catch_up()
    stop, seen = threading.Event(), set()

    def read() -> None:
        db = log.connect()
        while not stop.is_set():
            with reading(db):
                (balance,) = balances.of_account(db, ACCOUNT)
                seen.add((balance.received_minor, tracking.position(db, "balances", "main")))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(5):
        rebuild.rebuild(VIEWS, log)
    stop.set()
    reader.join()
    assert seen == {(500_00, 500)}


def test_what_is_recorded_during_a_rebuild_is_in_the_new_tables_once(log: Log) -> None:
    """L8"""
    log.record(*(receive(GIFT, 1_00) for _ in range(300)))
    following = Follower(log, log.views)
    following.start()
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        following.wake("main", log.record(receive(GIFT, 1_00)))

    for _ in range(10):
        rebuild.rebuild(VIEWS, log, progress)
    following.wait_for("main", log.head("main"), 5)
    following.stop()
    (balance,) = balances.of_account(log.connect(), ACCOUNT)
    assert balance.received_minor == 310_00
    assert told[0] == (300, 300)
    assert list(differences(VIEWS, log)) == []


class Old(View):
    """A view as an older program had it."""

    name = "changing"
    tables: ClassVar[tuple[Table, ...]] = (Table("changing", "position INTEGER, PRIMARY KEY (position)"),)

    def react(self, recorded: Recorded, db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO changing (position) VALUES (?)", (recorded.position,))


class New(Old):
    """The same view with one more column."""

    tables = (Table("changing", "position INTEGER, also TEXT DEFAULT 'new', PRIMARY KEY (position)"),)


class Newer(New):
    """The same tables, filled in another way."""

    version = 2


def test_a_view_whose_tables_or_reaction_changed_is_rebuilt_at_the_next_start(tmp_path: Path) -> None:
    """L8"""
    log = Log(tmp_path / "views.db", (Old(),)).ready()
    log.record(receive(GIFT, 1_00), receive(GIFT, 1_00))
    Follower(log, log.views).catch_up()
    assert prepare((New(),), log) == ("changing",)
    assert list(log.connect().execute("SELECT * FROM changing")) == [(1, "new"), (2, "new")]
    assert prepare((New(),), log) == ()
    assert prepare((Newer(),), log) == ("changing",)
    assert tracking.position(log.connect(), "changing", "main") == 2
    log.close()


def test_nothing_is_left_beside_the_database(log: Log) -> None:
    """L8"""
    rebuild.rebuild(VIEWS, record_season(log))
    assert {path.name for path in log.path.parent.iterdir()} <= {"views.db", "views.db-wal", "views.db-shm"}


def test_several_first_starts_at_once_all_succeed(tmp_path: Path) -> None:
    """L8"""
    log = Log(tmp_path / "views.db")
    failures: list[BaseException] = []

    def start() -> None:
        try:
            prepare(VIEWS, log)
        except BaseException as error:  # noqa: BLE001 - reported below
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert prepare(VIEWS, log) == ()
    log.close()
