"""Raw insertion into PostgreSQL: prepared lines, COPY, the same tables, indexes and durability."""

import time
from collections.abc import Sequence
from contextlib import closing

import msgspec
import psycopg
from psycopg.sql import SQL, Identifier

from tests.postgresql import owner_of


class Lines(msgspec.Struct):
    """One table."""

    rows: list[bytes]
    """As COPY writes them, in the order in which they lie."""
    durable: bool
    """What can be made again from the log is committed without waiting for the disk."""


Material = dict[tuple[str, str], Lines]
"""By schema and table."""


def contents(database: str) -> Material:
    """All rows of all tables."""
    with closing(psycopg.connect(owner_of(database))) as db:
        tables: list[tuple[str, str]] = db.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
        ).fetchall()
        return {table: Lines(_read(db, table), durable=not table[0].startswith("views")) for table in tables}


def since(database: str, before: Material) -> Material:
    """The rows that are there now and were not before."""
    now = contents(database)
    for table, lines in now.items():
        old = set(before[table].rows) if table in before else set()
        lines.rows = [row for row in lines.rows if row not in old]
    return now


def insert(database: str, material: Material, contributions: int, batch: int) -> float:
    """Empty the tables of a prepared database, then insert; the seconds of the inserting."""
    filled = {table: lines for table, lines in material.items() if lines.rows}
    log = [(_copying(table), lines.rows) for table, lines in filled.items() if lines.durable]
    views = [(_copying(table), lines.rows) for table, lines in filled.items() if not lines.durable]
    transactions = max(1, contributions // batch)
    with closing(psycopg.connect(owner_of(database))) as db:
        for table in filled:
            db.execute(SQL("TRUNCATE {}").format(Identifier(*table)))
        db.commit()
        began = time.perf_counter()
        for number in range(transactions):
            for tables, commit in ((log, "on"), (views, "off")):
                if tables:
                    db.execute(f"SET LOCAL synchronous_commit = {commit}")
                    _copy(db, tables, number, transactions)
                    db.commit()
        return time.perf_counter() - began


def _copy(
    db: "psycopg.Connection[tuple[object, ...]]",
    tables: Sequence[tuple[SQL, list[bytes]]],
    number: int,
    transactions: int,
) -> None:
    with db.cursor() as cursor:
        for statement, rows in tables:
            part = rows[len(rows) * number // transactions : len(rows) * (number + 1) // transactions]
            with cursor.copy(statement) as copy:
                copy.write(b"".join(part))


def _read(db: "psycopg.Connection[tuple[object, ...]]", table: tuple[str, str]) -> list[bytes]:
    with db.cursor() as cursor, cursor.copy(SQL("COPY {} TO STDOUT").format(Identifier(*table))) as copy:
        return [bytes(line) for line in copy]


def _copying(table: tuple[str, str]) -> SQL:
    return SQL(SQL("COPY {} FROM STDIN").format(Identifier(*table)).as_string())
