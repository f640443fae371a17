"""The follower: no event lost, none taken twice, whatever fails."""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from ledger.event import Recorded
from ledger.identifiers import AccountId
from ledger.storage.store import StoreUnavailable
from projections import balances, follower, tracking
from projections.balances import Balances
from projections.base import Database, Table, View
from projections.follower import Follower
from projections.rebuild import prepare, rebuild
from projections.shelf import open_shelf
from tests.postgresql import owner_of
from tests.projections.log import ACCOUNT, Log
from tests.projections.samples import GIFT, receive
from tests.stores import ON_POSTGRESQL
from tests.views import generation


class Fragile(View):
    """A view that cannot bear some positions."""

    name = "fragile"
    tables = (Table("fragile", "partition TEXT, position INTEGER, PRIMARY KEY (partition, position)"),)
    fails_at: ClassVar[set[int]] = set()
    error: ClassVar[Exception] = ValueError("a secret that no log may show")

    def react(self, recorded: Recorded, db: Database) -> None:
        db.execute("INSERT INTO fragile VALUES (?, ?)", (recorded.partition, recorded.position))
        if recorded.position in self.fails_at:
            raise self.error


VIEWS = (Balances(), Fragile())


@pytest.fixture
def fragile(tmp_path: Path) -> Iterator[Log]:
    """A log that is followed by the balances, and by a view that may fail."""
    Fragile.fails_at, Fragile.error = set(), ValueError("a secret that no log may show")
    log = Log(tmp_path / "views.db", VIEWS).ready()
    yield log
    log.close()


def a_full_disk() -> Exception:
    """What the database says then."""
    if ON_POSTGRESQL:
        return psycopg.errors.DiskFull("could not extend file: No space left on device")
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    return full


def gifts(log: Log, count: int = 1, **more: object) -> int:
    """Gifts of one euro."""
    return log.record(*(receive(GIFT, 1_00) for _ in range(count)), **more)  # type: ignore[arg-type]


def received(log: Log, account: AccountId = ACCOUNT) -> int:
    """What the balances say."""
    return sum(b.received_minor for b in balances.of_account(log.db, account))


def taken(log: Log) -> list[int]:
    """The positions that the fragile view has seen."""
    return [row[0] for row in log.db.execute("SELECT position FROM fragile ORDER BY position")]


