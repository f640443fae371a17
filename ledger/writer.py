"""The writer of one partition: one batch, one lock, one commit.

Commands queue. A batch takes the partition's lock, folds in what others wrote, reads the marks of all its commands in
one query, decides the commands in order, inserts, commits, and only then answers each caller. Under the lock every
stream of the partition can be read safely, so that conflicts cannot occur; the table's key is only the last guard.
"""

import logging
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import Any, ParamSpec, TypeVar

from ledger.answers import Answer, Replies
from ledger.context import Clock, RecordingContext
from ledger.crew import Crew
from ledger.encoding import decode
from ledger.identifiers import Mark
from ledger.message import MessageId, Sending
from ledger.recording import Recording
from ledger.refusals import Refused
from ledger.source import Nothing
from ledger.storage.store import Batch, OutcomeUnknown, Store, StoreUnavailable
from ledger.turn import Turn, Waiting
from ledger.workspace import Workspace

LARGEST_BATCH = 512
"""Commands decided under one lock."""

MOST_CAUGHT_UP = 10_000
"""Events of other processes that are looked through one by one; after more, all cached states are read anew."""

MOST_WAITING = 10_000
"""Commands that may wait; more are turned away, so that memory stays bounded."""

SHUTTING_DOWN = "The ledger is shutting down: try again in a moment."
GATHERED_SECONDS = 0.0005
"""How long a batch waits at most for callers who are likely to come."""

NOT_TRIED = "The database does not answer: nothing of this was recorded, so try again in a moment."

OnSent = Callable[[Sequence[tuple[MessageId, Sending]]], None]
"""Is told of the messages that a commit sends; it neither blocks nor raises."""

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


