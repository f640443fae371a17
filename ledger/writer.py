"""The writer of one partition: one batch, one lock, one commit.

Commands queue. A batch takes the partition's lock, folds in what others wrote, reads the marks of all its commands in
one query, decides the commands in order, inserts, commits, and only then answers each caller. Under the lock every
stream of the partition can be read safely, so that conflicts cannot occur; the table's key is only the last guard.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from random import Random

import msgspec

from ledger.command import Command, Decision, ElectorLinks, Fact, Listing, Outcome, Paper, Person, Reads
from ledger.context import Clock, RecordingContext, keyed_hash
from ledger.encoding import decode, encode
from ledger.event import Envelope
from ledger.identifiers import Mark, Stream
from ledger.refusals import KeyReused, Refused, StaleVersion
from ledger.snapshots import EVERY, shape_of, write_snapshot
from ledger.storage.store import Batch, OutcomeUnknown, Row, Store, StoreUnavailable
from ledger.workspace import Declared, Nothing, Workspace

LARGEST_BATCH = 512
"""Commands decided under one lock."""

MOST_WAITING = 10_000
"""Commands that may wait; more are turned away, so that memory stays bounded."""

log = logging.getLogger(__name__)


class Request(msgspec.Struct, frozen=True):
    """What makes a repeated request recognisable: who asked, with which key, for what."""

    caller: str
    key: str
    content: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller is told. Rebuilt, for a repeat, from what the log holds."""

    position: str
    """Of the last event recorded for the command: `<partition>.<number>`, to be compared and passed on only."""
    created: str
    """Id of what the command made or was about."""
    replayed: bool = False
    kinds: tuple[str, ...] = ()
    """Kinds of the events recorded, or, in a dry run, that would be."""


class RequestRecord(msgspec.Struct, frozen=True):
    """The value of an idempotency mark."""

    fingerprint: str
    position: int
    created: str


class Waiting(msgspec.Struct):
    """A command in the queue, and who waits for it."""

    command: Command
    actor: str
    request: Request | None
    dry_run: bool
    expected: Mapping[str, int]
    answer: Future[Answer]


class Decided(msgspec.Struct):
    """What a command of the batch came to."""

    waiting: Waiting
    answer: Answer


