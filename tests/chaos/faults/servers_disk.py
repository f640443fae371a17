"""The disk of the database's server fails, or is full: PostgreSQL ends its processes and recovers; the service waits.

What the server does by itself, it does; where it ends altogether, it is started again when its disk is in order, as an
operator's supervisor would. The service is never touched.
"""

import time
from contextlib import suppress

import psycopg

from tests import postgresql
from tests.chaos.disks import MEGABYTE, Disk, small_disk
from tests.chaos.faults.disk_errors import ERRORS_PER_START, LONGEST_WAIT_S, Failing
from tests.chaos.faults.stops import recovers
from tests.chaos.held import HeldServer
from tests.chaos.run import Run
from tests.chaos.site import Site
from tests.chaos.stores import PostgreSQL
from tests.chaos.syscalls import Call

ERRORS_PER_DATABASE = 25
FILLED_PER_DATABASE = 4
DISK_MEGABYTES = 384
LONGEST_FULL_S = 1.0


class Fate:
    """What is decided now; it changes while the server runs."""

    def __init__(self) -> None:
        self.failing: Failing | None = None

    def __call__(self, call: Call) -> int:
        return self.failing(call) if self.failing else 0


def fail_servers_disk(run: Run) -> None:
    """Some writes or flushes fail, then all goes well again."""
    store = run.store
    assert isinstance(store, PostgreSQL)
    for share in run.shares(ERRORS_PER_DATABASE):
        fate, left = Fate(), share
        store.use(HeldServer(run.folder() / "postgresql", fate).start())
        with run.site() as site:
            while left > 0:
                fate.failing = Failing(run.random, min(ERRORS_PER_START, left), killing=False)
                errors = fate.failing.happen(lambda: store.server.runs, LONGEST_WAIT_S)
                run.injected(errors)
                left -= max(1, errors)
                store.start_again()
                recovers(run, site)
                site.examine()


def fill_servers_disk(run: Run) -> None:
    """All that the server writes lies on a small disk, which is full for a while."""
    store = run.store
    assert isinstance(store, PostgreSQL)
    for share in run.shares(FILLED_PER_DATABASE):
        folder = run.folder()
        with small_disk(folder, DISK_MEGABYTES) as disk:
            at = folder / "postgresql"
            server = HeldServer(at, disk.decide) if disk.decide else postgresql.Server(at, passing=True)
            store.use(server.start())
            with run.site() as site:
                for _ in range(share):
                    _fill(run, store, disk, site)
                    site.examine()
            store.close()


def _fill(run: Run, store: PostgreSQL, disk: Disk, site: Site) -> None:
    def fill() -> None:
        disk.fill(run.random.randrange(MEGABYTE))
        if run.random.random() < 0.5:
            # A new segment of the server's own log, for which there is no room.
            with suppress(psycopg.Error), psycopg.connect(store.server.url(), autocommit=True) as db:
                db.execute("SELECT pg_switch_wal()")

    site.crew.until_turned_away(fill)
    run.injected()
    time.sleep(run.random.uniform(0, LONGEST_FULL_S))
    disk.empty()
    store.start_again()
    recovers(run, site)
