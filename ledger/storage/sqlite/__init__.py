"""The embedded store: one SQLite file, in WAL mode, every commit durable (`synchronous=FULL`, set and checked).

Each partition has its own tables, `<partition>_events` and so on. The event table is the one of the eventsourcing
library's recorder, which can read it, with one difference: its `rowid` is declared AUTOINCREMENT, so that no position
is ever given twice, not even after the newest rows were lost.
"""

from ledger.storage.sqlite.store import SQLiteStore

__all__ = ["SQLiteStore"]
