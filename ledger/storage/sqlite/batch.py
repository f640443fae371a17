"""One transaction on a partition: what it reads, and what it writes."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from ledger.command import ElectorLinks, Listing, Paper, PaperFile, Person, SealedPart
from ledger.encoding import decode
from ledger.event import Event, Recorded
from ledger.identifiers import Mark, RoundId, Seal, Stream
from ledger.marks import Stored
from ledger.message import MessageId, Posted
from ledger.snapshots import read_snapshot
from ledger.source import NEWEST
from ledger.state import State
from ledger.storage.sqlite.inserting import insert
from ledger.storage.sqlite.outbox import TAKE
from ledger.storage.sqlite.tables import CONFIDENTIAL
from ledger.storage.store import OutcomeUnknown, RawRow, Row, StoreUnavailable, items_of, links_apart
from ledger.storage.trouble import said_plainly


class SQLiteSource:
    """A partition's states and marks as the open transaction sees them (ledger.source.Source)."""

    def __init__(self, connection: sqlite3.Connection, partition: str, path: str) -> None:
        self._db = connection
        self._partition = partition
        self._path = path

    def snapshot(self, stream: Stream, until: int = NEWEST) -> tuple[State, int] | None:
        row = self._first(
            f"SELECT version, shape, state FROM {self._partition}_snapshots"
            " WHERE stream = ? AND version <= ? ORDER BY version DESC LIMIT 1",
            (stream, until),
        )
        return read_snapshot(stream, *row) if row else None

    def events(self, stream: Stream, after: int, until: int = NEWEST) -> Iterator[tuple[int, Event]]:
        return ((recorded.version, recorded.event) for recorded in self.recorded(stream, after, until))

    def recorded(self, stream: Stream, after: int = 0, until: int = NEWEST) -> Iterator[Recorded]:
        with said_plainly(self._path):
            rows = self._db.execute(
                f"SELECT rowid, originator_id, originator_version, topic, state FROM {self._partition}_events"
                " WHERE originator_id = ? AND originator_version > ? AND originator_version <= ?"
                " ORDER BY originator_version",
                (stream, after, until),
            )
            for row in rows:
                yield decode(self._partition, *row)

    def marks(self, names: tuple[Mark, ...]) -> Mapping[Mark, Stored]:
        if len(names) == 1:
            query = f"SELECT mark, position, value FROM {self._partition}_marks WHERE mark = ?"
            return _stored(self._all(query, names))
        # Row by row: a list in brackets would first be sorted into a table of its own.
        query = (
            "SELECT found.mark, position, found.value FROM json_each(?) AS wanted"
            f" CROSS JOIN {self._partition}_marks AS found ON found.mark = wanted.value"
        )
        return _stored(self._all(query, (msgspec.json.encode(names).decode(),)))

    def group(self, beginning: str) -> Mapping[Mark, Stored]:
        rows = self._all(
            f"SELECT mark, position, value FROM {self._partition}_marks"
            " WHERE mark >= ? AND mark < ? ORDER BY mark",
            (beginning, beginning + "\U0010ffff"),
        )
        return _stored(rows)

    def event_at(self, position: int) -> Recorded | None:
        row = self._first(
            f"SELECT rowid, originator_id, originator_version, topic, state FROM {self._partition}_events"
            " WHERE rowid = ?",
            (position,),
        )
        return decode(self._partition, *row) if row else None

    def listing(self, seal: Seal) -> tuple[str, ...]:
        row = self._first(f"SELECT salt, items FROM {self._partition}_listings WHERE seal = ?", (seal,))
        if row is None:
            raise StoreUnavailable(f"The list with seal {seal} is missing from {self._path}.")
        return items_of(seal, row[0], row[1], str(self._path))

    def _all(self, query: str, values: tuple[str | int, ...]) -> list[Any]:
        with said_plainly(self._path):
            return self._db.execute(query, values).fetchall()

    def _first(self, query: str, values: tuple[str | int, ...]) -> Any:
        with said_plainly(self._path):
            return self._db.execute(query, values).fetchone()


def _stored(rows: list[Any]) -> dict[Mark, Stored]:
    return {mark: Stored(position, value) for mark, position, value in rows}


