"""What the ledger asks of a store; each kind of database has one implementation."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from random import Random
from typing import NamedTuple, Protocol

import msgspec

from ledger.command import ElectorLinks, Listing, Paper, PaperFile, Person, SealedPart
from ledger.context import canonical, seal_of
from ledger.event import Recorded
from ledger.identifiers import InstallationId, Mark, MemberToken, RoundId, RoundToken, Seal, Stream
from ledger.message import MessageId, Posted
from ledger.source import Source

MANY = 5_000
"""Rows that are read at a time, where all are read."""


class StoreUnavailable(Exception):  # noqa: N818 - what went wrong is said in the sentence
    """The database cannot serve now; the sentence says why and what to do. Nothing was recorded."""


class OutcomeUnknown(StoreUnavailable):
    """The commit was not acknowledged: the commands may or may not be recorded."""


class ListAltered(StoreUnavailable):
    """A list is not the one that was recorded; the sentence says which."""


def items_of(seal: Seal, salt: str, written: bytes, where: str) -> tuple[str, ...]:
    """The items of a stored list, compared with the seal by which events name it. Raises ListAltered."""
    items = msgspec.json.decode(written, type=tuple[str, ...])
    if seal_of(salt, canonical(items)) != seal:
        raise ListAltered(f"The list with seal {seal} in {where} was altered: it does not fit its seal.")
    return items


class Row(NamedTuple):
    """An event as it is stored: the four columns of the eventsourcing library's table, and its position."""

    position: int
    stream: Stream
    version: int
    kind: str
    state: bytes


RawRow = tuple[int, str, int, str, bytes]
"""The same as the database gives it, where millions are read: making a Row of each would cost half as much again."""


class Reading(Source, Protocol):
    """A partition as it stood at one moment, for as long as it is read and whatever others write meanwhile."""

    def head(self) -> int:
        """The position of the newest event; 0 where there is none."""

    def rows(self, after: int = 0) -> Iterator[RawRow]:
        """All stored rows after a position, in order, in constant memory."""

    def marks_by_position(self) -> Iterator[tuple[int, Mark, bytes]]:
        """All marks, with the positions that left them, in the order of these, in constant memory."""

    def snapshots(self) -> Iterator[tuple[Stream, int]]:
        """The stream and version of every stored snapshot."""


class Batch(Source, Protocol):
    """One transaction under a partition's lock."""

    def last(self) -> Row | None:
        """The newest event of the partition."""

    def next_position(self) -> int:
        """Where the next event will stand: above every position that was ever given."""

    def after(self, position: int) -> Iterator[Row]:
        """Events after a position."""

    def insert(self, rows: Sequence[RawRow]) -> None: ...

    def put_marks(self, kept: Sequence[tuple[Mark, int, bytes]], gone: Sequence[Mark]) -> None:
        """Marks as they were left, with the positions of the events that left them, and marks that were taken away."""

    def put_snapshot(self, stream: Stream, version: int, shape: str, state: bytes) -> None: ...

    def put_papers(self, papers: Iterable[Paper]) -> None: ...

    def put_files(self, files: Sequence[PaperFile]) -> None:
        """Evidence files; one that is stored already takes its own place, whatever lay there."""

    def forget_files(self, seals: Sequence[Seal]) -> None:
        """Take evidence files away; those that are gone already change nothing."""

    def put_references(self, references: Sequence[tuple[int, str]]) -> None:
        """Outside references, each with the position of the event that holds its hash."""

    def put_people(self, people: Iterable[Person]) -> None: ...

    def put_listings(self, listings: Iterable[Listing]) -> None: ...

    def put_links(self, links: Sequence[ElectorLinks]) -> None: ...

    def put_sealed_parts(self, parts: Sequence[SealedPart]) -> None: ...

    def forget_rounds(self, rounds: Sequence[RoundId]) -> None:
        """Take away all that confidential rounds keep beside the log: sealed parts, pepper, links of tokens."""

    def put_outbox(self, posted: Sequence[Posted]) -> None:
        """Messages that events of this batch send."""

    def take_from_outbox(self, messages: Sequence[MessageId]) -> None:
        """Messages that this batch takes in, from whichever partition; those that are gone already change nothing."""

    def commit(self) -> None:
        """Make all of it durable. Raises OutcomeUnknown where that is not certain."""


class People(Protocol):
    """Names, contacts and round tokens' members; may forget."""

    def person(self, token: str) -> Person | None: ...

    def persons(self, tokens: Iterable[str]) -> Mapping[str, Person]: ...

    def round_token(self, round_id: RoundId, member: MemberToken) -> RoundToken | None: ...

    def members_of(self, round_id: RoundId) -> Mapping[RoundToken, MemberToken]: ...


