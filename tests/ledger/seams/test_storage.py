"""The file: durable, readable by the stock library, told apart from others, and plain about why it cannot serve."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from ledger.associations.commands import EnrolMember
from ledger.encoding import decode
from ledger.identifiers import RoundId
from ledger.ledger import COMMONS, Ledger, Request
from ledger.replay import Replay
from ledger.storage import StoreUnavailable, open_store
from ledger.storage.sqlite import SQLiteStore, connections
from ledger.storage.sqlite.batch import SQLiteBatch
from ledger.storage.sqlite.tables import APPLICATION, CONFIDENTIAL, OLDEST, SCHEMA
from ledger.storage.store import OutcomeUnknown
from tests.season import Season


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "usf.db")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is waited for a moment only."""
    monkeypatch.setattr(connections, "LOCK_SECONDS", 0.1)
    monkeypatch.setattr("ledger.storage.sqlite.store.LOCK_SECONDS", 0.1)


def store_of(season: Season) -> SQLiteStore:
    store = season.ledger.store
    assert isinstance(store, SQLiteStore)
    return store


def test_every_connection_makes_commits_survive_a_power_cut(season: Season) -> None:
    store = store_of(season)
    for connection in (store.connection(), store.connect()):
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    seen = []
    with store.batch(COMMONS) as batch:
        seen.append(batch._db.execute("PRAGMA synchronous").fetchone())
    assert seen == [(2,)]


def test_events_are_found_by_their_positions_each_once_and_in_order(season: Season) -> None:
    season.found()
    store = season.ledger.store
    log = {recorded.position: recorded for recorded in store.read(COMMONS, 0, 1000)}
    first, *_, last = log
    assert store.events_at(COMMONS, (last, first, last, 0, last + 1)) == [log[first], log[last]]
    assert store.events_at(COMMONS, ()) == []


def test_a_database_that_does_not_promise_durability_is_not_used() -> None:
    class Careless:
        def execute(self, _: str) -> "Careless":
            return self

        def fetchone(self) -> tuple[int]:
            return (1,)

    with pytest.raises(StoreUnavailable, match="power cut"):
        connections.configure(Careless())  # type: ignore[arg-type]


def test_the_stock_library_reads_the_log(season: Season) -> None:
    season.found()
    season.receive("100.00")
    partition = season.ledger.partition_of(season.account)
    datastore = SQLiteDatastore(store_of(season).path, originator_id_type="text")
    stock = SQLiteApplicationRecorder(datastore, events_table_name=f"{partition}_events")
    ours = season.ledger.store.read(partition, 0, 1000)
    notifications = stock.select_notifications(start=1, limit=1000)
    assert [(n.id, n.originator_id, n.originator_version, n.topic) for n in notifications] == [
        (r.position, r.stream, r.version, r.event.kind()) for r in ours
    ]
    assert [
        decode(partition, n.id, str(n.originator_id), n.originator_version, n.topic, n.state)
        for n in notifications
    ] == ours
    assert stock.max_notification_id() == season.ledger.store.head(partition)
    events = stock.select_events(season.account)
    assert [event.originator_version for event in events] == list(range(1, len(events) + 1))
    assert events[0].topic == "local-account-opened"
    datastore.close()


def test_nobody_else_writes_events_through_the_librarys_recorder(season: Season) -> None:
    store = store_of(season)
    recorder = connections.EventRecorder(store._datastore, "main_events")
    with pytest.raises(NotImplementedError):
        recorder.insert_events([])


def test_positions_are_never_given_twice_even_after_the_newest_rows_were_lost(season: Season) -> None:
    season.found().enrol(5)
    partition = season.ledger.partition_of(season.account)
    head = season.ledger.store.head(partition)
    season.ledger.close()
    with closing(sqlite3.connect(store_of(season).path, isolation_level=None)) as connection:
        connection.execute(f"DELETE FROM {partition}_events WHERE rowid > ?", (head - 3,))
        connection.execute(f"DELETE FROM {partition}_marks WHERE position > ?", (head - 3,))
    season.reopened().enrol(1)
    assert season.ledger.store.head(partition) == head + 1
    assert season.state().members == 4 + 2 + 1
    Replay(season.ledger.store).run()


def test_rows_that_vanish_under_a_running_ledger_are_noticed(season: Season) -> None:
    season.found().enrol(5)
    partition = season.ledger.partition_of(season.account)
    head = season.ledger.store.head(partition)
    connection = store_of(season).connect()
    connection.execute(f"DELETE FROM {partition}_events WHERE rowid > ?", (head - 3,))
    connection.execute(f"DELETE FROM {partition}_marks WHERE position > ?", (head - 3,))
    connection.close()
    season.enrol(1)
    assert season.state().members == 4 + 2 + 1
    Replay(season.ledger.store).run()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere" / "usf.db")
    with pytest.raises(StoreUnavailable, match=r"nowhere/usf\.db cannot be opened: check that its folder"):
        Ledger.open(missing)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        Ledger.open(str(tmp_path))