class SQLiteBatch(SQLiteSource):
    """One write transaction (ledger.storage.store.Batch)."""

    def last(self) -> Row | None:
        row = self._db.execute(
            "SELECT rowid, originator_id, originator_version, topic, state"
            f" FROM {self._partition}_events ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        return Row(*row) if row else None

    def next_position(self) -> int:
        row = self._db.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (f"{self._partition}_events",)
        ).fetchone()
        return (row[0] if row else 0) + 1

    def after(self, position: int) -> Iterator[Row]:
        rows = self._db.execute(
            "SELECT rowid, originator_id, originator_version, topic, state"
            f" FROM {self._partition}_events WHERE rowid > ? ORDER BY rowid",
            (position,),
        )
        return map(Row._make, rows)

    def insert(self, rows: Sequence[RawRow]) -> None:
        # SQLite ends a transaction by itself on some errors of the disk; writing on would then commit row by row.
        if not self._db.in_transaction:
            raise StoreUnavailable(f"The transaction on {self._path} was broken off: nothing was recorded.")
        insert(self._db, f"{self._partition}_events", rows)

    def put_marks(self, kept: Sequence[tuple[Mark, int, bytes]], gone: Sequence[Mark]) -> None:
        if gone:
            self._db.executemany(
                f"DELETE FROM {self._partition}_marks WHERE mark = ?", [(mark,) for mark in gone]
            )
        insert(
            self._db,
            f"{self._partition}_marks",
            kept,
            "ON CONFLICT (mark) DO UPDATE SET position = excluded.position, value = excluded.value",
        )

    def put_snapshot(self, stream: Stream, version: int, shape: str, state: bytes) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO {self._partition}_snapshots VALUES (?,?,?,?)",
            (stream, version, shape, state),
        )

    def put_papers(self, papers: Iterable[Paper]) -> None:
        rows = [(p.seal, p.salt, p.text) for p in papers]
        insert(self._db, "papers", rows, "ON CONFLICT (seal) DO NOTHING")

    def put_files(self, files: Sequence[PaperFile]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO paper_files VALUES (?,?,?)",
            [(file.seal, file.salt, file.content) for file in files],
        )

    def forget_files(self, seals: Sequence[Seal]) -> None:
        if seals:
            with self._overwriting():
                self._db.executemany("DELETE FROM paper_files WHERE seal = ?", [(seal,) for seal in seals])

    @contextmanager
    def _overwriting(self) -> Iterator[None]:
        """What is deleted meanwhile is overwritten with zeros, not only marked as free."""
        (before,) = self._db.execute("PRAGMA secure_delete").fetchone()
        self._db.execute("PRAGMA secure_delete=1")
        yield
        self._db.execute(f"PRAGMA secure_delete={before}")

    def put_references(self, references: Sequence[tuple[int, str]]) -> None:
        insert(self._db, f"{self._partition}_reference_texts", references)

    def put_people(self, people: Iterable[Person]) -> None:
        rows = [(p.token, p.name, p.contact, p.public) for p in people]
        insert(
            self._db,
            "people",
            rows,
            "ON CONFLICT (token) DO UPDATE"
            " SET name = excluded.name, contact = excluded.contact, public = excluded.public",
        )

    def put_listings(self, listings: Iterable[Listing]) -> None:
        rows = [(listing.seal, listing.salt, msgspec.json.encode(listing.items)) for listing in listings]
        insert(self._db, f"{self._partition}_listings", rows, "ON CONFLICT (seal) DO NOTHING")

    def put_links(self, links: Sequence[ElectorLinks]) -> None:
        for table, groups in links_apart(links):
            rows = [(group.round, member, token) for group in groups for member, token in group.links]
            insert(self._db, table, rows)
        insert(self._db, "round_peppers", [(group.round, group.pepper) for group in links if group.pepper])

    def put_sealed_parts(self, parts: Sequence[SealedPart]) -> None:
        insert(self._db, "sealed_ballots", [(p.round, p.number, p.salt, p.text) for p in parts])

    def forget_rounds(self, rounds: Sequence[RoundId]) -> None:
        """Taken away with zeros in its place.

        Rows move between pages as others come, and leave copies of themselves in the gaps, which a deletion does not
        touch. So each table is emptied as a whole, every page of it overwritten, and what remains is written anew.
        """
        for table in CONFIDENTIAL if rounds else ():
            gone = frozenset(rounds)
            rows = self._db.execute(f"SELECT * FROM {table} ORDER BY round").fetchall()
            with self._overwriting():
                self._db.execute(f"DELETE FROM {table}")
            insert(self._db, table, [row for row in rows if row[0] not in gone])

    def put_outbox(self, posted: Sequence[Posted]) -> None:
        insert(self._db, "outbox", posted)

    def take_from_outbox(self, messages: Sequence[MessageId]) -> None:
        self._db.executemany(TAKE, messages)

    def commit(self) -> None:
        try:
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            # Everything was written but perhaps not flushed: a restart may find it whole, or not at all.
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR:
                raise OutcomeUnknown(
                    f"The disk with {self._path} reports an error, and it is not certain whether this was recorded: "
                    "look it up, or send it again with the same Idempotency-Key."
                ) from error
            raise
