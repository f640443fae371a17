"""What contributions cost in memory and on the disk."""

import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import sleep

from bench.raw.sqlite import files
from bench.report import Figures, Row
from bench.rows.bulk import send
from bench.run import Run
from bench.servers import Serving, ours
from bench.workload import gifts

AT_ONCE = 50_000
"""Contributions of one round of streams."""
SHOWN = 5
"""Tables that take fewer bytes per contribution are in the file alone."""


def memory(run: Run) -> Figures:
    """What one service holds in memory after few contributions, and after many more."""
    database = run.database("sqlite")
    coming = gifts(run.villages(database))
    figures, done = Figures([]), 0
    with ours(database, run.log) as us:
        for size, into in ((run.sizes.few, figures.reference), (run.sizes.many, figures.ours)):
            while done < size:
                taken = list(islice(coming, min(AT_ONCE, size - done)))
                send(us, taken)
                done += len(taken)
            into.extend(_held(us) for _ in range(run.sizes.samples))
    return figures


def _held(us: Serving) -> float:
    sleep(0.2)
    return us.memory_bytes / 2**20


def stored_bytes(run: Run) -> Figures:
    """Pages of all tables and indexes of all files, by contribution; what the accounts' setting up took is among it."""
    database, sent = run.database("sqlite"), 0
    villages = run.villages(database)
    coming = gifts(villages)
    with ours(database, run.log) as us:
        while sent < run.sizes.contributions:
            taken = list(islice(coming, min(AT_ONCE, run.sizes.contributions - sent)))
            send(us, taken)
            sent += len(taken)
    contributions = sent + sum(len(village.givers) for village in villages)
    parts: dict[str, float] = {}
    for file in files(database):
        for name, size in _pages(file):
            parts[name] = parts.get(name, 0) + size / contributions
    total = sum(parts.values())
    largest = sorted(parts.items(), key=lambda part: -part[1])
    return Figures(
        [total],
        note=", ".join(f"{name} {size:.0f}" for name, size in largest if size >= SHOWN) + ".",
        detail={"bytes_by_table": {name: round(size, 2) for name, size in largest}},
    )


def _pages(file: Path) -> list[tuple[str, int]]:
    """The bytes that each table and index takes, free space in its pages among them."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (free,) = db.execute("PRAGMA freelist_count").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
        found = db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    return [*found, ("free pages", free * size)]


ROWS = (
    Row("server-memory", "MiB", "the same process after few contributions", 1.2, memory, "lower"),
    Row("stored-bytes", "bytes", "nothing; it is bounded in itself", 700, stored_bytes, "lower"),
)
