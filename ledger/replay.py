"""Replay: the whole history folded by the write side alone, and the figures that it comes to.

It shares no code with the views. What an event did to an account is read off the account's own totals before and after
it, a round's tally is counted anew from its ballots, and marks and snapshots are made again from the log. `usf replay`
compares the figures with those that the views show.
"""

from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from ledger.accounts.events import BudgetAwarded, PaymentBooked, PaymentRestored
from ledger.accounts.state import Account, Line
from ledger.contributions.events import ContributionPledged, ContributionReceived
from ledger.contributions.state import ContributionRecord
from ledger.disbursements.events import (
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementFailed,
    DisbursementReturned,
)
from ledger.disbursements.state import Disbursement
from ledger.event import Event, Recorded
from ledger.identifiers import ProposalId, Stream, account_of, part_of
from ledger.marks import LogMarks, Stored
from ledger.proposals.measure import requested_of
from ledger.proposals.state import Proposal
from ledger.rounds.counting import count
from ledger.rounds.events import BallotCast, RoundCounted, RoundOpened
from ledger.rounds.state import Round
from ledger.state import State
from ledger.storage.store import Store
from ledger.vocabulary import state_of
from ledger.workspace import decoder

PAGE = 2_000
"""Events read at a time."""

Figures = dict[str, int]
"""Amounts (minor units), counts and tallies by name."""


class HistoryFault(Exception):  # noqa: N818 - what is wrong is said in the sentence
    """The log contradicts itself; the sentence names where."""


class Replay:
    """Folds partitions, one after the other, into figures."""

    def __init__(self, store: Store, progress: Callable[[int], None] = lambda _: None) -> None:
        self.figures: Figures = {}
        self.events = 0
        self._store = store
        self._progress = progress

    def run(self) -> Figures:
        """All figures of all partitions. Raises HistoryFault."""
        for partition in self._store.partitions():
            PartitionReplay(self._store, partition, self.figures, self._tick).run()
        return self.figures

    def _tick(self, events: int) -> None:
        self.events += events
        self._progress(self.events)


