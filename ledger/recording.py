"""What a batch has decided: written down once all of a command is known, and inserted in one piece."""

import msgspec

from ledger.answers import RequestRecord
from ledger.command import Decision, ElectorLinks, Fact, Listing, Outcome, Paper, Person, Reference
from ledger.context import RecordingContext
from ledger.encoding import encode
from ledger.event import Envelope
from ledger.identifiers import Stream
from ledger.marks import request_mark
from ledger.snapshots import EVERY, shape_of, write_snapshot
from ledger.storage.store import Batch, Row
from ledger.workspace import Workspace


class Drafted(msgspec.Struct, frozen=True):
    """What a command decided, written down and not applied yet."""

    outcomes: list[Outcome]
    facts: list[tuple[Fact, bytes]]
    request: str | None
    """Keyed hashes, as the envelope tells them."""
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
    facts: list[Fact], context: RecordingContext, request: str | None, created: str
) -> list[tuple[Fact, bytes]]:
    """The facts in their envelopes, as bytes; what makes the request recognisable stands on the first alone."""
    rows = []
    for place, fact in enumerate(facts):
        marked = request is not None and place == 0
        envelope = Envelope(
            recorded_us=context.recorded_us,
            actor=context.actor,
            cause=facts[0].stream if place else None,
            request=request if marked else None,
            created=created if marked and created != fact.event.made(fact.stream) else None,
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
        self.next_position = next_position
        self._papers: list[Paper] = []
        self._references: list[tuple[int, str]] = []
        """Each with the position of the event that holds its hash."""
        self._people: list[Person] = []
        self._listings: list[Listing] = []
        self._links: list[ElectorLinks] = []

    def take(self, workspace: Workspace, drafted: Drafted) -> None:
        """Apply and keep what one command decided."""
        first = position = self.next_position
        for outcome in drafted.outcomes:
            match outcome:
                case Fact():
                    position += 1
                case Paper():
                    self._papers.append(outcome)
                case Reference():
                    self._references.append((position, outcome.text))
                case Person():
                    self._people.append(outcome)
                case Listing():
                    self._listings.append(outcome)
                    workspace.hold(outcome)
                case ElectorLinks():
                    self._links.append(outcome)
        workspace.position = first - 1
        for fact, state in drafted.facts:
            version = workspace.record(fact)
            self.rows.append(Row(workspace.position, Stream(fact.stream), version, fact.event.kind(), state))
        self.last, self.next_position = workspace.position, position
        if drafted.request is not None:
            record = RequestRecord(drafted.request[16:], self.last, drafted.created)
            workspace.note_request(request_mark(drafted.request), record, first)

    def insert(self, batch: Batch, workspace: Workspace) -> None:
        """Write all of it in the batch's transaction."""
        if not self.rows:
            return
        batch.insert(self.rows)
        batch.put_marks(workspace.changes())
        batch.put_papers(self._papers)
        batch.put_references(self._references)
        batch.put_people(self._people)
        batch.put_listings(self._listings)
        batch.put_links(self._links)
        latest = {row.stream: row.version for row in self.rows}
        before = {row.stream: row.version - 1 for row in reversed(self.rows)}
        for stream, version in latest.items():
            if version // EVERY > before[stream] // EVERY:
                state = workspace.keep(stream).state
                batch.put_snapshot(stream, version, shape_of(type(state)), write_snapshot(state))
