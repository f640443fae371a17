"""Many rows in few statements.

Python lets other threads run whenever SQLite works, and must then wait for its turn again. Row by row, a batch of
hundreds would wait hundreds of times, and hold up the thread that serves HTTP as often.

A statement that fails leaves what it has done to the transaction, which every batch then rolls back: SQLite would
otherwise keep a copy of each page that a statement of many rows touches, only to undo that statement alone.
"""

import sqlite3
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

MOST_ROWS = 256
"""Rows in one statement: their values stay below what any SQLite since 3.32 takes, 32,766."""


def insert(
    connection: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]], then: str = ""
) -> None:
    """Insert rows into a table; `then` says what is done with those that are there already."""
    done = 0
    while done < len(rows):
        # Sizes are powers of two, so that there are few statements, and SQLite knows them all already.
        size = min(MOST_ROWS, 1 << (len(rows) - done).bit_length() - 1)
        part = rows[done : done + size]
        connection.execute(_statement(table, len(part[0]), size, then), tuple(chain.from_iterable(part)))
        done += size


@cache
def _statement(table: str, columns: int, rows: int, then: str) -> str:
    row = f"({','.join('?' * columns)})"
    return f"INSERT OR FAIL INTO {table} VALUES {','.join([row] * rows)} {then}"
