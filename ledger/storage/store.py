"""What the ledger asks of a store; each kind of database has one implementation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from ledger.command import ElectorLinks, Listing, Paper, Person
from ledger.event import Recorded
from ledger.identifiers import Mark, MemberToken, RoundId, RoundToken, Seal, Stream
from ledger.workspace import Change, Source


class StoreUnavailable(Exception):  # noqa: N818 - what went wrong is said in the sentence
    """The database cannot serve now; the sentence says why and what to do. Nothing was recorded."""


class OutcomeUnknown(StoreUnavailable):
    """The commit was not acknowledged: the commands may or may not be recorded."""


class Row(NamedTuple):
    """An event as it is stored: the four columns of the eventsourcing library's table, and its position."""

    position: int
    stream: Stream
    version: int
    kind: str
    state: bytes


class Batch(Source, Protocol):
    """One transaction under a partition's lock."""

    def last(self) -> Row | None:
        """The newest event of the partition."""

    def next_position(self) -> int:
        """Where the next event will stand: above every position that was ever given."""

    def after(self, position: int) -> Iterator[Row]:
        """Events after a position."""

    def insert(self, rows: Sequence[Row]) -> None: ...

    def put_marks(self, marks: Mapping[Mark, Change]) -> None: ...

    def put_snapshot(self, stream: Stream, version: int, shape: str, state: bytes) -> None: ...

    def put_papers(self, papers: Iterable[Paper]) -> None: ...

    def put_people(self, people: Iterable[Person]) -> None: ...

    def put_listings(self, listings: Iterable[Listing]) -> None: ...

    def put_links(self, links: Iterable[ElectorLinks]) -> None: ...

    def commit(self) -> None:
        """Make all of it durable. Raises OutcomeUnknown where that is not certain."""


class People(Protocol):
    """Names, contacts and round tokens' members; may forget."""

    def person(self, token: str) -> Person | None: ...

    def persons(self, tokens: Iterable[str]) -> Mapping[str, Person]: ...

    def round_token(self, round_id: RoundId, member: MemberToken) -> RoundToken | None: ...

    def members_of(self, round_id: RoundId) -> Mapping[RoundToken, MemberToken]: ...


class Papers(Protocol):
    """Texts and references, each found by its seal; may forget."""

    def paper(self, seal: Seal) -> Paper | None: ...

    def text(self, seal: Seal) -> str | None: ...


class Store(Protocol):
    """One database with its partitions."""

    writers: int
    """How many partitions can be written at the same time."""

    @property
    def secret(self) -> bytes:
        """The installation's secret, under which references and idempotency keys are hashed."""

    @property
    def people(self) -> People: ...

    @property
    def papers(self) -> Papers: ...

    def partitions(self) -> tuple[str, ...]: ...

    def create_partition(self, name: str) -> None: ...

    def batch(self, partition: str) -> AbstractContextManager[Batch]:
        """A transaction under the partition's lock; rolled back unless committed. Raises StoreUnavailable."""

    def source(self, partition: str) -> AbstractContextManager[Source]:
        """A consistent reading of a partition, without its lock."""

    def read(self, partition: str, after: int, limit: int) -> list[Recorded]: ...

    def events_at(self, partition: str, positions: Sequence[int]) -> list[Recorded]:
        """The events at these positions, in the order of the log, each once; positions without one are left out."""

    def stream(self, partition: str, stream: Stream, after: int = 0) -> Iterator[Recorded]: ...

    def rows(self, partition: str, after: int = 0) -> Iterator[Row]:
        """All stored rows after a position, in order, in constant memory: for a replay of the whole log."""

    def version_at(self, partition: str, stream: str, position: int) -> int:
        """The version of a stream's newest event at or before a position; 0 where it has none."""

    def head(self, partition: str) -> int:
        """The position of the newest event; 0 where there is none."""

    def find(self, partition: str, kind: str, after: int) -> list[Recorded]:
        """The events of one kind after a position."""

    def delivered(self) -> int:
        """The commons position up to which messages were delivered."""

    def set_delivered(self, position: int) -> None: ...

    def marks(self, partition: str) -> Iterator[tuple[Mark, int, bytes]]: ...

    def listing(self, partition: str, seal: Seal) -> tuple[str, ...]: ...

    def connect(self) -> Any:
        """A connection of the database's own kind, for the views, which lie in the same database."""

    def close(self) -> None: ...
