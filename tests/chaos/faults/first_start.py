"""The very first start is killed anywhere, or loses its power: what it left behind keeps no second from starting."""

import time

from tests.chaos.faults.kills import KillAt
from tests.chaos.faults.power import KeptFiles
from tests.chaos.processes import Child
from tests.chaos.run import Run
from tests.chaos.stores import PARTITIONS, PostgreSQL
from tests.chaos.syscalls import SENDS, Call, require
from tests.postgresql import SERVICE

LARGEST_CALL = 60
"""A first start makes not many more writes and flushes."""
LONGEST_START_S = 1.0
WRITTEN = 20
"""Acts that are acknowledged before all is examined."""


def kill_first_starts(run: Run) -> None:
    """Each time in a folder of its own; then everything is set up there as if nothing had been."""
    require()
    for number in range(run.times):
        folder = run.folder()
        kept, killing = KeptFiles(folder, run.folder()), KillAt(run.random.randint(1, LARGEST_CALL))

        def decide(call: Call, kept: KeptFiles = kept, killing: KillAt = killing) -> int:
            return killing(call) or kept(call)

        child = Child(
            ("serve", "--db", str(folder / "usf.db"), "--port", "0"), folder / "first.log", decide=decide
        )
        _let_run(child, killing)
        if number % 2:
            kept.cut(run.random)
        run.injected()
        with run.site(run.store.fresh(folder)) as site:
            site.crew.deeds.wait_beyond(WRITTEN, LONGEST_START_S)


def kill_migrations(run: Run) -> None:
    """The same where the owner of a database prepares it: a second time, everything is made."""
    require()
    store = run.store
    assert isinstance(store, PostgreSQL)
    for _ in range(run.times):
        folder = run.folder()
        owners, killing = store.empty(folder), KillAt(run.random.randint(1, LARGEST_CALL))
        arguments = ("migrate", "--db", owners, "--role", SERVICE, "--partitions", str(PARTITIONS))
        child = Child(arguments, folder / "migrate.log", decide=killing, stops=SENDS)
        _let_run(child, killing)
        run.injected()
        with run.site(store.prepared(owners, folder)) as site:
            site.crew.deeds.wait_beyond(WRITTEN, LONGEST_START_S)


def _let_run(child: Child, killing: KillAt) -> None:
    end = time.monotonic() + LONGEST_START_S
    while child.alive and time.monotonic() < end and not killing.is_over:
        time.sleep(0.005)
    child.kill()
