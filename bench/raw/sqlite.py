"""Raw insertion into SQLite: prepared rows, executemany, the same files, tables, indexes and durability."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from bench.workload import SEED

Rows = dict[str, list[tuple[Any, ...]]]
"""Of each table."""


class File(msgspec.Struct):
    """One database file."""

    ddl: list[str]
    rows: Rows
    durable: bool
    """The log's own file waits for the disk at each commit; what can be made again from the log does not."""


Material = dict[str, File]
"""By what the files' names have after the database's own."""


def contents(database: str) -> Material:
    """All rows of all tables of all files of a database, in the order in which they came, as far as they tell it."""
    return {
        path.name.removeprefix(Path(database).name): _read(path, durable=str(path) == database)
        for path in files(database)
    }


def files(database: str) -> list[Path]:
    """The database's own file, and those beside it."""
    path = Path(database)
    found = (
        beside for beside in path.parent.glob(f"{path.name}*") if not beside.name.endswith(("-wal", "-shm"))
    )
    return [beside for beside in sorted(found) if beside.open("rb").read(15) == b"SQLite format 3"]


def since(database: str, before: Material) -> Material:
    """The rows that are there now and were not before."""
    now = contents(database)
    for name, file in now.items():
        for table, rows in file.rows.items():
            old = set(before[name].rows.get(table, ())) if name in before else set()
            file.rows[table] = [row for row in rows if row not in old]
    return now


def insert(database: str, material: Material, contributions: int, batch: int) -> float:
    """Make the files and tables, then insert; the seconds of the inserting."""
    with ExitStack() as closings:
        work = []
        for name, file in material.items():
            db = closings.enter_context(closing(sqlite3.connect(f"{database}{name}", isolation_level=None)))
            db.execute("PRAGMA journal_mode=WAL")
            db.execute(f"PRAGMA synchronous={'FULL' if file.durable else 'NORMAL'}")
            for statement in file.ddl:
                db.execute(statement)
            work.append((db, [_inserting(table, rows) for table, rows in file.rows.items() if rows]))
        transactions = max(1, contributions // batch)
        began = time.perf_counter()
        for number in range(transactions):
            for db, tables in work:
                db.execute("BEGIN IMMEDIATE")
                for statement, rows in tables:
                    part = rows[len(rows) * number // transactions : len(rows) * (number + 1) // transactions]
                    db.executemany(statement, part)
                db.execute("COMMIT")
        return time.perf_counter() - began


def _inserting(table: str, rows: list[tuple[Any, ...]]) -> tuple[str, list[tuple[Any, ...]]]:
    return f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows


def _read(path: Path, *, durable: bool) -> File:
    with closing(sqlite3.connect(path)) as db:
        made = db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY type = 'index'"
        ).fetchall()
        rows = {name: list(_in_order(db, name)) for kind, name, _ in made if kind == "table"}
        return File([sql for _, _, sql in made], rows, durable)


def _in_order(db: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """By position or row number; where neither is kept, in no order, as hashes come."""
    columns = [column[1] for column in db.execute(f"PRAGMA table_info({table})")]
    told = next((column for column in ("position", "rowid") if column in columns), None)
    rows = db.execute(f"SELECT * FROM {table}{f' ORDER BY {told}' if told else ''}").fetchall()
    if told is None:
        Random(SEED).shuffle(rows)
    yield from rows
