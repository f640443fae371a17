"""The follower: brings every view up to the head of every partition's log.

One transaction under the views' lock holds a batch of events for all views, with their tracking positions. So a batch
costs one commit instead of one per view, and all views reflect the same position and can be read together. Positions
are read under the lock: any number of processes may follow the same log, and each event is brought in once. A view
whose reaction fails is undone alone while the others go on.
"""

import logging
import threading
import time
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

import msgspec

from ledger.event import Recorded
from ledger.storage.store import StoreUnavailable
from projections import tracking
from projections.base import Database, View, bring
from projections.parking import Parked, Parking
from projections.places import Place

BATCH = 1_000
"""Events in one transaction: few enough that nobody waits long for what is new, enough that commits cost nothing."""

POLL_S = 1.0
"""How long another process's events may wait before they are noticed."""

_log = logging.getLogger(__name__)
_position_of = attrgetter("position")


__all__ = ["Follower", "Lag", "Parked"]


class Lag(msgspec.Struct, frozen=True):
    """How far the views are behind the log."""

    events: int
    """Positions between the slowest view that is not parked and the head, summed over partitions."""
    seconds: float
    """Time since the views were last level with the log; 0 while they are."""


class Follower:
    """Follows all partitions with all views. One object serves one process; it may be used from any thread."""

    def __init__(self, place: Place, views: Sequence[View]) -> None:
        self._place = place
        self._source = place.log
        self._views = tuple(views)
        self._positions: dict[tuple[str, str], int] = {}
        """(view, partition) → the last position known to be in the tables."""
        self._generation = ""
        self._strange: frozenset[str] = frozenset()
        """Views whose tables are of another version of the program, in the generation last seen."""
        self._parking = Parking()
        self._level_at = time.monotonic()
        self._moved = threading.Condition()
        self._woken = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None

    # Following

    def catch_up(self) -> bool:
        """Follow until the heads of now are reached; False when a view had to be left behind.

        Raises StoreUnavailable.
        """
        self._look_after_the_parked()
        for partition in self._source.partitions():
            head = self._source.head(partition)
            while self._step(partition, head):
                pass
        self._level_at = time.monotonic()
        return not self._parking.all()

    def start(self) -> None:
        """Follow in a thread of its own until `stop`."""
        assert self._thread is None, "a follower is started once"
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after the batch that it has in hand."""
        self._stopping = True
        self._woken.set()
        with self._moved:
            self._moved.notify_all()
        if self._thread is not None:
            self._thread.join()

    def wake(self, *_: object) -> None:
        """There is something new (a listener for `Ledger.on_commit`)."""
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping:
            # Cleared before looking, so that what is committed meanwhile wakes the next turn.
            self._woken.clear()
            try:
                for partition in self._source.partitions():
                    self._follow(partition)
                self._level_at = time.monotonic()
                if not self._woken.wait(POLL_S):
                    self._look_after_the_parked()
            except StoreUnavailable as error:
                _log.warning("the views wait: the database does not answer (%s)", type(error).__name__)
                self._woken.wait(POLL_S)

    def _follow(self, partition: str) -> None:
        while self._step(partition, self._source.head(partition)):
            if self._stopping:
                return

    def _step(self, partition: str, head: int) -> bool:
        """One batch for one partition; whether there may be more to do before this head."""
        if not self._behind(partition, head):
            return False
        with self._place.writing() as db:
            self._look_at_shapes(db)
            at = tracking.positions(db, self._views, partition)
            following = [view for view in self._views if not self._parking.holds(view, partition)]
            after = min((at[view.name] for view in following), default=head)
            events = self._source.read(partition, after, BATCH) if after < head else ()
            if events:
                at |= self._bring_all(db, following, partition, at, events)
        self._note(partition, at)
        return bool(events)

    def _look_at_shapes(self, db: Database) -> None:
        if db.generation != self._generation:
            self._strange = frozenset(view.name for view in tracking.strange(db, self._views))
            self._generation = db.generation

    def _look_after_the_parked(self) -> None:
        """A view that stands elsewhere than where it was parked was rebuilt, and is followed again."""
        for parked in self._parking.all():
            with self._place.reading() as db:
                self._note(parked.partition, tracking.positions(db, self._views, parked.partition))

    def _bring_all(
        self,
        db: Database,
        views: Sequence[View],
        partition: str,
        at: Mapping[str, int],
        events: Sequence[Recorded],
    ) -> dict[str, int]:
        """Bring events into views; the positions that these reach."""
        for view in views:
            if view.name in self._strange:
                self._parking.park(view, partition, at[view.name], "tables of another version")
        views = [view for view in views if view.name not in self._strange]
        together = len({at[view.name] for view in views}) == 1
        if together and self._attempt(db, views, events) is None:
            reached = {view.name: events[-1].position for view in views}
        else:
            reached = {
                view.name: self._bring_one(db, view, partition, at[view.name], events) for view in views
            }
        tracking.put(db, partition, reached)
        return reached

    def _bring_one(
        self, db: Database, view: View, partition: str, position: int, events: Sequence[Recorded]
    ) -> int:
        """Bring into a view what it has not seen, up to where its reaction fails; the position that it reaches."""
        events = events[bisect_right(events, position, key=_position_of) :]
        if not events:
            return position
        if self._attempt(db, (view,), events) is None:
            return events[-1].position
        for recorded in events:
            error = self._attempt(db, (view,), (recorded,))
            if error is not None:
                self._parking.failed(view, partition, position, error)
                break
            position = recorded.position
        return position

    def _attempt(self, db: Database, views: Sequence[View], events: Sequence[Recorded]) -> Exception | None:
        """Bring events into views, all or nothing; what failed, if anything did."""
        db.execute("SAVEPOINT reaction")
        try:
            bring(views, events, db)
        except Exception as error:  # whatever it is, the other views go on
            if self._place.is_in_trouble(error):
                raise
            db.execute("ROLLBACK TO SAVEPOINT reaction")
            db.execute("RELEASE SAVEPOINT reaction")
            return error
        db.execute("RELEASE SAVEPOINT reaction")
        return None

    # Waiting and telling

    def parked(self) -> tuple[Parked, ...]:
        """The views that are left behind, and where."""
        return self._parking.all()

    def _note(self, partition: str, at: dict[str, int]) -> None:
        with self._moved:
            for view, position in at.items():
                self._positions[view, partition] = position
                self._parking.see(view, partition, position)
            self._moved.notify_all()

    def wait_for(self, partition: str, position: int, timeout_s: float, views: Collection[str] = ()) -> bool:
        """Wait until these views (or all that are not parked) reflect a position; False if they do not in time."""
        names = views or [view.name for view in self._views if not self._parking.holds(view, partition)]

        def reached() -> bool:
            return all(self._positions.get((name, partition), 0) >= position for name in names)

        def over() -> bool:
            return reached() or self._stopping

        with self._moved:
            if not reached():
                self._woken.set()
                self._moved.wait_for(over, timeout_s)
            return reached()

    def lag(self) -> Lag:
        """How far the views are behind the log, now."""
        behind = sum(self._behind(name, self._source.head(name)) for name in self._source.partitions())
        return Lag(behind, time.monotonic() - self._level_at if behind else 0.0)

    def _behind(self, partition: str, head: int) -> int:
        known = [
            self._positions.get((view.name, partition), 0)
            for view in self._views
            if not self._parking.holds(view, partition)
        ]
        return max(0, head - min(known, default=head))
