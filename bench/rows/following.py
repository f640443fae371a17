"""How fast the views follow the log: after an absence, and while the service is under full load."""

import multiprocessing
import sqlite3
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from bench.cores import GENERATOR, apart, on
from bench.load import exchange
from bench.report import Figures, Row
from bench.rows.single import CONNECTIONS
from bench.run import Run, opened
from bench.servers import ours
from bench.workload import as_request, gifts
from ledger.ledger import COMMONS
from projections import tracking
from projections.follower import Follower
from projections.views import VIEWS
from tests.stores import copy_with_views

LOOK_EVERY_S = 0.002


def catch_up(run: Run) -> Figures:
    """All views over the whole log, and a bare read of the log's rows, in turn."""
    history = run.history(run.sizes.contributions)
    figures = Figures([])
    for _ in range(run.sizes.samples):
        copy = str(run.path("unseen.db"))
        copy_with_views(Path(history.unseen), Path(copy))
        figures.ours.append(apart(_followed, copy))
        figures.reference.append(apart(_read, copy))
        for file in Path(copy).parent.glob(f"{Path(copy).name}*"):
            file.unlink()
    return figures


def _followed(database: str) -> float:
    """Events per second brought into all views."""
    with opened(database) as (ledger, _, place):
        began = time.perf_counter()
        assert Follower(place, VIEWS).catch_up(), "every view follows"
        return ledger.store.head(COMMONS) / (time.perf_counter() - began)


def _read(database: str) -> float:
    """Rows per second, whole but not looked at."""
    with closing(sqlite3.connect(database)) as db:
        began, count = time.perf_counter(), 0
        for _ in db.execute(f"SELECT * FROM {COMMONS}_events ORDER BY rowid"):
            count += 1
        return count / (time.perf_counter() - began)


def lag(run: Run) -> Figures:
    """From each answer to the moment when the views, looked at from outside, show its contribution."""
    database = run.database("sqlite")
    coming = gifts(run.villages(database))
    each = run.sizes.contributions // run.sizes.samples
    figures, worst = Figures([]), 0.0
    with ours(database, run.log) as us:
        for _ in range(run.sizes.samples):
            taken = list(islice(coming, each))
            requests = [as_request(gift) for gift in taken]
            with _watching(database) as seen:
                load = exchange(us.port, requests, connections=CONNECTIONS, positions=True)
                us.settle(taken[-1].village.account, load.last_position)
                time.sleep(10 * LOOK_EVERY_S)
            positions = [position for _, position in seen]
            lags = sorted(
                max(0.0, seen[bisect_left(positions, position)][0] - answered)
                for answered, position in load.answered
            )
            figures.ours.append(lags[len(lags) * 99 // 100] * 1e3)
            worst = max(worst, lags[-1])
    figures.detail = {"worst_ms": round(worst * 1e3, 1)}
    figures.note = f"The worst was {worst * 1e3:.0f} ms; {CONNECTIONS} callers at once, who only write."
    return figures


@contextmanager
def _watching(database: str) -> Iterator[list[tuple[float, int]]]:
    """When the views reached which position, as a process beside the load generator sees it; filled at the end."""
    spawned = multiprocessing.get_context("spawn")
    stop, (here, there) = spawned.Event(), spawned.Pipe()
    with on(GENERATOR):
        process = spawned.Process(target=_watch, args=(database, stop, there))
        process.start()
    try:
        here.recv()
        seen: list[tuple[float, int]] = []
        yield seen
        stop.set()
        seen.extend(here.recv())
    finally:
        stop.set()
        process.join()


def _watch(database: str, stop: Event, pipe: Connection) -> None:
    seen: list[tuple[float, int]] = []
    with opened(database) as (_, _, place):
        pipe.send("ready")
        while not stop.wait(LOOK_EVERY_S):
            with place.reading() as db:
                reached = min(tracking.positions(db, VIEWS, COMMONS).values())
            if not seen or reached > seen[-1][1]:
                seen.append((time.monotonic(), reached))
    pipe.send(seen)


ROWS = (
    Row("catch-up", "events/s", "a bare read of the same rows of the log", 0.25, catch_up),
    Row("view-lag-p99", "ms", "nothing; it is bounded in itself", 100, lag, "lower"),
)