def test_every_event_is_taken_once_however_often_one_catches_up(
    fragile: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L8"""
    monkeypatch.setattr(follower, "BATCH", 7)
    for _ in range(3):
        gifts(fragile, 10)
        assert Follower(fragile.shelf, VIEWS).catch_up()
        assert Follower(fragile.shelf, VIEWS).catch_up()
    assert received(fragile) == 30_00
    assert taken(fragile) == list(range(1, 31))


def test_positions_that_were_never_given_hold_nobody_up(fragile: Log) -> None:
    """L8"""
    gifts(fragile, 3, skip=400)
    assert Follower(fragile.shelf, VIEWS).catch_up()
    assert taken(fragile) == [401, 802, 1203]


def test_partitions_are_followed_apart(fragile: Log) -> None:
    """L8"""
    gifts(fragile, 2)
    gifts(fragile, 3, stream="account-2", partition="p2")
    one = Follower(fragile.shelf, VIEWS)
    assert one.catch_up()
    assert received(fragile, AccountId("account-2")) == 3_00
    assert tracking.positions(fragile.db, VIEWS, "p2") == {"balances": 3, "fragile": 3}
    assert tracking.positions(fragile.db, VIEWS, "main") == {"balances": 2, "fragile": 2}


def test_followers_in_several_processes_take_each_event_once(
    fragile: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L8"""
    monkeypatch.setattr(follower, "BATCH", 5)
    gifts(fragile, 300)
    several = [Follower(fragile.shelf, VIEWS) for _ in range(4)]
    threads = [threading.Thread(target=one.catch_up) for one in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert received(fragile) == 300_00
    assert taken(fragile) == list(range(1, 301))


def test_a_view_that_fails_is_parked_where_it_stands_and_the_others_go_on(
    fragile: Log, caplog: pytest.LogCaptureFixture
) -> None:
    """L8"""
    gifts(fragile, 10)
    Fragile.fails_at = {6}
    one = Follower(fragile.shelf, VIEWS)
    assert not one.catch_up()
    assert received(fragile) == 10_00
    assert taken(fragile) == [1, 2, 3, 4, 5]
    (parked,) = one.parked()
    assert (parked.view, parked.partition, parked.position, parked.reason) == (
        "fragile",
        "main",
        5,
        "ValueError",
    )
    assert one.lag().events == 0
    assert "secret" not in caplog.text
    assert "fragile is parked after main.5" in caplog.text


def test_a_failure_that_passes_is_tried_again_and_loses_nothing(
    fragile: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L8"""
    gifts(fragile, 10)
    Fragile.fails_at = {6}
    one = Follower(fragile.shelf, VIEWS)
    failed = one._parking.failed

    def once(*arguments: object) -> None:
        Fragile.fails_at = set()
        failed(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(one._parking, "failed", once)
    assert one.catch_up()
    assert taken(fragile) == list(range(1, 11))


def test_a_parked_view_is_followed_again_once_it_was_rebuilt(fragile: Log) -> None:
    """L8"""
    gifts(fragile, 10)
    Fragile.fails_at = {6}
    one = Follower(fragile.shelf, VIEWS)
    assert not one.catch_up()
    Fragile.fails_at = set()
    rebuild(VIEWS, fragile.shelf)
    gifts(fragile, 1)
    assert one.catch_up()
    assert one.parked() == ()
    assert taken(fragile) == list(range(1, 12))
    assert received(fragile) == 11_00


def test_a_disk_that_is_full_parks_nobody(fragile: Log) -> None:
    """L8"""
    Fragile.fails_at, Fragile.error = {2}, a_full_disk()
    gifts(fragile, 3)
    one = Follower(fragile.shelf, VIEWS)
    with pytest.raises(StoreUnavailable, match="disk"):
        one.catch_up()
    assert one.parked() == ()
    assert received(fragile) == 0
    Fragile.fails_at = set()
    assert one.catch_up()
    assert received(fragile) == 3_00


def test_tables_of_another_version_of_the_program_are_left_alone(fragile: Log) -> None:
    """L8"""
    gifts(fragile, 1)
    db = fragile.db
    db.execute("UPDATE view_shapes SET shape = 'of a newer program' WHERE view = 'fragile'")
    one = Follower(fragile.shelf, VIEWS)
    assert not one.catch_up()
    assert [parked.reason for parked in one.parked()] == ["tables of another version"]
    assert received(fragile) == 1_00


def test_a_reader_can_wait_for_what_was_just_recorded(fragile: Log) -> None:
    """L10"""
    one = Follower(fragile.shelf, VIEWS)
    one.start()
    try:
        for count in range(1, 20):
            position = gifts(fragile)
            one.wake("main", position)
            assert one.wait_for("main", position, 5)
            assert received(fragile) == count * 1_00
        assert one.wait_for("main", 19, 5, views=("balances",))
        assert one.lag().events == 0
        assert one.lag().seconds == 0
    finally:
        one.stop()


def test_a_reader_is_called_back_when_what_was_recorded_can_be_read(fragile: Log) -> None:
    """L10"""
    one = Follower(fragile.shelf, VIEWS)
    told: list[object] = []
    first, second = gifts(fragile), gifts(fragile)
    assert one.when("main", first, (), told.append) is not None
    assert one.when("main", second, ("balances",), told.append) is not None
    later = one.when("main", second + 1, (), told.append)
    never = one.when("main", second, (), lambda _: told.append("called off"))
    assert later is not None
    assert never is not None
    never()
    assert one.when("elsewhere", 1, (), told.append) is not None
    one.catch_up()
    assert told == [True, True]
    assert one.when("main", second, (), told.append) is None
    one.stop()
    assert told == [True, True, False, False]
    later()
    assert one.when("main", second + 1, (), told.append) is not None
    assert told == [True, True, False, False, False]


def test_what_others_record_is_noticed_without_being_woken(
    fragile: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L8"""
    monkeypatch.setattr(follower, "POLL_S", 0.05)
    one = Follower(fragile.shelf, VIEWS)
    one.start()
    try:
        time.sleep(0.1)
        gifts(fragile)
        deadline = time.monotonic() + 5
        while not received(fragile) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert received(fragile) == 1_00
    finally:
        one.stop()


def test_a_position_that_never_comes_is_not_waited_for_for_ever(fragile: Log) -> None:
    """L10"""
    gifts(fragile, 2)
    one = Follower(fragile.shelf, VIEWS)
    assert not one.wait_for("main", 2, 0.05)
    assert one.lag().events == 2
    assert one.lag().seconds > 0
    one.catch_up()
    assert one.wait_for("main", 2, 0.05)
    assert not one.wait_for("main", 3, 0.05)
    assert not one.wait_for("elsewhere", 1, 0.05)


def test_whoever_waits_is_answered_when_the_follower_stops(fragile: Log) -> None:
    """L10"""
    one = Follower(fragile.shelf, VIEWS)
    one.start()
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(one.wait_for("main", 99, 30)))
    waiting.start()
    time.sleep(0.05)
    one.stop()
    waiting.join(5)
    assert answers == [False]


def test_a_database_that_is_locked_for_long_is_waited_for(
    fragile: Log, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """L8"""
    monkeypatch.setattr(follower, "POLL_S", 0.05)
    monkeypatch.setattr("projections.shelf.sqlite.LOCK_SECONDS", 0.02)
    monkeypatch.setattr("projections.shelf.postgresql.WAITING_SECONDS", 0.02)
    other = open_shelf(fragile)
    one = Follower(other, VIEWS)
    with caplog.at_level(logging.WARNING), fragile.shelf.writing():
        gifts(fragile)
        one.start()
        time.sleep(0.2)
    try:
        assert one.wait_for("main", 1, 5)
        assert "the views wait" in caplog.text
        assert one.parked() == ()
    finally:
        one.stop()
        other.close()


def test_the_tracking_table_can_be_read_by_the_stock_library(fragile: Log) -> None:
    """L8"""
    gifts(fragile, 4)
    Follower(fragile.shelf, VIEWS).catch_up()
    recorder = stock_recorder(fragile)
    recorder.create_table()
    assert recorder.max_tracking_id("balances@main") == 4
    recorder.datastore.close()


def stock_recorder(log: Log) -> Any:
    """The library's own reader of tracking tables, on the tables in use."""
    from eventsourcing import postgres, sqlite  # noqa: PLC0415 - for this alone

    if not ON_POSTGRESQL:
        return sqlite.SQLiteTrackingRecorder(sqlite.SQLiteDatastore(str(generation(log.path))))
    at: dict[str, Any] = conninfo_to_dict(owner_of(log.address))
    datastore = postgres.PostgresDatastore(
        dbname=at["dbname"],
        host=at["host"],
        port=at["port"],
        user=at["user"],
        password=at["password"],
        schema="views_1",
    )
    return postgres.PostgresTrackingRecorder(datastore, tracking_table_name="tracking")


def test_preparing_twice_changes_nothing(fragile: Log) -> None:
    """L8"""
    gifts(fragile, 2)
    Follower(fragile.shelf, VIEWS).catch_up()
    assert prepare(VIEWS, fragile.shelf) == ()
    assert received(fragile) == 2_00
