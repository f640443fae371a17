"""Where views lie: lost tables are made again, and whoever makes them disturbs neither readers nor writers."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.storage import open_store
from projections import balances
from projections.follower import Follower
from projections.rebuild import differences, prepare, rebuild
from projections.shelf import Shelf, ViewsLost, open_shelf
from projections.views import VIEWS
from tests.season import Season
from tests.stores import Door, about_files
from tests.views import generation

HANGS_MIDWAY = """
import sys, time
from ledger.storage import open_store
from projections.shelf import open_shelf
from projections.rebuild import rebuild
from projections.views import VIEWS

def progress(done, of):
    print("midway", flush=True)
    time.sleep(60)

rebuild(VIEWS, open_shelf(open_store(sys.argv[1])), progress)
"""

STARTS = """
import sys
from ledger.storage import open_store
from projections.follower import Follower
from projections.shelf import open_shelf
from projections.rebuild import prepare
from projections.views import VIEWS

shelf = open_shelf(open_store(sys.argv[1]))
prepare(VIEWS, shelf)
assert Follower(shelf, VIEWS).catch_up()
"""


@pytest.fixture
def shelf(season: Season) -> Iterator[Shelf]:
    """The views of a season with a gift."""
    season.found()
    season.receive("10.00")
    with closing(open_shelf(season.ledger.store)) as opened:
        prepare(VIEWS, opened)
        assert Follower(opened, VIEWS).catch_up()
        yield opened


def received(season: Season, shelf: Shelf) -> int:
    """What the balances say, in cents."""
    with shelf.reading() as db:
        return sum(row.received_minor for row in balances.of_account(db, season.account))


def python(season: Season, script: str) -> "subprocess.Popen[str]":
    """Another process on the same database."""
    command = [sys.executable, "-c", script, season.ledger.store.address]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def removed(file: Path) -> None:
    """Gone."""
    file.unlink()


def overwritten(file: Path) -> None:
    """No database at all."""
    file.write_bytes(b"this was a table" * 1000)


def cut(file: Path) -> None:
    """What a full disk may leave of it."""
    file.write_bytes(b"")


@about_files
@pytest.mark.parametrize("harm", [removed, overwritten, cut])
def test_views_that_are_lost_are_made_again_at_the_next_start(
    season: Season, shelf: Shelf, harm: Callable[[Path], None]
) -> None:
    """L8"""
    shelf.close()
    database = Path(season.ledger.store.address)
    file = generation(database)
    for beside in (f"{file}-wal", f"{file}-shm"):
        Path(beside).unlink(missing_ok=True)
    harm(file)
    with closing(open_shelf(season.ledger.store)) as again:
        with pytest.raises(ViewsLost, match="usf rebuild"), again.reading() as db:
            balances.every(db)
        assert prepare(VIEWS, again) == tuple(view.name for view in VIEWS)
        assert received(season, again) == 10_00
        assert generation(database) != file


@about_files
def test_views_that_know_more_than_a_restored_log_are_made_again(season: Season, shelf: Shelf) -> None:
    """L8"""
    database = Path(season.ledger.store.address)
    with Door(str(database)) as door:
        door.execute(f"VACUUM INTO '{database.parent / 'backup.db'}'")
    season.receive("90.00")
    assert Follower(shelf, VIEWS).catch_up()
    assert received(season, shelf) == 100_00
    shelf.close()
    season.ledger.close()
    for file in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        file.unlink(missing_ok=True)
    shutil.move(database.parent / "backup.db", database)
    with (
        closing(open_store(str(database))) as store,
        closing(open_shelf(store)) as restored,
    ):
        assert prepare(VIEWS, restored) == tuple(view.name for view in VIEWS)
        assert received(season, restored) == 10_00


@about_files
def test_a_log_in_the_place_of_another_never_shows_the_other_s_views(
    season: Season, shelf: Shelf, tmp_path: Path
) -> None:
    """L8"""
    other = Season.open(str(tmp_path / "other.db"))
    other.found()
    other.ledger.close()
    database = Path(season.ledger.store.address)
    shelf.close()
    season.ledger.close()
    for file in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        file.unlink(missing_ok=True)
    shutil.move(tmp_path / "other.db", database)
    with closing(open_store(str(database))) as store, closing(open_shelf(store)) as there:
        prepare(VIEWS, there)
        with there.reading() as db:
            assert balances.every(db) == []
        assert list(differences(VIEWS, there)) == []


def test_following_and_comparing_go_on_while_the_log_is_being_written(season: Season, shelf: Shelf) -> None:
    """L8"""
    season.receive("5.00")
    with Door(season.ledger.store.address) as door:
        door.hold("main")
        assert Follower(shelf, VIEWS).catch_up()
        assert received(season, shelf) == 15_00
        assert list(differences(VIEWS, shelf)) == []
        door.let_go()


def test_a_rebuild_that_is_killed_leaves_the_views_as_they_were(season: Season, shelf: Shelf) -> None:
    """L8"""
    process = python(season, HANGS_MIDWAY)
    assert process.stdout is not None
    assert process.stdout.readline() == "midway\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    season.receive("5.00")
    assert Follower(shelf, VIEWS).catch_up()
    assert received(season, shelf) == 15_00
    rebuild(VIEWS, shelf)
    assert received(season, shelf) == 15_00
    assert list(differences(VIEWS, shelf)) == []


def test_two_rebuilds_at_once_while_others_record_and_read_lose_nothing(season: Season, shelf: Shelf) -> None:
    """L8"""
    following = Follower(shelf, VIEWS)
    season.ledger.on_commit(following.wake)
    following.start()
    ended, seen = threading.Event(), [10_00]

    def read() -> None:
        while not ended.is_set():
            seen.append(received(season, shelf))

    def remake() -> None:
        with closing(open_shelf(season.ledger.store)) as own:
            for _ in range(3):
                rebuild(VIEWS, own)

    rebuilding = [threading.Thread(target=remake) for _ in range(2)]
    reading = threading.Thread(target=read)
    for thread in (*rebuilding, reading):
        thread.start()
    gifts = 0
    while any(thread.is_alive() for thread in rebuilding):
        season.receive("1.00")
        gifts += 1
    ended.set()
    for thread in (*rebuilding, reading):
        thread.join()
    following.stop()
    assert Follower(shelf, VIEWS).catch_up()
    assert received(season, shelf) == 10_00 + gifts * 1_00
    assert seen == sorted(seen), "nobody saw less than somebody before"
    assert list(differences(VIEWS, shelf)) == []


def test_whoever_reads_while_the_views_are_replaced_reads_on_undisturbed(
    season: Season, shelf: Shelf
) -> None:
    """L8"""
    with shelf.reading() as db:
        rebuilding = threading.Thread(target=rebuild, args=(VIEWS, shelf))
        rebuilding.start()
        rebuilding.join()
        season.receive("5.00")
        assert Follower(shelf, VIEWS).catch_up()
        assert [row.received_minor for row in balances.of_account(db, season.account)] == [10_00]
    assert received(season, shelf) == 15_00


def test_six_programs_that_start_at_once_find_the_views_ready(season: Season) -> None:
    """L8"""
    season.found()
    season.receive("10.00")
    started = [python(season, STARTS) for _ in range(6)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [("", 0)] * 6
    with closing(open_shelf(season.ledger.store)) as shelf:
        assert prepare(VIEWS, shelf) == ()
        assert received(season, shelf) == 10_00
