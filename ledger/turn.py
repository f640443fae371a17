"""One command of a batch, from what it reads to what its caller is told after the commit."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ledger.answers import Answer, Replies, Request, RequestRecord
from ledger.command import Command, Fact, PaperFile, Reads
from ledger.context import RecordingContext, all_readable
from ledger.event import Event
from ledger.marks import Asked
from ledger.message import MessageId
from ledger.recording import Drafted, run_through, written
from ledger.refusals import KeyReused, StaleVersion
from ledger.workspace import Declared, Workspace


class Waiting(msgspec.Struct):
    """A command in the queue, and who waits for it."""

    command: Command
    actor: str
    request: Request | None
    dry_run: bool
    expected: Mapping[str, int]
    replies: Replies
    about: Any
    """What the replies are told that this is about."""
    message: MessageId | None = None
    """The message that this takes in: it goes from the outbox with the same commit, unless it is refused."""


class Turn:
    """One command of a batch."""

    __slots__ = ("asked", "context", "reads", "result", "waiting")

    def __init__(self, waiting: Waiting, context: RecordingContext) -> None:
        self.waiting = waiting
        self.context = context
        self.reads: Reads | None = None
        """None until it has said them, and where it could not."""
        self.asked: Asked | None = None
        self.result: Answer | Exception | None = None

    def begin(self, secret: bytes) -> None:
        """Ask the command what it reads. Raises what the command raises, TextTooLong or TextUnreadable."""
        one = self.waiting
        reads = one.command.reads(self.context)
        if one.expected:
            reads = msgspec.structs.replace(reads, streams=tuple({*reads.streams, *one.expected}))
        # A name that no database can hold would fail the query for all the marks of the batch.
        all_readable((one.actor, *reads.streams, *reads.marks, *reads.groups))
        if one.request is not None:
            self.asked = Asked.of(one.request, secret)
        self.reads = reads

    def decide(self, workspace: Workspace, partition: str, last: int) -> Drafted | None:
        """What is to be recorded; None where the answer is known without that. Raises Refused."""
        one, asked = self.waiting, self.asked
        assert self.reads is not None, "a command decides after it has said what it reads"
        if asked is not None:
            earlier = workspace.marks.request(asked.mark)
            if earlier is not None:
                self._repeat(earlier, asked, partition)
                return None
        seen = Declared(workspace, self.reads)
        for stream, version in one.expected.items():
            if seen.version(stream) != version:
                raise StaleVersion(version=seen.version(stream))
        outcomes, created = run_through(one.command.decide(seen, self.context))
        facts = [outcome for outcome in outcomes if isinstance(outcome, Fact)]
        if one.dry_run or not facts:
            self.answer(partition, last, created, facts)
            again = [] if one.dry_run else [kept for kept in outcomes if isinstance(kept, PaperFile)]
            # A file that is there already was filed again: nothing has happened, but if it was lost, it is back.
            return Drafted([*again], [], None, created) if again else None
        return Drafted(outcomes, written(facts, self.context, asked, created), asked, created)

    def _repeat(self, earlier: RequestRecord, asked: Asked, partition: str) -> None:
        if earlier.fingerprint != asked.fingerprint:
            raise KeyReused
        position = f"{partition}.{earlier.position}"
        self.result = Answer(position=position, created=earlier.created, replayed=True)

    def answer(self, partition: str, position: int, created: str, outcomes: list[Any]) -> None:
        """What the caller is told if the batch is committed."""
        kinds = tuple([outcome.event.kind() for outcome in outcomes if isinstance(outcome, Fact)])
        foreseen: tuple[Event, ...] = ()
        if self.waiting.dry_run:
            foreseen = tuple([outcome.event for outcome in outcomes if isinstance(outcome, Fact)])
        self.result = Answer(
            position=f"{partition}.{position}", created=created, kinds=kinds, foreseen=foreseen
        )
