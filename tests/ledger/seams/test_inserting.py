"""Rows go in by few statements, whatever their number."""

import sqlite3
from contextlib import closing

import pytest

from ledger.storage.sqlite.inserting import MOST_ROWS, insert


@pytest.mark.parametrize("number", [0, 1, 2, 3, MOST_ROWS - 1, MOST_ROWS, 2 * MOST_ROWS + 77])
def test_all_rows_are_inserted_in_their_order(number: int) -> None:
    rows = [(place, f"row {place}") for place in range(number)]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE kept (place INTEGER, text TEXT)")
        insert(db, "kept", rows)
        assert db.execute("SELECT place, text FROM kept ORDER BY rowid").fetchall() == rows


def test_what_is_there_already_is_changed_or_left_or_fails_as_asked() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE kept (place INTEGER PRIMARY KEY, text TEXT)")
        insert(db, "kept", [(1, "first")])
        insert(db, "kept", [(1, "second"), (2, "new")], "ON CONFLICT (place) DO NOTHING")
        assert db.execute("SELECT * FROM kept").fetchall() == [(1, "first"), (2, "new")]
        insert(db, "kept", [(1, "third")], "ON CONFLICT (place) DO UPDATE SET text = excluded.text")
        assert db.execute("SELECT * FROM kept").fetchall() == [(1, "third"), (2, "new")]
        with pytest.raises(sqlite3.IntegrityError):
            insert(db, "kept", [(3, "fourth"), (1, "again")])
