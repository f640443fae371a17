"""What a batch has decided: written down once all of a command is known, and inserted in one piece."""

import msgspec

from ledger.answers import RequestRecord
from ledger.command import Decision, ElectorLinks, Fact, Listing, Outcome, Paper, Person
from ledger.context import RecordingContext
from ledger.encoding import encode
from ledger.event import Envelope
from ledger.identifiers import Mark, Stream
from ledger.snapshots import EVERY, shape_of, write_snapshot
from ledger.storage.store import Batch, Row
from ledger.workspace import Workspace


class Drafted(msgspec.Struct, frozen=True):
    """What a command decided, written down and not applied yet."""

    outcomes: list[Outcome]
    facts: list[tuple[Fact, bytes]]
    request: tuple[Mark, str] | None
    """Idempotency mark and fingerprint."""
    created: str


def run_through(decision: Decision) -> tuple[list[Outcome], str]:
    """All that a decision yields, before any of it is applied: a refusal halfway leaves nothing behind."""
    outcomes: list[Outcome] = []
    while True:
        try:
            outcomes.append(next(decision))
        except StopIteration as stop:
            return outcomes, stop.value


def written(
    facts: list[Fact], context: RecordingContext, request: tuple[Mark, str] | None, created: str
) -> list[tuple[Fact, bytes]]:
    """The facts in their envelopes, as bytes; the idempotency mark stands on the first alone."""
    rows = []
    for place, fact in enumerate(facts):
        marked = request is not None and place == 0
        envelope = Envelope(
            recorded_us=context.recorded_us,
            actor=context.actor,
            cause=facts[0].stream if place else None,
            request=request[0] if request and marked else None,
            fingerprint=request[1] if request and marked else None,
            created=created if marked else None,
            schema=fact.event.schema,
        )
        rows.append((fact, encode(envelope, fact.event)))
    return rows


class Recording:
    """What a batch has decided and not inserted yet."""

    def __init__(self, next_position: int, last: int) -> None:
        self.rows: list[Row] = []
        self.last = last
        """Position of the newest event, recorded or about to be."""
        self._next_position = next_position
        self._papers: list[Paper] = []
        self._people: list[Person] = []
        self._listings: list[Listing] = []
        self._links: list[ElectorLinks] = []

    def take(self, workspace: Workspace, drafted: Drafted) -> None:
        """Apply and keep what one command decided."""
        for outcome in drafted.outcomes:
            match outcome:
                case Fact():
                    pass
                case Paper():
                    self._papers.append(outcome)
                case Person():
                    self._people.append(outcome)
                case Listing():
                    self._listings.append(outcome)
                    workspace.hold(outcome)
                case ElectorLinks():
                    self._links.append(outcome)
        for fact, state in drafted.facts:
            self.last = workspace.position = self._next_position
            self._next_position += 1
            version = workspace.record(fact)
            self.rows.append(Row(self.last, Stream(fact.stream), version, fact.event.kind(), state))
        if drafted.request is not None:
            mark, fingerprint = drafted.request
            workspace.put(mark, RequestRecord(fingerprint, self.last, drafted.created))

    def insert(self, batch: Batch, workspace: Workspace) -> None:
        """Write all of it in the batch's transaction."""
        if not self.rows:
            return
        batch.insert(self.rows)
        batch.put_marks(workspace.changed)
        batch.put_papers(self._papers)
        batch.put_people(self._people)
        batch.put_listings(self._listings)
        batch.put_links(self._links)
        latest = {row.stream: row.version for row in self.rows}
        before = {row.stream: row.version - 1 for row in reversed(self.rows)}
        for stream, version in latest.items():
            if version // EVERY > before[stream] // EVERY:
                state = workspace.keep(stream).state
                batch.put_snapshot(stream, version, shape_of(type(state)), write_snapshot(state))