class SealedBallots(Protocol):
    """What confidential rounds keep beside the log until they are final; each round is forgotten as a whole."""

    def parts(self, round_id: RoundId) -> Mapping[int, SealedPart]:
        """The sealed parts of a round's ballots, by their numbers."""

    def pepper(self, round_id: RoundId) -> str:
        """With what its repeated requests are hashed; empty where the round is not confidential, or is forgotten."""


def links_apart(links: Sequence[ElectorLinks]) -> Iterator[tuple[str, list[ElectorLinks]]]:
    """Tables and the links that belong there: those of confidential rounds lie apart, since they are forgotten."""
    yield "elector_links", [group for group in links if not group.pepper]
    yield "confidential_links", [group for group in links if group.pepper]


class Papers(Protocol):
    """Texts and files, each found by its seal, and references, by the position of their event; may forget.

    What no longer fits its seal is never given out: it raises PaperAltered.
    """

    def paper(self, seal: Seal) -> Paper | None: ...

    def text(self, seal: Seal) -> str | None: ...

    def file(self, seal: Seal) -> PaperFile | None: ...

    def holds(self, seals: Collection[Seal]) -> Mapping[Seal, bool]:
        """Of these seals, those under which a text or file lies, and whether each of them fits."""

    def reference(self, partition: str, position: int) -> str | None: ...


class Outbox(Protocol):
    """Messages that were sent and not taken in yet, of all partitions, in the order of their ids."""

    def due(self, after: MessageId, limit: int) -> list[Posted]:
        """Messages to be tried: neither refused nor waiting for an installation."""

    def waiting_for(self, installation: InstallationId, after: MessageId, limit: int) -> list[Posted]:
        """Messages for an installation that it has not refused."""

    def everything(self, after: MessageId, limit: int) -> list[Posted]:
        """All messages, refused ones too."""

    def refused(self, refusals: Collection[str], after: MessageId, limit: int) -> list[Posted]:
        """Messages that were refused with one of these slugs."""

    def put_off(self, messages: Sequence[MessageId], installation: InstallationId) -> None:
        """Let messages wait for the installation where their account lies."""

    def park(self, message: MessageId, refusal: str) -> None:
        """Note why a message was refused."""

    def try_again(self, message: MessageId) -> bool:
        """Make a refused message due again; whether there is one."""

    def release(self, messages: Sequence[MessageId]) -> None:
        """Make refused messages due again; where their accounts lie is looked up anew."""

    def put(self, posted: Sequence[Posted]) -> None:
        """Put messages in that were sent before; those that are in it already stay as they are."""

    def take(self, messages: Sequence[MessageId]) -> None:
        """Take messages away that another installation has taken in."""


FIRST = MessageId("", 0, 0)
"""Before every message."""


class Store(Protocol):
    """One database with its partitions."""

    writers: int
    """How many partitions can be written at the same time."""

    @property
    def address(self) -> str:
        """Path or URL of the database."""

    @property
    def secret(self) -> bytes:
        """The installation's secret, under which references and idempotency keys are hashed."""

    @property
    def people(self) -> People: ...

    @property
    def papers(self) -> Papers: ...

    @property
    def sealed_ballots(self) -> SealedBallots: ...

    @property
    def outbox(self) -> Outbox: ...

    def partitions(self) -> tuple[str, ...]: ...

    def create_partition(self, name: str) -> None:
        """Make a partition where it is not there. Raises StoreUnavailable where that is the owner's to do."""

    def free_partition(self, random: Random) -> str:
        """The name of a partition in which nothing lies yet. Raises StoreUnavailable where none is left."""

    def batch(self, partition: str) -> AbstractContextManager[Batch]:
        """A transaction under the partition's lock; rolled back unless committed. Raises StoreUnavailable."""

    def source(self, partition: str) -> AbstractContextManager[Reading]:
        """A consistent reading of a partition, without its lock."""

    def read(self, partition: str, after: int, limit: int) -> list[Recorded]: ...

    def events_at(self, partition: str, positions: Sequence[int]) -> list[Recorded]:
        """The events at these positions, in the order of the log, each once; positions without one are left out."""

    def stream(
        self, partition: str, stream: Stream, after: int = 0, at_once: int = MANY
    ) -> Iterator[Recorded]:
        """The events of a stream after a version, so many of them looked up at a time where that saves journeys."""

    def version_at(self, partition: str, stream: str, position: int) -> int:
        """The version of a stream's newest event at or before a position; 0 where it has none."""

    def head(self, partition: str) -> int:
        """The position of the newest event; 0 where there is none."""

    def find(self, partition: str, kind: str, streams: str, after: int) -> list[Recorded]:
        """The events of one kind after a position, in the streams whose names begin so; no others are looked at."""

    def listing(self, partition: str, seal: Seal) -> tuple[str, ...]: ...

    def listen(self, on_news: Callable[[str], None]) -> Callable[[], None]:
        """Be told in which partition another program has just committed, until what this returns is called.

        News may get lost, and some stores have none: whoever must know looks now and then.
        """

    def close(self) -> None: ...