def test_a_database_that_must_be_there_is_not_made(path: str) -> None:
    with pytest.raises(StoreUnavailable, match="There is no database at"):
        Ledger.open(path, create=False)
    assert not Path(path).exists()


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(StoreUnavailable, match="give a path"):
        open_store("mysql://localhost/usf")


def test_a_file_that_is_no_database_stays_as_it_is(path: str) -> None:
    Path(path).write_bytes(b"Dear treasurer, " * 100)
    with pytest.raises(StoreUnavailable, match="is not a database of the ledger"):
        Ledger.open(path)
    assert Path(path).read_bytes() == b"Dear treasurer, " * 100


def test_an_empty_file_becomes_a_database(path: str) -> None:
    Path(path).touch()
    Season.open(path).found().close()


def test_another_programs_database_stays_as_it_is(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
        connection.commit()
    before = Path(path).read_bytes()
    with pytest.raises(StoreUnavailable, match="another program's database"):
        Ledger.open(path)
    assert Path(path).read_bytes() == before
    assert [file.name for file in Path(path).parent.iterdir()] == ["usf.db"]


def test_a_newer_schema_is_left_to_the_newer_version(path: str) -> None:
    Season.open(path).found().close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(StoreUnavailable, match=f"newer version \\(schema {SCHEMA + 1}"):
        Ledger.open(path)


def test_a_trial_versions_schema_is_not_mistaken_for_ours(path: str) -> None:
    Season.open(path).found().close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={OLDEST - 1}")
    with pytest.raises(StoreUnavailable, match="earlier trial version"):
        Ledger.open(path)


@pytest.mark.parametrize("version", range(OLDEST, SCHEMA))
def test_a_file_of_an_older_version_is_brought_up_to_date(path: str, version: int) -> None:
    """Version 4 added files of papers, version 5 what confidential rounds keep beside the log."""
    Season.open(path).found().close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in (*CONFIDENTIAL, *(["paper_files"] if version < 4 else [])):
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version={version}")
    with Ledger.open(path) as ledger:
        assert ledger.papers.holds([]) == {}
        assert ledger.store.sealed_ballots.parts(RoundId("round-one")) == {}
        assert ledger.people.members_of(RoundId("round-one")) == {}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_an_incomplete_database_is_named(path: str) -> None:
    Season.open(path).found().close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE partitions")
    with pytest.raises(StoreUnavailable, match="not a complete database"):
        Ledger.open(path)


def test_an_event_of_a_newer_version_stops_with_a_clear_error(season: Season) -> None:
    season.found()
    partition = season.ledger.partition_of(season.account)
    connection = store_of(season).connect()
    newer = b'{"envelope":{"recorded_us":1,"actor":"x"},"event":{"kind":"moon-landing"}}'
    connection.execute(
        f"INSERT INTO {partition}_events VALUES (NULL, ?, 99, 'moon-landing', ?)", (season.account, newer)
    )
    connection.close()
    with pytest.raises(StoreUnavailable, match="cannot read: install the version that wrote it"):
        season.enrol()
    with pytest.raises(StoreUnavailable, match="cannot read"):
        season.ledger.store.read(partition, 0, 1000)


def test_a_file_locked_by_another_program_is_named_and_served_again_afterwards(
    path: str, impatient: None
) -> None:
    season = Season.open(path).found()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="Another program holds"):
            season.enrol()
        assert season.state().members == 4, "reading needs no lock"
        other.execute("ROLLBACK")
    season.enrol()
    assert season.state().members == 5
    season.close()


def test_a_file_locked_while_it_is_opened_is_named(path: str, impatient: None) -> None:
    Season.open(path).found().close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="Another program holds"):
            Ledger.open(path)
        other.execute("ROLLBACK")


def test_a_lock_that_ends_in_time_is_waited_for(season: Season) -> None:
    season.found()
    other = store_of(season).connect()
    other.execute("BEGIN IMMEDIATE")
    waiting = season.ledger.submit(EnrolMember(account=season.account, name="Eva"), by="test")
    assert not waiting.done()
    other.execute("ROLLBACK")
    other.close()
    assert waiting.result(timeout=5).kinds == ("member-enrolled",)


def test_a_full_disk_loses_nothing_and_serves_again_when_there_is_room(season: Season) -> None:
    season.found().receive("5.00")
    with every_connection(season, "PRAGMA max_page_count=1", "PRAGMA max_page_count=1073741823"):
        with pytest.raises(StoreUnavailable, match="is full, and nothing more was recorded"):
            season.enrol(400)
        assert season.available() == 500
    season.enrol(400)
    season.receive("5.00")
    assert season.available() == 1000
    Replay(season.ledger.store).run()


@contextmanager
def every_connection(season: Season, before: str, after: str) -> Iterator[None]:
    """A setting on the connections of all the ledger's threads, for a while."""
    finalizers = [close.peek() for close in store_of(season)._lent if close.alive]
    open_now = [found[0].connection for found in finalizers if found is not None]
    for connection in open_now:
        connection.execute(before)
    yield
    for connection in open_now:
        connection.execute(after)