class Writer:
    """Decides and records the commands of one partition, in one thread."""

    def __init__(
        self,
        store: Store,
        partition: str,
        clock: Clock,
        random: Random,
        on_commit: Callable[[str, int], None],
    ) -> None:
        self._store = store
        self._partition = partition
        self._clock = clock
        self._random = random
        self._on_commit = on_commit
        self._workspace = Workspace(Nothing())
        self._known_position = 0
        self._recorded_us = 0
        self._queue: deque[Waiting] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"writer-{partition}", daemon=True)
        self._thread.start()

    def submit(self, waiting: Waiting) -> None:
        """Queue a command. Raises StoreUnavailable when too many wait already."""
        with self._wake:
            if self._closing:
                raise StoreUnavailable("The ledger is shutting down: try again in a moment.")
            if len(self._queue) >= MOST_WAITING:
                raise StoreUnavailable("Too many requests wait for the ledger: try again in a moment.")
            self._queue.append(waiting)
            self._wake.notify()

    def close(self) -> None:
        """Answer all that wait, then stop."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._queue and not self._closing:
                    self._wake.wait()
                if not self._queue:
                    return
                batch = [self._queue.popleft() for _ in range(min(len(self._queue), LARGEST_BATCH))]
            try:
                self._carry_out(batch)
            except Exception as error:
                log.exception("a batch of %d commands failed in partition %s", len(batch), self._partition)
                self._fail(batch, error)

    def _fail(self, batch: list[Waiting], error: Exception) -> None:
        self._workspace.lost()
        for waiting in batch:
            if not waiting.answer.done():
                waiting.answer.set_exception(error)

    def _carry_out(self, waiting: list[Waiting]) -> None:
        try:
            with self._store.batch(self._partition) as batch:
                decided = self._decide_all(batch, waiting)
                batch.commit()
        except StoreUnavailable as error:
            self._known_position = -1 if isinstance(error, OutcomeUnknown) else self._known_position
            self._fail(waiting, error)
            return
        self._workspace.committed()
        for done in decided:
            done.waiting.answer.set_result(done.answer)
        if any(done.answer.kinds for done in decided):
            self._on_commit(self._partition, self._known_position)

    def _decide_all(self, batch: Batch, waiting: list[Waiting]) -> list[Decided]:
        """Decide in order and insert; refusals are answered at once, since they change nothing."""
        workspace = self._workspace
        workspace.source = batch
        self._catch_up(batch)
        recording = _Recording(self._partition, batch.next_position())
        self._recorded_us = max(self._recorded_us, self._clock.now_us())
        contexts = [self._context(w) for w in waiting]
        reads = self._reads_of(waiting, contexts)
        workspace.prepare(tuple(read for read in reads if read is not None))
        decided = []
        for one, context, read in zip(waiting, contexts, reads, strict=True):
            if read is None or not one.answer.set_running_or_notify_cancel():
                continue
            try:
                decided.append(Decided(one, self._decide(one, context, read, recording)))
            except Refused as refusal:
                one.answer.set_exception(refusal)
        recording.insert(batch, workspace)
        self._known_position = max(self._known_position, recording.next_position - 1)
        return decided

    def _catch_up(self, batch: Batch) -> None:
        """Fold in what other processes wrote since: forget the states of the streams that they changed."""
        if self._known_position < 0:
            self._workspace.kept.clear()
            self._known_position = 0
        last = batch.last()
        if last is None or last.position <= self._known_position:
            return
        if last.position - self._known_position > LARGEST_BATCH * 20:
            self._workspace.kept.clear()
        else:
            self._workspace.forget({row.stream for row in batch.after(self._known_position)})
        newest = decode(self._partition, last.position, last.stream, last.version, last.state)
        self._recorded_us = max(self._recorded_us, newest.envelope.recorded_us)
        self._known_position = last.position

    def _context(self, waiting: Waiting) -> RecordingContext:
        return RecordingContext(
            actor=waiting.actor, recorded_us=self._recorded_us, random=self._random, secret=self._store.secret
        )

    def _reads_of(self, waiting: list[Waiting], contexts: list[RecordingContext]) -> list[Reads | None]:
        """What each command reads, its idempotency mark among it; None where even asking was refused."""
        reads: list[Reads | None] = []
        for one, context in zip(waiting, contexts, strict=True):
            try:
                read = one.command.reads(context)
            except Refused as refusal:
                one.answer.set_exception(refusal)
                reads.append(None)
                continue
            if one.request is not None:
                read = msgspec.structs.replace(read, marks=(*read.marks, self._request_mark(one.request)))
            if one.expected:
                read = msgspec.structs.replace(read, streams=tuple({*read.streams, *one.expected}))
            reads.append(read)
        return reads

    def _request_mark(self, request: Request) -> Mark:
        return Mark("request:" + keyed_hash(self._store.secret, f"{request.caller}\n{request.key}"))

    def _decide(
        self, waiting: Waiting, context: RecordingContext, reads: Reads, recording: "_Recording"
    ) -> Answer:
        seen = Declared(self._workspace, reads)
        request_mark = fingerprint = None
        if waiting.request is not None:
            request_mark = self._request_mark(waiting.request)
            fingerprint = keyed_hash(self._store.secret, waiting.request.content)
            earlier = seen.mark(request_mark, RequestRecord)
            if earlier is not None:
                return self._repeated(earlier, fingerprint)
        for stream, version in waiting.expected.items():
            if seen.version(stream) != version:
                raise StaleVersion(version=seen.version(stream))
        outcomes, created = _run_through(waiting.command.decide(seen, context))
        kinds = tuple(outcome.event.kind() for outcome in outcomes if isinstance(outcome, Fact))
        if waiting.dry_run:
            return self._answer(recording.next_position - 1, created, kinds)
        position = recording.take(
            self._workspace, outcomes, context, request_mark if kinds else None, fingerprint, created
        )
        return self._answer(position, created, kinds)

    def _repeated(self, earlier: RequestRecord, fingerprint: str) -> Answer:
        if earlier.fingerprint != fingerprint:
            raise KeyReused
        return Answer(
            position=f"{self._partition}.{earlier.position}", created=earlier.created, replayed=True
        )

    def _answer(self, position: int, created: str, kinds: tuple[str, ...]) -> Answer:
        return Answer(position=f"{self._partition}.{position}", created=created, kinds=kinds)


def _run_through(decision: Decision) -> tuple[list[Outcome], str]:
    """All that a decision yields, before any of it is applied: a refusal halfway leaves nothing behind."""
    outcomes: list[Outcome] = []
    while True:
        try:
            outcomes.append(next(decision))
        except StopIteration as stop:
            return outcomes, stop.value


class _Recording:
    """What a batch has decided and not inserted yet."""

    def __init__(self, partition: str, next_position: int) -> None:
        self.next_position = next_position
        self._partition = partition
        self._rows: list[Row] = []
        self._papers: list[Paper] = []
        self._people: list[Person] = []
        self._listings: list[Listing] = []
        self._links: list[ElectorLinks] = []

    def take(
        self,
        workspace: Workspace,
        outcomes: list[Outcome],
        context: RecordingContext,
        request: Mark | None,
        fingerprint: str | None,
        created: str,
    ) -> int:
        """Apply and keep what one command decided; the position of its last event."""
        facts = self._sort_out(workspace, outcomes)
        first = True
        for fact in facts:
            envelope = Envelope(
                recorded_us=context.recorded_us,
                actor=context.actor,
                cause=None if first else facts[0].stream,
                request=request if first else None,
                fingerprint=fingerprint if first and request else None,
                created=created if first and request else None,
                schema=fact.event.schema,
            )
            version = workspace.record(fact)
            state = encode(envelope, fact.event)
            self._rows.append(Row(self.next_position, Stream(fact.stream), version, fact.event.kind(), state))
            if request is not None and fingerprint is not None and first:
                workspace.put(
                    request, RequestRecord(fingerprint, self.next_position + len(facts) - 1, created)
                )
            self.next_position += 1
            first = False
        return self.next_position - 1

    def _sort_out(self, workspace: Workspace, outcomes: list[Outcome]) -> list[Fact]:
        facts: list[Fact] = []
        for outcome in outcomes:
            match outcome:
                case Fact():
                    facts.append(outcome)
                case Paper():
                    self._papers.append(outcome)
                case Person():
                    self._people.append(outcome)
                case Listing():
                    self._listings.append(outcome)
                    workspace.hold(outcome)
                case ElectorLinks():
                    self._links.append(outcome)
        return facts

    def insert(self, batch: Batch, workspace: Workspace) -> None:
        """Write all of it in the batch's transaction."""
        if not self._rows:
            return
        batch.insert(self._rows)
        batch.put_marks(workspace.changed, self.next_position - 1)
        batch.put_papers(self._papers)
        batch.put_people(self._people)
        batch.put_listings(self._listings)
        batch.put_links(self._links)
        latest = {row.stream: row.version for row in self._rows}
        before = {row.stream: row.version - 1 for row in reversed(self._rows)}
        for stream, version in latest.items():
            if version // EVERY > before[stream] // EVERY:
                state = workspace.keep(stream).state
                batch.put_snapshot(stream, version, shape_of(type(state)), write_snapshot(state))
