"""The whole history, folded from its first event.

Memory grows with the streams and with what is still open in them, never with the length of the log.
"""

from collections.abc import Callable, Mapping
from datetime import date

from ledger.accounts.state import Account
from ledger.encoding import decode
from ledger.event import Recorded
from ledger.identifiers import Stream
from ledger.periods.events import PeriodClosed
from ledger.replay.accounts import ToldTotals
from ledger.replay.came import Came
from ledger.replay.fault import HistoryFault
from ledger.replay.figures import Figures, Tell, gathered
from ledger.replay.marks import RemadeMarks
from ledger.replay.outbox import require_outbox
from ledger.replay.periods import tell_of_period
from ledger.replay.places import WatchedLying
from ledger.replay.subjects import Subjects, sum_up
from ledger.state import State
from ledger.storage.store import Reading, Store
from ledger.vocabulary import state_of

IMPOSSIBLE = (AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""How events fail that no command can have decided."""

_DAY_US = 86_400_000_000
_FIRST_DAY = date(1970, 1, 1).toordinal()

TICK = 2_000
"""Events from one word about progress to the next."""


class Replay:
    """Folds partitions, one after the other, each as it stood at one moment whatever others write meanwhile."""

    def __init__(
        self,
        store: Store,
        progress: Callable[[int], None] = lambda _: None,
        until: Mapping[str, int] | None = None,
    ) -> None:
        """Figures are those of a position of each partition, or of its newest; the marks are always the newest."""
        self.events = 0
        self._store = store
        self._progress = progress
        self._until = until or {}

    def run(self) -> Figures:
        """All figures, which take as much memory as there are of them. Raises HistoryFault."""
        figures: Figures = {}
        self.tell(gathered(figures))
        return figures

    def tell(self, tell: Tell) -> None:
        """Tell all figures, partition by partition. Raises HistoryFault."""
        self.events = 0
        for partition in self._store.partitions():
            with self._store.source(partition) as reading:
                end = self._until.get(partition, reading.head())
                PartitionReplay(reading, partition, end, tell).run(self._tick)
        require_outbox(self._store)

    def _tick(self, events: int) -> None:
        self.events += events
        self._progress(self.events)


class _Followed:
    """What a stream has come to."""

    __slots__ = ("came", "lying", "state", "totals", "version")

    def __init__(self, stream: str) -> None:
        self.state = state_of(stream)()
        self.version = 0
        self.totals: ToldTotals | None = None
        self.lying = WatchedLying()
        self.came = Came()
        if isinstance(self.state, Account):
            self.state.totals = self.totals = ToldTotals()
            self.state.lying = self.lying


class PartitionReplay:
    """One partition, folded from its first event."""

    def __init__(self, reading: Reading, partition: str, end: int, tell: Tell) -> None:
        self._reading = reading
        self._partition = partition
        self._end = end
        self._tell = tell
        self._streams: dict[Stream, _Followed] = {}
        self._marks = RemadeMarks(reading, partition)
        self._subjects = Subjects()
        self._snapshots = set(reading.snapshots())
        """Those that were not met yet."""
        self._recorded_us = 0

    def run(self, tick: Callable[[int], None]) -> None:
        """Fold everything, and tell what it came to at the end that was asked for. Raises HistoryFault."""
        events = 0
        for position, stream, version, kind, state in self._reading.rows():
            if position > self._end:
                self._end_here()
            recorded = decode(self._partition, position, stream, version, kind, state)
            try:
                self._take(recorded)
            except IMPOSSIBLE as error:
                fault = self._fault(recorded, "cannot follow what stands in front of it")
                raise fault from error
            events += 1
            if events == TICK:
                tick(events)
                events = 0
        tick(events)
        self._end_here()
        self._marks.finish()
        for stream, version in sorted(self._snapshots):
            self._snapshot(stream, version, None)

    def _take(self, recorded: Recorded) -> None:
        followed = self._streams.get(recorded.stream)
        if followed is None:
            followed = self._streams[recorded.stream] = _Followed(recorded.stream)
        followed.version += 1
        if recorded.version != followed.version:
            raise self._fault(recorded, f"has version {recorded.version} where {followed.version} was due")
        if recorded.envelope.recorded_us < self._recorded_us:
            raise self._fault(recorded, "was recorded before the event in front of it")
        self._recorded_us = recorded.envelope.recorded_us
        recorded.event.apply(followed.state)
        if followed.totals is not None:
            at = f"{self._partition}/{recorded.position}"
            followed.totals.tell(at, _late(recorded), self._tell)
            followed.came.tell(recorded, followed.totals.moved, self._tell)
            followed.lying.tell(recorded, self._tell)
        self._marks.take(recorded)
        fault = self._subjects.take(recorded, followed.state, self._marks, self._tell)
        if isinstance(recorded.event, PeriodClosed):
            fault = tell_of_period(self._reading, recorded, recorded.event, self._tell)
        if fault is not None:
            raise self._fault(recorded, fault)
        self._marks.compare()
        if (recorded.stream, recorded.version) in self._snapshots:
            self._snapshots.remove((recorded.stream, recorded.version))
            self._snapshot(recorded.stream, recorded.version, followed.state)

    def _end_here(self) -> None:
        """Tell what the states come to, once, and nothing from there on."""
        if self._tell is _untold:
            return
        for stream, followed in self._streams.items():
            sum_up(stream, followed.state, self._tell)
            followed.came.sum_up(stream, self._tell)
        self._tell = _untold

    def _snapshot(self, stream: Stream, version: int, state: State | None) -> None:
        """A snapshot that the ledger would believe must be what the log comes to."""
        found = self._reading.snapshot(stream, version)
        if found is not None and found != (state, version):
            raise HistoryFault(
                f"Partition {self._partition}: the snapshot of {stream} at version {version} differs from the log."
            )

    def _fault(self, recorded: Recorded, what: str) -> HistoryFault:
        return HistoryFault(
            f"Position {self._partition}.{recorded.position} ({recorded.event.kind()}) {what}."
        )


def _late(recorded: Recorded) -> date | None:
    """The day on which an event took effect, where that is not the day of its recording."""
    effective: date | None = getattr(recorded.event, "effective", None)
    if effective is None or effective.toordinal() == _FIRST_DAY + recorded.envelope.recorded_us // _DAY_US:
        return None
    return effective


def _untold(name: str, amount: int) -> None:
    """Of a later position than the one that was asked for."""
