"""Rebuilding: the same tables again, from the log alone, while others read and record."""

import threading
from operator import attrgetter
from pathlib import Path
from typing import ClassVar

import pytest

from ledger.event import Recorded
from ledger.identifiers import AccountId, stream_of
from ledger.proposals.events import ProposalWithdrawn
from projections import balances, rebuild, tracking
from projections.base import Database, Table, View
from projections.follower import Follower
from projections.rebuild import differences, prepare
from projections.views import VIEWS
from tests.projections.databases import migrated
from tests.projections.log import ACCOUNT, Log
from tests.projections.samples import GIFT, KEPT, receive, record_season
from tests.stores import about_files
from tests.views import generation


def everything(log: Log) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of all views, and how far they have followed."""
    db = log.db
    names = [table.name for view in log.views for table in view.tables] + ["tracking", "view_shapes"]
    return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in names}


def test_rebuilt_views_equal_those_that_followed_row_by_row(log: Log) -> None:
    """L8"""
    Follower(record_season(log).shelf, log.views).catch_up()
    followed = everything(log)
    assert list(differences(VIEWS, log.shelf)) == []
    rebuild.rebuild(VIEWS, log.shelf)
    assert everything(log) == followed
    assert list(differences(VIEWS, log.shelf)) == []


def test_views_followed_one_event_at_a_time_equal_those_that_are_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    """L8"""
    record_season(log)
    monkeypatch.setattr("projections.follower.BATCH", 1)
    Follower(log.shelf, log.views).catch_up()
    one_by_one = everything(log)
    rebuild.rebuild(VIEWS, log.shelf)
    assert everything(log) == one_by_one


def test_the_order_in_which_partitions_are_followed_makes_no_difference(log: Log) -> None:
    """L8"""
    other = AccountId("account-0000000000000002")
    for part in range(4):
        for partition, account in (("north", other), ("main", ACCOUNT)):
            log.record(receive(GIFT, 1_00 + part), receive(KEPT, 2_00), stream=account, partition=partition)
            withdrawn = ProposalWithdrawn()
            log.record(withdrawn, stream=stream_of(account, f"proposal-{part}"), partition=partition)
            Follower(log.shelf, log.views).catch_up()
    assert list(differences(VIEWS, log.shelf)) == []
    assert {b.received_minor for b in balances.every(log.db)} == {12_06}


@pytest.mark.parametrize("table", [table for view in VIEWS for table in view.tables], ids=attrgetter("name"))
def test_a_changed_and_a_missing_row_are_named(
    log: Log, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L8"""
    monkeypatch.setattr("projections.entries.late.FAN", 2)
    Follower(record_season(log).shelf, log.views).catch_up()
    db = log.db
    target = [name for name in table.names if name not in table.key] or table.names
    assert db.execute(f"UPDATE {table.name} SET {target[-1]} = {_other(table, target[-1])}").rowcount >= 1
    found = list(differences(VIEWS, log.shelf))
    assert found
    assert {difference.table for difference in found} == {table.name}
    assert table.name in str(found[0])
    db.execute(f"DELETE FROM {table.name}")
    gone = list(differences(VIEWS, log.shelf))
    assert all(difference.live is None for difference in gone)
    rebuild.rebuild(VIEWS, log.shelf)
    assert list(differences(VIEWS, log.shelf)) == []


def _other(table: Table, column: str) -> str:
    """Something else than what stands in a column."""
    return f"COALESCE({column}, 0) + 1000" if f"{column} INTEGER" in table.columns else "'planted'"


def test_an_invented_row_is_named(log: Log) -> None:
    """L8, L11"""
    Follower(record_season(log).shelf, log.views).catch_up()
    row = (ACCOUNT, "EUR", "unrestricted", "z", 1, 0, 0, 1)
    log.db.execute("INSERT INTO balances VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    (difference,) = differences(VIEWS, log.shelf)
    assert (difference.view, difference.live, difference.rebuilt) == ("balances", row, None)


def test_views_that_are_behind_are_compared_at_their_own_position(log: Log) -> None:
    """L8"""
    Follower(record_season(log).shelf, log.views).catch_up()
    log.record(receive(GIFT, 5_00))
    assert list(differences(VIEWS, log.shelf)) == []


def test_readers_see_the_old_tables_or_the_new_ones_and_nothing_between(log: Log) -> None:
    """L8"""
    log.record(*(receive(GIFT, 1_00) for _ in range(500)))
    Follower(log.shelf, log.views).catch_up()
    stop, seen = threading.Event(), set()

    def read() -> None:
        while not stop.is_set():
            with log.shelf.reading() as db:
                (balance,) = balances.of_account(db, ACCOUNT)
                seen.add((balance.received_minor, tracking.position(db, "balances", "main")))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(5):
        rebuild.rebuild(VIEWS, log.shelf)
    stop.set()
    reader.join()
    assert seen == {(500_00, 500)}


def test_what_is_recorded_during_a_rebuild_is_in_the_new_tables_once(log: Log) -> None:
    """L8"""
    log.record(*(receive(GIFT, 1_00) for _ in range(300)))
    following = Follower(log.shelf, log.views)
    following.start()
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        following.wake("main", log.record(receive(GIFT, 1_00)))

    for _ in range(10):
        rebuild.rebuild(VIEWS, log.shelf, progress)
    following.wait_for("main", log.head("main"), 5)
    following.stop()
    (balance,) = balances.of_account(log.db, ACCOUNT)
    assert balance.received_minor == 310_00
    assert told[0] == (300, 300)
    assert list(differences(VIEWS, log.shelf)) == []


class Old(View):
    """A view as an older program had it."""

    name = "changing"
    tables: ClassVar[tuple[Table, ...]] = (Table("changing", "position INTEGER, PRIMARY KEY (position)"),)

    def react(self, recorded: Recorded, db: Database) -> None:
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
    Follower(log.shelf, log.views).catch_up()
    migrated(log, (New(),))
    assert prepare((New(),), log.shelf) == ("changing",)
    assert list(log.db.execute("SELECT * FROM changing")) == [(1, "new"), (2, "new")]
    assert prepare((New(),), log.shelf) == ()
    migrated(log, (Newer(),))
    assert prepare((Newer(),), log.shelf) == ("changing",)
    assert tracking.position(log.db, "changing", "main") == 2
    log.close()


@about_files
def test_nothing_is_left_but_the_tables_in_use(log: Log) -> None:
    """L8"""
    before = generation(log.path)
    killed = log.path.with_name(f"{log.path.name}-views-deadbeef")
    killed.write_bytes(b"what a killed rebuild left behind")
    assert list(differences(VIEWS, record_season(log).shelf)) == []
    rebuild.rebuild(VIEWS, log.shelf)
    assert generation(log.path) not in {before, killed}


def test_several_first_starts_at_once_all_succeed(tmp_path: Path) -> None:
    """L8"""
    log = Log(tmp_path / "views.db")
    failures: list[BaseException] = []

    def start() -> None:
        try:
            prepare(VIEWS, log.shelf)
        except BaseException as error:  # noqa: BLE001 - reported below
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert prepare(VIEWS, log.shelf) == ()
    log.close()
