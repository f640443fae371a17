"""A rehearsal: commands carried out one upon another over what is recorded, and nothing of it kept.

A dry run of one command cannot foresee what a later one needs of it. Whoever has many that belong together, such as the
rows of a sheet, rehearses them all before the first is recorded. The lock is not taken: what others record meanwhile
is met when the commands are carried out in earnest.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec

from ledger.answers import FUTURES, Request, RequestRecord
from ledger.chance import PooledRandom
from ledger.command import AccountCommand, Fact, SealedPart
from ledger.context import Clock, RecordingContext
from ledger.event import Event, Recorded
from ledger.identifiers import Mark, MemberToken, RoundId, RoundToken, Seal, Stream
from ledger.marks import Asked
from ledger.recording import Recording
from ledger.storage.store import Reading, Store
from ledger.turn import Turn, Waiting
from ledger.workspace import Workspace

T = TypeVar("T")


class Rehearsed(msgspec.Struct, frozen=True):
    """What a command would come to."""

    created: str
    events: tuple[Event, ...]


class Rehearsal:
    """One partition as it stood when the rehearsal began, and what the commands so far would have made of it."""

    def __init__(self, store: Store, partition: str, source: Reading, clock: Clock) -> None:
        self._store = store
        self._source = source
        self._partition = partition
        self._workspace = Workspace(source)
        head = source.head()
        newest = source.event_at(head)
        self._recording = Recording(partition, head + 1, head)
        self._recorded_us = max(newest.envelope.recorded_us if newest else 0, clock.now_us())
        self._random = PooledRandom()

    def carry_out(self, command: AccountCommand, *, by: str) -> Rehearsed:
        """Decide a command and apply what it decides. Raises Refused."""
        gathered = command.gather(_Seen(self._store, self._source, self._workspace))
        waiting = Waiting(gathered, by, None, False, {}, FUTURES, None)
        secret = self._store.secret
        turn = Turn(waiting, RecordingContext(by, self._recorded_us, self._random, secret))
        turn.begin(secret)
        assert turn.reads is not None, "a turn that has begun knows what it reads"
        self._workspace.marks.prepare(turn.reads.marks)
        drafted = turn.decide(self._workspace, self._partition, self._recording.last)
        if drafted is None:
            assert turn.result is not None, "what drafts nothing is answered"
            assert not isinstance(turn.result, Exception), "a refusal is raised"
            return Rehearsed(turn.result.created, ())
        self._recording.take(self._workspace, drafted)
        events = tuple(outcome.event for outcome in drafted.outcomes if isinstance(outcome, Fact))
        return Rehearsed(drafted.created, events)


@contextmanager
def rehearsing(store: Store, partition: str, clock: Clock) -> Iterator[Rehearsal]:
    """A rehearsal in a partition, for as long as its reading is held. Raises StoreUnavailable."""
    with store.source(partition) as source:
        yield Rehearsal(store, partition, source, clock)


def earlier(
    store: Store, partition: str, requests: Iterable[Request]
) -> dict[str, tuple[RequestRecord, bool]]:
    """Of these requests those made before, by their keys: what each came to, and whether it asked the same."""
    asked = {request.key: Asked.of(request, store.secret) for request in requests}
    with store.source(partition) as source:
        marks = Workspace(source).marks
        marks.prepare(one.mark for one in asked.values())
        found = {key: marks.request(one.mark) for key, one in asked.items()}
    return {
        key: (record, record.fingerprint == asked[key].fingerprint)
        for key, record in found.items()
        if record is not None
    }


class _Seen:
    """The partition as commands of a rehearsal may read it before their turn (ledger.command.Log)."""

    def __init__(self, store: Store, source: Reading, workspace: Workspace) -> None:
        self._store = store
        self._source = source
        self._workspace = workspace

    def events(self, stream: Stream) -> Iterator[tuple[int, Event]]:
        return enumerate(self._workspace.since(stream, 0), 1)

    def read(self, stream: Stream) -> Iterator[Recorded]:
        """Only what is recorded: the rest is known to no envelope."""
        return self._source.recorded(stream)

    def event(self, stream: Stream, version: int) -> Any:
        return next((event for number, event in self.events(stream) if number == version), None)

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        return self._workspace.marks.get(mark, kind)

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return self._workspace.listing(seal)

    def tokens_in(self, round_id: RoundId, members: Iterable[MemberToken]) -> tuple[RoundToken, ...]:
        linked = {member: token for token, member in self._store.people.members_of(round_id).items()}
        return tuple(linked[member] for member in members if member in linked)

    def sealed_parts(self, round_id: RoundId) -> Mapping[int, SealedPart]:
        return self._store.sealed_ballots.parts(round_id)