class Writer:
    """Decides and records the commands of one partition, one batch at a time."""

    def __init__(
        self,
        store: Store,
        partition: str,
        clock: Clock,
        random: Random,
        on_commit: Callable[[str, int], None],
        on_sent: OnSent,
        crew: Crew,
    ) -> None:
        self._store = store
        self._partition = partition
        self._clock = clock
        self._random = random
        self._on_commit = on_commit
        self._on_sent = on_sent
        self._crew = crew
        self._workspace = Workspace(Nothing())
        self._known_position = 0
        """Up to here the cached states hold the log; changed by what is committed, never by what may be lost."""
        self._recorded_us = 0
        """Recorded time of the newest event."""
        self._queue: deque[Waiting] = deque()
        self._bulky = 0
        """How many of them are bulky."""
        self._guard = threading.Lock()
        self._changed = threading.Condition(self._guard)
        """So many are waiting as are awaited, or none is awaited any more."""
        self._awaited = 0
        """So many commands may be expected: as many as were answered last, or waited meanwhile."""
        self._served = False
        """Whether the crew has this partition in hand, or in its turn."""
        self._closing = False

    def submit(self, waiting: Waiting) -> None:
        """Queue a command. Raises StoreUnavailable when too many wait already."""
        with self._guard:
            if self._closing:
                raise StoreUnavailable(SHUTTING_DOWN)
            if len(self._queue) >= MOST_WAITING:
                raise StoreUnavailable("Too many requests wait for the ledger: try again in a moment.")
            self._queue.append(waiting)
            self._bulky += waiting.command.bulky
            if len(self._queue) == self._awaited:
                self._changed.notify()
            if not self._served:
                self._served = True
                self._crew.serve(self._serve)

    @property
    def idle(self) -> bool:
        """Whether nothing waits or is being decided."""
        with self._guard:
            return not self._served

    def close(self) -> None:
        """Take no more commands; what waits is answered by the crew."""
        with self._guard:
            self._closing = True
            self._changed.notify()

    def _serve(self) -> bool:
        """One batch (ledger.crew.Work)."""
        with self._guard:
            self._gather()
            taken = [self._queue.popleft() for _ in range(self._next_batch())]
        # Whoever gave up waiting is left out; from here on nobody can, so that every answer can be given.
        batch = [one for one in taken if one.replies.begins(one.about)]
        if batch:
            self._carry_out(batch)
        with self._guard:
            self._served = bool(self._queue)
            return self._served

    def _next_batch(self) -> int:
        """How many of the queue share one commit: at most one of them is bulky, and that is the last."""
        most = min(len(self._queue), LARGEST_BATCH)
        if self._bulky:
            for number, one in enumerate(islice(self._queue, most), 1):
                if one.command.bulky:
                    self._bulky -= 1
                    return number
        return most

    def _gather(self) -> None:
        """Wait a moment for those who were just answered, so that all who keep asking share one commit.

        Else they would fall into two halves: one asks while the other is committed, and each pays for a commit.
        """
        if len(self._queue) < self._awaited and not self._closing and not self._crew.pressed:
            self._changed.wait_for(
                lambda: len(self._queue) >= self._awaited or self._closing, GATHERED_SECONDS
            )

    def _carry_out(self, waiting: list[Waiting]) -> None:
        try:
            with self._store.batch(self._partition) as batch:
                turns, recording = self._decide_all(batch, waiting)
                batch.commit()
        except Exception as error:  # noqa: BLE001 - it belongs to those who wait
            self._lose(waiting, error)
            return
        self._workspace.committed()
        if recording.rows:
            self._known_position, self._recorded_us = recording.last, turns[0].context.recorded_us
        if recording.sent:
            # Before anybody is told: whoever is may ask whether all that was sent is taken in.
            self._on_sent(recording.sent)
        with self._guard:
            self._awaited = min(len(waiting) + len(self._queue), LARGEST_BATCH)
        self._tell((turn.waiting, turn.result) for turn in turns)
        if recording.rows:
            self._on_commit(self._partition, recording.last)

    def _lose(self, waiting: list[Waiting], error: Exception) -> None:
        """Nothing of this batch is stored, or not for certain: keep nothing of it, and tell everyone.

        If it was stored after all, the next batch finds it in the log like the work of another process. While the
        store cannot serve, whoever queued up meanwhile is told at once, and does not wait for a failure of their own.
        """
        self._workspace.lost()
        if isinstance(error, StoreUnavailable):
            self._turn_away(StoreUnavailable(NOT_TRIED) if isinstance(error, OutcomeUnknown) else error)
        else:
            log_failure(error, f"A batch of {len(waiting)} commands", self._partition)
        self._tell((one, error) for one in waiting)

    def _turn_away(self, error: StoreUnavailable) -> None:
        with self._guard:
            queued = list(self._queue)
            self._queue.clear()
            self._bulky = 0
        self._tell((one, error) for one in queued if one.replies.begins(one.about))

    def _tell(self, answered: Iterable[tuple[Waiting, Answer | Exception | None]]) -> None:
        """Give the answers, those of the same replies in one call."""
        together: dict[Replies, list[tuple[Any, Answer | Exception]]] = {}
        for one, came in answered:
            assert came is not None, "every command of a batch comes to something"
            together.setdefault(one.replies, []).append((one.about, came))
        for replies, told in together.items():
            try:
                replies.deliver(told)
            except Exception as error:  # noqa: BLE001 - one listener's mistake is no other caller's
                log_failure(error, "An answer's delivery", self._partition)

    def _decide_all(self, batch: Batch, waiting: list[Waiting]) -> tuple[list[Turn], "Recording"]:
        """Decide in order and insert.

        Refusals too are answered after the commit: one may rest on what a neighbour did, which a failing commit undoes.
        """
        workspace = self._workspace
        workspace.begin(batch)
        self._catch_up(batch)
        recording = Recording(self._partition, batch.next_position(), self._known_position)
        recorded_us = max(self._recorded_us, self._clock.now_us())
        secret = self._store.secret
        turns = [Turn(one, RecordingContext(one.actor, recorded_us, self._random, secret)) for one in waiting]
        for turn in turns:
            self._alone(turn, turn.begin, secret)
        begun = [turn for turn in turns if turn.reads is not None]
        workspace.marks.prepare(_marks_of(begun))
        for turn in begun:
            drafted = self._alone(turn, turn.decide, workspace, self._partition, recording.last)
            if drafted is not None:
                recording.take(workspace, drafted)
                turn.answer(self._partition, recording.last, drafted.created, drafted.outcomes)
        recording.insert(batch, workspace)
        taken_in = [turn.waiting.message for turn in turns if isinstance(turn.result, Answer)]
        messages = [message for message in taken_in if message is not None]
        if messages:
            batch.take_from_outbox(messages)
        return turns, recording

    def _alone(self, turn: Turn, step: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
        """Whatever goes wrong before anything is applied is this command's alone, and harms no neighbour."""
        try:
            return step(*given, **named)
        except StoreUnavailable:
            raise
        except Refused as refusal:
            turn.result = refusal
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
            log_failure(error, type(turn.waiting.command).__name__, self._partition)
            turn.result = error
        return None

    def _catch_up(self, batch: Batch) -> None:
        """Fold in what other processes wrote since: forget the states of the streams that they changed."""
        last = batch.last()
        head = last.position if last else 0
        if head == self._known_position:
            return
        # Where events were taken away, nothing that was known can be relied upon.
        if not 0 < head - self._known_position <= MOST_CAUGHT_UP:
            self._workspace.kept.clear()
        elif self._workspace.kept:
            self._workspace.forget({row.stream for row in batch.after(self._known_position)})
        if last is not None:
            newest = decode(self._partition, last.position, last.stream, last.version, last.kind, last.state)
            self._recorded_us = max(self._recorded_us, newest.envelope.recorded_us)
        self._known_position = head


def _marks_of(turns: list[Turn]) -> Iterator[Mark]:
    """All marks that commands read, those of their idempotency keys among them."""
    for turn in turns:
        if turn.reads is not None:
            yield from turn.reads.marks
        if turn.asked is not None:
            yield turn.asked.mark


def log_failure(error: Exception, what: str, partition: str) -> None:
    """Where a mistake in the code showed. An error's own text may hold what somebody entered, so it is left out."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed in partition %s: %s\n%s", what, partition, type(error).__name__, where)
