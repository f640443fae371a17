"""Given these facts, when this is commanded, then that is recorded or refused.

A scenario is an empty partition with a scripted clock and seeded randomness. Rules are tested through the same
`reads` and `decide` that the ledger calls, with the same guard against reading what was not declared.

    scenario = Scenario()
    scenario.given(Fact(ACCOUNT, LocalAccountOpened(...)), ...)
    scenario.when(PledgeContribution(...), by=TREASURER)
    scenario.then(ContributionPledged(...))            # exactly these events, in order
    scenario.then_refused(AmountTooLarge)              # or this refusal
    scenario.delivered()                               # all messages that events sent reach their accounts
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any, Self, TypeVar

from ledger.command import (
    Command,
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
from ledger.context import RecordingContext, ScriptedClock
from ledger.delivery import Arrived, taken_in
from ledger.event import Envelope, Event, Recorded
from ledger.identifiers import Mark, MemberToken, RoundId, RoundToken, Seal, Stream, account_of
from ledger.refusals import Refused
from ledger.source import Nothing
from ledger.workspace import Declared, Workspace

T = TypeVar("T")

SECRET = b"a secret that only tests know..."


class Scenario:
    """One partition in memory."""

    def __init__(self, now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC), seed: int = 7) -> None:
        self.clock = ScriptedClock(now)
        self.random = Random(seed)
        self.workspace = Workspace(Nothing())
        self.recorded: list[Fact] = []
        """Facts of the last command."""
        self.outcomes: list[Outcome] = []
        """All that the last command yielded."""
        self.created: str | None = None
        self.refusal: Refused | None = None
        self.outbox: deque[Arrived] = deque()
        """Messages that events sent and nobody took in yet; a test may drop, repeat or reorder them."""
        self.papers: dict[Seal, Paper] = {}
        self._log: dict[Stream, list[Recorded]] = {}
        self.round_tokens: dict[MemberToken, RoundToken] = {}
        """Links of the last opened round, as the people store would hold them."""
        self.links: dict[RoundId, dict[MemberToken, RoundToken]] = {}
        """The same for every round."""
        self.sealed: dict[RoundId, dict[int, SealedPart]] = {}
        """Of each confidential round, what lies beside the log until it is final."""

    def at(self, now: datetime) -> Self:
        """Move the clock."""
        self.clock.set(now)
        return self

    def given(self, *facts: Fact) -> Self:
        """Facts of the past, recorded without asking."""
        for fact in facts:
            self._record(fact)
        return self

    def done(self, command: Command, by: str = "test") -> str:
        """A command of the past that was carried out; the id that it created."""
        self.when(command, by)
        if self.refusal is not None:
            raise AssertionError(f"refused: {self.refusal.slug}: {self.refusal}") from self.refusal
        assert self.created is not None
        return self.created

    def when(self, command: Command, by: str = "test") -> Self:
        """Carry out a command, and remember what came of it."""
        context = RecordingContext(
            actor=by, recorded_us=self.clock.now_us(), random=self.random, secret=SECRET
        )
        self.recorded, self.outcomes, self.created, self.refusal = [], [], None, None
        gathered = command.gather(self)
        try:
            decision = gathered.decide(Declared(self.workspace, gathered.reads(context)), context)
            outcomes: list[Outcome] = []
            while True:
                try:
                    outcomes.append(next(decision))
                except StopIteration as stop:
                    self.created = stop.value
                    break
        except Refused as refusal:
            self.refusal = refusal
            return self
        self.outcomes = outcomes
        for outcome in outcomes:
            match outcome:
                case Listing():
                    self.workspace.hold(outcome)
                case ElectorLinks():
                    self.round_tokens = self.links[outcome.round] = dict(outcome.links)
                case SealedPart():
                    self.sealed.setdefault(outcome.round, {})[outcome.number] = outcome
                case ForgetRound():
                    self.sealed.pop(outcome.round, None)
                    self.links.pop(outcome.round, None)
                case Paper():
                    self.papers[outcome.seal] = outcome
                case Reference() | Person() | Fact() | PaperFile() | Forgetting():
                    pass
        for outcome in outcomes:
            if isinstance(outcome, Fact):
                self._record(outcome, by)
                self.recorded.append(outcome)
                self._send(outcome)
        return self

    def then(self, *events: Event) -> Self:
        """Exactly these events were recorded, in this order."""
        assert self.refusal is None, f"refused: {self.refusal!r}"
        assert [fact.event for fact in self.recorded] == list(events)
        return self

    def then_kinds(self, *kinds: str) -> Self:
        """Exactly these kinds of events were recorded, in this order."""
        assert self.refusal is None, f"refused: {self.refusal!r}"
        assert [fact.event.kind() for fact in self.recorded] == list(kinds)
        return self

    def then_refused(self, refusal: type[Refused]) -> Self:
        """It was refused for this reason, and nothing was recorded."""
        assert type(self.refusal) is refusal, (
            f"not refused by {refusal.__name__}: {self.refusal!r} {self.recorded}"
        )
        assert not self.recorded
        return self

    def state(self, stream: str, kind: type[Any]) -> Any:
        """The state of a stream."""
        state = self.workspace.keep(Stream(stream)).state
        assert isinstance(state, kind)
        return state

    def events(self, stream: Stream) -> Any:
        """The events recorded in a stream, with their versions (ledger.command.Log)."""
        return ((recorded.version, recorded.event) for recorded in self.read(stream))

    def read(self, stream: Stream) -> Iterator[Recorded]:
        """The same events with what the ledger knows of them (ledger.command.Log)."""
        return iter(list(self._log.get(stream, ())))

    def event(self, stream: Stream, version: int) -> Event | None:
        """One event of a stream (ledger.command.Log)."""
        return dict(self.events(stream)).get(version)

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        """The value of a mark (ledger.command.Log)."""
        return self.workspace.marks.get(mark, kind)

    def listing(self, seal: Seal) -> tuple[str, ...]:
        """The items of a sealed list (ledger.command.Log)."""
        return self.workspace.listing(seal)

    def tokens_in(self, round_id: RoundId, members: Iterable[MemberToken]) -> tuple[RoundToken, ...]:
        """The tokens of those of these members who are electors of a round (ledger.command.Log)."""
        linked = self.links.get(round_id, {})
        return tuple(linked[member] for member in members if member in linked)

    def sealed_parts(self, round_id: RoundId) -> Mapping[int, SealedPart]:
        """The sealed parts of a confidential round's ballots (ledger.command.Log)."""
        return dict(self.sealed.get(round_id, {}))

    def delivered(self) -> int:
        """Deliver what was sent, and what that leads to, each message once and in order; how many these were."""
        sent = 0
        while self.outbox:
            arrived = self.outbox.popleft()
            self.done(taken_in(arrived), by=arrived.sender)
            sent += 1
        return sent

    def _send(self, fact: Fact) -> None:
        for sending in fact.event.sends(Stream(fact.stream)):
            papers = tuple(self.papers[seal] for seal in sending.papers if seal in self.papers)
            arrived = Arrived(
                sender=account_of(fact.stream), to=sending.to, message=sending.message, papers=papers
            )
            self.outbox.append(arrived)

    def _record(self, fact: Fact, by: str = "test") -> None:
        stream = Stream(fact.stream)
        version = self.workspace.record(fact)
        envelope = Envelope(recorded_us=self.clock.now_us(), actor=by)
        recorded = Recorded("main", self.workspace.position, stream, version, envelope, fact.event)
        self._log.setdefault(stream, []).append(recorded)