class PartitionReplay:
    """One partition, folded from its first event."""

    def __init__(self, store: Store, partition: str, figures: Figures, tick: Callable[[int], None]) -> None:
        self._store = store
        self._partition = partition
        self._figures = figures
        self._tick = tick
        self._states: dict[Stream, State] = {}
        self._versions: dict[Stream, int] = {}
        self._marks = LogMarks(_Events(store, partition), partial(store.listing, partition))
        self._ballots: dict[Stream, dict[str, tuple[str, ...]]] = {}
        self._recorded_us = 0

    def run(self) -> None:
        """Fold everything, then say what the states and marks come to."""
        after, head = 0, self._store.head(self._partition)
        while after < head:
            page = self._store.read(self._partition, after, PAGE)
            for recorded in page:
                if recorded.position <= head:
                    self._take(recorded)
            after = page[-1].position
            self._tick(len(page))
        self._sum_up()
        self._compare_marks(head)

    # Folding

    def _take(self, recorded: Recorded) -> None:
        version = self._versions.get(recorded.stream, 0) + 1
        if recorded.version != version:
            self._fault(recorded, f"has version {recorded.version} where {version} was due")
        if recorded.envelope.recorded_us < self._recorded_us:
            self._fault(recorded, "was recorded before the event in front of it")
        self._recorded_us = recorded.envelope.recorded_us
        self._versions[recorded.stream] = version
        state = self._states.get(recorded.stream)
        if state is None:
            state = self._states[recorded.stream] = state_of(recorded.stream)()
        if isinstance(state, Account):
            before = _totals(state)
            recorded.event.apply(state)
            self._entries(recorded, before, _totals(state))
        else:
            recorded.event.apply(state)
        self._marks.take(recorded)
        self._follow_subject(recorded, state)

    def _entries(self, recorded: Recorded, before: "_Totals", after: "_Totals") -> None:
        """What the event did to the account: its entries, and the postings that these must come to (L1)."""
        at = f"{self._partition}/{recorded.position}"
        net: Figures = {}
        for where, totals in after.items():
            changes = tuple(new - old for new, old in zip(totals, before.get(where, (0, 0, 0)), strict=True))
            unit, purpose, destination = where
            for name, change in zip(("received", "reserved", "paid"), changes, strict=True):
                if change:
                    self._figures[f"entries/{at}/{unit}/{purpose}/{destination}/{name}"] = change
            moved = changes[0] - changes[2]
            if moved:
                self._posting(at, unit, f"funds:{purpose}:{destination}", -moved)
                net[unit] = net.get(unit, 0) + moved
        for unit, moved in net.items():
            if moved:
                self._posting(at, unit, "assets:held", moved)

    def _posting(self, at: str, unit: str, code: str, amount: int) -> None:
        """A positive amount is a debit, a negative one a credit."""
        side = "debit" if amount > 0 else "credit"
        self._figures[f"journal/{at}/{unit}/{code}/{side}"] = abs(amount)

    def _follow_subject(self, recorded: Recorded, state: State) -> None:
        event, account, own = recorded.event, account_of(recorded.stream), part_of(recorded.stream)
        match event:
            case ContributionPledged() | ContributionReceived():
                self._figures[f"contributions/{account}/{event.contribution}/amount"] = event.amount_minor
                self._figures[f"contributions/{account}/{event.contribution}/left"] = event.amount_minor
            case BudgetAwarded():
                for award in event.awards:
                    for line in award.lines:
                        self._add(account, award.proposal, line, "awarded", 1)
            case DisbursementAuthorised():
                self._add(account, event.proposal, event.line, "authorised", 1)
            case DisbursementCancelled() | DisbursementFailed() | DisbursementReturned():
                self._add(account, event.proposal, event.line, "authorised", -1)
            case PaymentBooked():
                self._add(account, event.proposal, event.line, "paid", 1)
            case PaymentRestored():
                self._add(account, event.proposal, event.line, "paid", -1)
            case RoundOpened():
                self._ballots[recorded.stream] = {}
            case BallotCast():
                self._ballots[recorded.stream][event.elector] = event.choices
            case RoundCounted():
                self._recount(recorded, event, state)
            case _:
                del own

    def _recount(self, recorded: Recorded, event: RoundCounted, state: State) -> None:
        """Count again from the ballots; the log's own result must be the same (R4)."""
        assert isinstance(state, Round)
        assert state.terms is not None
        result = count(state.terms, self._ballots.pop(recorded.stream, {}).values())
        if msgspec.json.encode(result) != msgspec.json.encode(event.result):
            self._fault(recorded, "holds another result than its ballots come to")
        name = f"rounds/{account_of(recorded.stream)}/{part_of(recorded.stream)}"
        self._figures[f"{name}/counted"] = result.ballots_counted
        for tally in result.tallies:
            self._figures[f"{name}/tally/{tally.label}"] = tally.votes
        for label in result.accepted:
            self._figures[f"{name}/accepted/{label}"] = 1

    def _add(self, account: str, proposal: ProposalId, line: Line, what: str, sign: int) -> None:
        name = f"proposals/{account}/{proposal}/{line.unit}/{line.purpose}/{what}"
        self._figures[name] = self._figures.get(name, 0) + sign * line.amount_minor

    # What states come to

    def _sum_up(self) -> None:
        for stream, state in self._states.items():
            match state:
                case Account():
                    self._account(stream, state)
                case Proposal():
                    for line in requested_of(state.measure) if state.measure else ():
                        self._add(account_of(stream), ProposalId(part_of(stream)), line, "requested", 1)
                case Round():
                    self._round(stream, state)
                case Disbursement():
                    name = f"disbursements/{account_of(stream)}/{part_of(stream)}/amount"
                    self._figures[name] = state.line.amount_minor
                case _:
                    pass
        for mark, stored in self._marks.stored.items():
            if mark.startswith("contribution:") and stored.value:
                _, account, contribution = mark.split(":")
                left = decoder(ContributionRecord).decode(stored.value).left_minor
                self._figures[f"contributions/{account}/{contribution}/left"] = left

    def _account(self, stream: Stream, state: Account) -> None:
        self._figures[f"members/{stream}/count"] = state.members
        for (unit, purpose, destination), totals in state.totals.items():
            name = f"balances/{stream}/{unit}/{purpose}/{destination}"
            self._figures[f"{name}/received"] = totals.received
            self._figures[f"{name}/reserved"] = totals.reserved
            self._figures[f"{name}/paid"] = totals.paid
            self._figures[f"{name}/available"] = totals.available

    def _round(self, stream: Stream, state: Round) -> None:
        name = f"rounds/{account_of(stream)}/{part_of(stream)}"
        self._figures[f"{name}/ballots"] = state.ballots_cast
        for line in state.terms.budget if state.terms else state.budget:
            self._figures[f"{name}/budget/{line.unit}/{line.purpose}"] = line.amount_minor
        if state.terms is None:
            return
        self._figures[f"{name}/electorate"] = state.terms.electorate
        self._figures[f"{name}/recused"] = state.terms.recused
        for option in state.terms.options:
            for line in option.costs:
                self._figures[f"{name}/option/{option.label}/{line.unit}/{line.purpose}"] = line.amount_minor

    def _compare_marks(self, head: int) -> None:
        """The stored marks must be those that the log leaves; not asked while somebody goes on writing."""
        with self._store.source(self._partition) as source:
            stored = {mark: Stored(position, value) for position, mark, value in source.marks_by_position()}
        if self._store.head(self._partition) != head:
            return
        left = self._marks.stored
        for mark in sorted({*stored, *left}):
            if stored.get(mark) != left.get(mark):
                kind = mark.partition(":")[0]
                raise HistoryFault(
                    f"Partition {self._partition}: a mark of kind {kind} differs from the log."
                )

    def _fault(self, recorded: Recorded, what: str) -> None:
        raise HistoryFault(
            f"Position {self._partition}.{recorded.position} ({recorded.event.kind()}) {what}."
        )


class _Events:
    """The log where marks lead into it (ledger.marks.Events)."""

    def __init__(self, store: Store, partition: str) -> None:
        self._store = store
        self._partition = partition

    def event_at(self, position: int) -> Recorded | None:
        with self._store.source(self._partition) as source:
            return source.event_at(position)

    def events(self, stream: Stream, after: int, until: int) -> Iterator[tuple[int, Event]]:
        with self._store.source(self._partition) as source:
            return iter(list(source.events(stream, after, until)))


_Totals = dict[tuple[str, str, str], tuple[int, int, int]]


def _totals(state: Account) -> _Totals:
    return {where: (t.received, t.reserved, t.paid) for where, t in state.totals.items()}


def first_difference(expected: Figures, shown: Iterator[tuple[str, int]]) -> str | None:
    """The first figure, by name, on which the history and the views differ; None where they agree.

    A figure of zero and one that is not there are the same.
    """
    views: Figures = {}
    for name, value in shown:
        views[name] = views.get(name, 0) + value
    for name in sorted({*expected, *views}):
        if expected.get(name, 0) != views.get(name, 0):
            return f"{name}: the history says {expected.get(name, 0)}, the view shows {views.get(name, 0)}"
    return None
