"""One write transaction on a partition: three round trips, whatever is in it.

The first begins, takes the partition's lock, and reads the newest event and the next position. The second, asked for by
the writer, reads the marks. What is to be written is kept until the commit, and goes out with it as the third: one
statement for each table, each column one value.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, TypeAlias

import msgspec
import psycopg

from ledger.command import ElectorLinks, Listing, Paper, PaperFile, Person, SealedPart
from ledger.identifiers import Mark, RoundId, Seal, Stream
from ledger.message import MessageId, Posted
from ledger.storage.postgresql.connections import Connection
from ledger.storage.postgresql.exchange import Statement
from ledger.storage.postgresql.outbox import TAKE, columns_of
from ledger.storage.postgresql.source import CHUNK, ROW, PostgreSQLSource
from ledger.storage.postgresql.tables import CONFIDENTIAL, sequence_of
from ledger.storage.postgresql.values import Blobs, Flags, Integer, Integers, Text, Texts, Value
from ledger.storage.store import OutcomeUnknown, RawRow, Row, links_apart

Column: TypeAlias = type[Blobs] | type[Flags] | type[Integers] | type[Texts]

CHANNEL = "usf"
"""Where listeners hear that something was committed."""


class PostgreSQLBatch(PostgreSQLSource):
    """One write transaction (ledger.storage.store.Batch)."""

    def __init__(self, connection: Connection, partition: str, where: str, news: str) -> None:
        """Begins it, and waits for the lock."""
        super().__init__(connection, partition, where)
        # Within the transaction, this would make the commits of all partitions wait for each other.
        self._news: list[Statement] = [("SELECT pg_notify($1, $2)", (Text(CHANNEL), Text(news)))]
        self._writes: list[Statement] = []
        """Statements and their values, kept until the commit."""
        begun, locked, found = connection.together(
            ("BEGIN", None),
            ("SELECT pg_advisory_xact_lock($1)", (Integer(lock_of(partition)),)),
            # A statement of its own, so that it sees what was committed before the lock was given.
            (
                f"SELECT last_value, is_called, {ROW} FROM {sequence_of(partition)} LEFT JOIN"
                f" (SELECT {ROW} FROM {self._schema}.events ORDER BY notification_id DESC LIMIT 1) newest ON true",
                (),
            ),
        )
        for answer in (begun, locked, found):
            answer.checked()
        ((given, any_given, *last),) = found.rows()
        self._next: int = given + 1 if any_given else given
        self._last = Row(*last) if last[0] is not None else None

    def last(self) -> Row | None:
        return self._last

    def next_position(self) -> int:
        return self._next

    def after(self, position: int) -> Iterator[Row]:
        query = (
            f"SELECT {ROW} FROM {self._schema}.events WHERE notification_id > $1"
            " ORDER BY notification_id LIMIT $2"
        )
        more = True
        while more:
            rows = self._read(query, Integer(position), Integer(CHUNK))
            yield from map(Row._make, rows)
            more = len(rows) == CHUNK
            position = rows[-1][0] if rows else position

    def insert(self, rows: Sequence[RawRow]) -> None:
        columns = (Integers, Texts, Integers, Texts, Blobs)
        self._put(f"{self._schema}.events ({ROW})", rows, columns)
        # This is not undone with the transaction: a position that was given once is never given again.
        self._write(f"SELECT setval('{sequence_of(self._partition)}', $1)", Integer(rows[-1][0]))

    def put_marks(self, kept: Sequence[tuple[Mark, int, bytes]], gone: Sequence[Mark]) -> None:
        if gone:
            self._write(f"DELETE FROM {self._schema}.marks WHERE mark = ANY($1)", Texts(gone))
        self._put(
            f"{self._schema}.marks",
            kept,
            (Texts, Integers, Blobs),
            "(mark) DO UPDATE SET position = excluded.position, value = excluded.value",
        )

    def put_snapshot(self, stream: Stream, version: int, shape: str, state: bytes) -> None:
        self._put(
            f"{self._schema}.snapshots",
            [(stream, version, shape, state)],
            (Texts, Integers, Texts, Blobs),
            "(stream, version) DO UPDATE SET shape = excluded.shape, state = excluded.state",
        )

    def put_papers(self, papers: Iterable[Paper]) -> None:
        rows = [(paper.seal, paper.salt, paper.text) for paper in papers]
        self._put("usf.papers", rows, (Texts, Texts, Texts), "(seal) DO NOTHING")

    def put_files(self, files: Sequence[PaperFile]) -> None:
        self.forget_files([file.seal for file in files])
        rows = [(file.seal, file.salt, file.content) for file in files]
        self._put("usf.paper_files", rows, (Texts, Texts, Blobs))

    def forget_files(self, seals: Sequence[Seal]) -> None:
        if seals:
            self._write("DELETE FROM usf.paper_files WHERE seal = ANY($1)", Texts(seals))

    def put_references(self, references: Sequence[tuple[int, str]]) -> None:
        self._put(f"{self._schema}.reference_texts", references, (Integers, Texts))

    def put_people(self, people: Iterable[Person]) -> None:
        # One statement may touch a row only once: of what a batch says of somebody, the last counts.
        rows = {p.token: (p.token, p.name, p.contact, p.public) for p in people}
        self._put(
            "usf.people",
            list(rows.values()),
            (Texts, Texts, Texts, Flags),
            "(token) DO UPDATE SET name = excluded.name, contact = excluded.contact, public = excluded.public",
        )

    def put_listings(self, listings: Iterable[Listing]) -> None:
        rows = [(listing.seal, listing.salt, msgspec.json.encode(listing.items)) for listing in listings]
        self._put(f"{self._schema}.listings", rows, (Texts, Texts, Blobs), "(seal) DO NOTHING")

    def put_links(self, links: Sequence[ElectorLinks]) -> None:
        for table, groups in links_apart(links):
            rows = [(group.round, member, token) for group in groups for member, token in group.links]
            self._put(f"usf.{table}", rows, (Texts, Texts, Texts))
        peppers = [(group.round, group.pepper) for group in links if group.pepper]
        self._put("usf.round_peppers", peppers, (Texts, Texts))

    def put_sealed_parts(self, parts: Sequence[SealedPart]) -> None:
        rows = [(part.round, part.number, part.salt, part.text) for part in parts]
        self._put("usf.sealed_ballots", rows, (Texts, Integers, Texts, Texts))

    def forget_rounds(self, rounds: Sequence[RoundId]) -> None:
        if rounds:
            for table in CONFIDENTIAL:
                self._write(f"DELETE FROM usf.{table} WHERE round = ANY($1)", Texts(rounds))

    def put_outbox(self, posted: Sequence[Posted]) -> None:
        self._put("usf.outbox", posted, (Texts, Integers, Integers, Texts, Texts, Texts))

    def take_from_outbox(self, messages: Sequence[MessageId]) -> None:
        self._write(TAKE, *columns_of(messages))

    def _put(
        self, table: str, rows: Sequence[tuple[Any, ...]], columns: tuple[Column, ...], on_conflict: str = ""
    ) -> None:
        """Insert rows, column by column."""
        if rows:
            values = [kind(column) for kind, column in zip(columns, zip(*rows, strict=True), strict=True)]
            places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
            conflict = f" ON CONFLICT {on_conflict}" if on_conflict else ""
            self._write(f"INSERT INTO {table} SELECT * FROM unnest({places}){conflict}", *values)

    def _write(self, query: str, *values: Value) -> None:
        self._writes.append((query, values))

    def commit(self) -> None:
        try:
            answers = self._db.together(
                *self._writes, ("COMMIT", None), *(self._news if self._writes else ())
            )
        except psycopg.OperationalError as error:
            if not self._db.closed:
                raise
            raise OutcomeUnknown(
                f"{self._where} fell silent, and it is not certain whether this was recorded: "
                "look it up, or send it again with the same Idempotency-Key."
            ) from error
        # News may get lost; what was committed does not.
        for answer in answers[: len(self._writes) + 1]:
            answer.checked()
        assert answers[len(self._writes)].tag == b"COMMIT", "a failed statement would have been told"


def lock_of(partition: str) -> int:
    """The number of a partition's lock: 64 bits of a hash of its name."""
    digest = sha256(f"usf partition {partition}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