def test_a_disk_that_fails_at_the_commit_leaves_the_outcome_unknown() -> None:
    """What was written and perhaps not flushed may be there after a restart, or not."""

    def failing(code: int) -> SQLiteBatch:
        class Failing:
            def execute(self, _: str) -> None:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = code
                raise error

        return SQLiteBatch(Failing(), "main", "usf.db")  # type: ignore[arg-type]

    with pytest.raises(OutcomeUnknown, match="send it again with the same Idempotency-Key"):
        failing(sqlite3.SQLITE_IOERR_FSYNC).commit()
    with pytest.raises(sqlite3.OperationalError):
        failing(sqlite3.SQLITE_FULL).commit()


def test_a_transaction_that_sqlite_broke_off_is_not_written_on_row_by_row(season: Season) -> None:
    store = store_of(season)
    with store.batch(COMMONS) as batch:
        batch._db.execute("ROLLBACK")
        with pytest.raises(StoreUnavailable, match="broken off"):
            batch.insert([])


def test_a_failed_creation_leaves_no_transaction_open(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(season)
    with monkeypatch.context() as patched:
        patched.setattr("ledger.storage.sqlite.tables.PARTITION_TABLES", ("CREATE NONSENSE",))
        with pytest.raises(StoreUnavailable):
            store.create_partition("broken")
    assert not store.connection().in_transaction
    assert "broken" not in store.partitions()
    store.create_partition("broken")
    assert "broken" in store.partitions()


@contextmanager
def a_folder_of_nobody() -> Iterator[Path]:
    """A folder outside the tests' own, since these belong to root alone where root runs them."""
    folder = Path(tempfile.mkdtemp(prefix="usf-"))
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def as_nobody(do: Callable[[], None]) -> None:
    """Root may write anywhere, so that root becomes somebody else for this."""
    if os.geteuid() != 0:
        return do()
    os.seteuid(65534)
    try:
        return do()
    finally:
        os.seteuid(0)


def test_a_read_only_file_is_named() -> None:
    with a_folder_of_nobody() as folder:
        path = str(folder / "usf.db")
        Season.open(path).found().close()
        Path(path).chmod(0o444)
        folder.chmod(0o555)

        def look() -> None:
            with pytest.raises(StoreUnavailable, match=r"is read-only|cannot be opened"):
                Season.open(path).registered()

        as_nobody(look)


def test_a_file_that_becomes_read_only_is_named(season: Season) -> None:
    season.found()
    with (
        every_connection(season, "PRAGMA query_only=1", "PRAGMA query_only=0"),
        pytest.raises(StoreUnavailable, match="is read-only: give this user the right"),
    ):
        season.enrol()
    season.enrol()


FIRST_START = """
import sys
from ledger.ledger import Ledger
from ledger.associations.commands import RegisterAssociation
from ledger.associations.rules import AssociationKind, Tier
sys.stdin.read()
ledger = Ledger.open(sys.argv[1])
print(ledger.store.secret.hex())
for _ in range(5):
    ledger.handle(
        RegisterAssociation(kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name="A", country="CV"), by="t"
    )
ledger.close()
"""


def test_six_first_starts_at_once_make_one_database(path: str) -> None:
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST_START, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.close()
        start.stdin = None
    said = [start.communicate() for start in starts]
    assert [error for _, error in said] == [""] * 6
    assert len({secret for secret, _ in said}) == 1
    with closing(open_store(path)) as store:
        assert store.head(COMMONS) == 30
        assert [r.position for r in store.read(COMMONS, 0, 100)] == list(range(1, 31))


KEEPS_WRITING = """
import sys
from ledger.associations.commands import EnrolMember
from ledger.ledger import Ledger, Request
ledger = Ledger.open(sys.argv[1])
number = 0
while True:
    futures = [
        ledger.submit(
            EnrolMember(account=sys.argv[2], name="Eva"), by="t", request=Request("caller", f"key {n}", "enrol Eva")
        )
        for n in range(number, number + 7)
    ]
    for future in futures:
        answer = future.result()
        print(number, answer.position, answer.created, flush=True)
        number += 1
"""


def test_a_process_that_is_killed_loses_nothing_that_it_answered(season: Season) -> None:
    season.found()
    writes = subprocess.Popen(
        [sys.executable, "-c", KEEPS_WRITING, store_of(season).path, season.account],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writes.stdout is not None
    told = [writes.stdout.readline() for _ in range(150)]
    writes.kill()
    told += [line for line in writes.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    # This process had the file open all the while, and one that starts now has to find the same.
    for again in (season, season.reopened()):
        for line in told:
            number, position, created = line.split()
            answer = again.ledger.handle(
                EnrolMember(account=season.account, name="Eva"),
                by="t",
                request=Request("caller", f"key {number}", "enrol Eva"),
            )
            assert (answer.position, answer.created, answer.replayed) == (position, created, True)
        Replay(again.ledger.store).run()
