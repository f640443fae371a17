"""The tables of an SQLite file, and how our files are told from others."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.identifiers import is_partition_name
from ledger.storage.sqlite.connections import EventRecorder
from ledger.storage.store import StoreUnavailable

SCHEMA = 5
"""Version of the tables, kept in `PRAGMA user_version`."""

OLDEST = 3
"""A file of this version is brought up to date as it is opened: tables are added to it, and none is changed."""

APPLICATION = 0x55534631
"""Tells our files from other programs' (`PRAGMA application_id`): "USF1"."""

COMMON_TABLES = (
    "CREATE TABLE IF NOT EXISTS installation (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS partitions (name TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS people"
    " (token TEXT PRIMARY KEY, name TEXT, contact TEXT, public INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS elector_links"
    " (round TEXT, member TEXT, token TEXT, PRIMARY KEY (round, member)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS papers (seal TEXT PRIMARY KEY, salt TEXT, text TEXT) WITHOUT ROWID",
    # With row numbers: large values beside short keys lie on pages of their own, and every look-up stays short.
    "CREATE TABLE IF NOT EXISTS paper_files (seal TEXT PRIMARY KEY, salt TEXT, content BLOB)",
    "CREATE TABLE IF NOT EXISTS confidential_links"
    " (round TEXT, member TEXT, token TEXT, PRIMARY KEY (round, member)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS round_peppers (round TEXT PRIMARY KEY, pepper TEXT) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS sealed_ballots"
    " (round TEXT, number INTEGER, salt TEXT, text TEXT, PRIMARY KEY (round, number)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS outbox"
    " (partition TEXT, position INTEGER, number INTEGER, receiver TEXT NOT NULL, installation TEXT, refusal TEXT,"
    " PRIMARY KEY (partition, position, number)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (installation, partition, position, number)"
    " WHERE refusal IS NULL",
)

CONFIDENTIAL = ("confidential_links", "round_peppers", "sealed_ballots")
"""What confidential rounds keep beside the log, each by its round, and forget."""

PARTITION_TABLES = (
    "CREATE TABLE IF NOT EXISTS {partition}_marks"
    " (mark TEXT PRIMARY KEY, position INTEGER, value BLOB) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS {partition}_reference_texts (position INTEGER PRIMARY KEY, text TEXT)",
    "CREATE TABLE IF NOT EXISTS {partition}_snapshots"
    " (stream TEXT, version INTEGER, shape TEXT, state BLOB, PRIMARY KEY (stream, version)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS {partition}_listings"
    " (seal TEXT PRIMARY KEY, salt TEXT, items BLOB) WITHOUT ROWID",
)


def require_ours(connection: sqlite3.Connection, path: str) -> None:
    """Raises StoreUnavailable where the file is another program's, or was written by a newer version."""
    # Tables first: another process may be making them now, and signs the file in the same commit.
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION and tables:
        raise StoreUnavailable(f"{path} is another program's database: choose another file with --db.")
    if schema > SCHEMA:
        raise StoreUnavailable(
            f"{path} was written by a newer version (schema {schema}; this version knows {SCHEMA}): "
            "install that version, or open another file."
        )
    if 0 < schema < OLDEST:
        raise StoreUnavailable(
            f"{path} was written by an earlier trial version (schema {schema}; this version knows {SCHEMA}), "
            "from before there was a promise to read it: begin a new file."
        )


def create_common_tables(connection: sqlite3.Connection) -> None:
    """What all partitions share, and the installation's secret; nothing where it is all there already."""
    if connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,):
        return
    with _at_once(connection):
        for statement in COMMON_TABLES:
            connection.execute(statement)
        connection.execute("INSERT OR IGNORE INTO installation VALUES ('secret', ?)", (os.urandom(32),))
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={SCHEMA}")


def create_partition_tables(connection: sqlite3.Connection, name: str, recorder: EventRecorder) -> None:
    """The log, marks, snapshots and sealed lists of one partition."""
    assert is_partition_name(name), "a partition's name begins its tables' names"
    with _at_once(connection):
        for statement in recorder.create_table_statements:
            connection.execute(statement)
        for statement in PARTITION_TABLES:
            connection.execute(statement.format(partition=name))
        connection.execute("INSERT OR IGNORE INTO partitions VALUES (?)", (name,))


@contextmanager
def _at_once(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing, and the connection is free again either way."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
