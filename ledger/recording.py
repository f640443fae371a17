"""What a batch has decided: written down once all of a command is known, and inserted in one piece."""

from typing import NamedTuple

from ledger.answers import RequestRecord
from ledger.command import (
    Decision,
    ElectorLinks,
    Fact,
    ForgetRound,
    Forgetting,
    Listing,
    Outcome,
    Paper,
    PaperFile,
    Person,
    Reference,
    SealedPart,
)
from ledger.context import RecordingContext
from ledger.encoding import encode
from ledger.event import Envelope, Event
from ledger.identifiers import RoundId, Seal, Stream
from ledger.marks import Asked
from ledger.message import MessageId, Posted, Sending
from ledger.snapshots import EVERY, shape_of, write_snapshot
from ledger.storage.store import Batch, RawRow
from ledger.workspace import Workspace


class Drafted(NamedTuple):
    """What a command decided, written down and not applied yet."""

    outcomes: list[Outcome]
    states: list[bytes]
    """The facts among the outcomes, in their envelopes."""
    asked: Asked | None
    created: str


def run_through(decision: Decision) -> tuple[list[Outcome], str]:
    """All that a decision yields, before any of it is applied: a refusal halfway leaves nothing behind."""
    outcomes: list[Outcome] = []
    try:
        while True:
            outcomes.append(next(decision))
    except StopIteration as stop:
        return outcomes, stop.value


def written(facts: list[Fact], context: RecordingContext, asked: Asked | None, created: str) -> list[bytes]:
    """The facts in their envelopes, as bytes; what makes the request recognisable stands on the first alone."""
    first = facts[0]
    named = created == first.event.made(first.stream)
    states = [
        encode(
            Envelope(
                recorded_us=context.recorded_us,
                actor=context.actor,
                request=None if asked is None else asked.told,
                created=None if asked is None or named else created,
                schema=first.event.schema,
            ),
            first.event,
        )
    ]
    for fact in facts[1:]:
        envelope = Envelope(
            recorded_us=context.recorded_us,
            actor=context.actor,
            cause=first.stream,
            schema=fact.event.schema,
        )
        states.append(encode(envelope, fact.event))
    return states


class Recording:
    """What a batch has decided and not inserted yet."""

    def __init__(self, partition: str, next_position: int, last: int) -> None:
        self.rows: list[RawRow] = []
        self.last = last
        """Position of the newest event, recorded or about to be."""
        self._partition = partition
        self._next_position = next_position
        self._papers: list[Paper] = []
        self._files: dict[Seal, PaperFile | None] = {}
        """By their seals; None for one that is forgotten."""
        self._references: list[tuple[int, str]] = []
        """Each with the position of the event that holds its hash."""
        self._people: list[Person] = []
        self._listings: list[Listing] = []
        self._links: list[ElectorLinks] = []
        self._sealed: list[SealedPart] = []
        self._forgotten: list[RoundId] = []
        self.sent: list[tuple[MessageId, Sending]] = []
        """Messages that its events send."""
        self._due: set[Stream] = set()
        """Streams of which a snapshot is to be taken."""

    def take(self, workspace: Workspace, drafted: Drafted) -> None:
        """Apply and keep what one command decided."""
        # Lists first: an event may name the seal of one that is yielded after it.
        for outcome in drafted.outcomes:
            if isinstance(outcome, Listing):
                workspace.hold(outcome)
        first = workspace.position = self._next_position - 1
        states = iter(drafted.states)
        for outcome in drafted.outcomes:
            match outcome:
                case Fact():
                    self._record(workspace, outcome, next(states))
                case Paper():
                    self._papers.append(outcome)
                case PaperFile():
                    self._files[outcome.seal] = outcome
                case Forgetting():
                    self._files[outcome.seal] = None
                case Reference():
                    self._references.append((workspace.position + 1, outcome.text))
                case Person():
                    self._people.append(outcome)
                case Listing():
                    self._listings.append(outcome)
                case ElectorLinks():
                    self._links.append(outcome)
                case SealedPart():
                    self._sealed.append(outcome)
                case ForgetRound():
                    self._forgotten.append(outcome.round)
        if drafted.states:
            self.last = workspace.position
            self._next_position = self.last + 1
        if drafted.asked is not None:
            record = RequestRecord(drafted.asked.fingerprint, self.last, drafted.created)
            workspace.marks.note(drafted.asked.mark, record, first + 1)

    def _record(self, workspace: Workspace, fact: Fact, state: bytes) -> None:
        version = workspace.record(fact)
        self.rows.append((workspace.position, fact.stream, version, fact.event.kind(), state))
        if type(fact.event).sends is not Event.sends:
            self._send(workspace.position, fact)
        if version % EVERY == 0:
            self._due.add(Stream(fact.stream))

    def _send(self, position: int, fact: Fact) -> None:
        for number, sending in enumerate(fact.event.sends(Stream(fact.stream))):
            self.sent.append((MessageId(self._partition, position, number), sending))

    def insert(self, batch: Batch, workspace: Workspace) -> None:
        """Write all of it in the batch's transaction."""
        if self._files:
            batch.put_files([file for file in self._files.values() if file is not None])
            batch.forget_files([seal for seal, file in self._files.items() if file is None])
        if not self.rows:
            return
        batch.insert(self.rows)
        batch.put_marks(*workspace.marks.left())
        batch.put_papers(self._papers)
        batch.put_references(self._references)
        batch.put_people(self._people)
        batch.put_listings(self._listings)
        batch.put_links(self._links)
        batch.put_sealed_parts(self._sealed)
        # After all of these: a round may be opened and made final in one batch.
        batch.forget_rounds(self._forgotten)
        if self.sent:
            batch.put_outbox([Posted(*message, sending.to) for message, sending in self.sent])
        for stream in self._due:
            kept = workspace.keep(stream)
            batch.put_snapshot(stream, kept.version, shape_of(type(kept.state)), write_snapshot(kept.state))
