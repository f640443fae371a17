"""The follower: brings every view up to the head of every partition's log.

One transaction holds a batch of events for all views, with a savepoint around each view. So a batch costs one commit
instead of one per view, all views reflect the same position and can be read together, and a view whose reaction fails
is undone alone while the others go on. Positions are read inside the transaction: any number of processes may follow
the same file, and each event is brought in once.

Views may be lost without harm, since their rows and positions move together; so the follower's commits do not wait for
the disk (`synchronous=NORMAL`; the log's own commits do, and take the views' along).
"""

import logging
import sqlite3
import threading
import time
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from operator import attrgetter

import msgspec

from ledger.event import Recorded
from ledger.storage.store import StoreUnavailable
from ledger.storage.trouble import said_plainly
from projections import tracking
from projections.base import Source, View, writing
from projections.parking import Parked, Parking, is_the_database

BATCH = 1_000
"""Events in one transaction: few enough that writers hardly wait, enough that commits cost nothing."""

POLL_S = 1.0
"""How long another process's events may wait before they are noticed."""

_log = logging.getLogger(__name__)
_position_of = attrgetter("position")


__all__ = ["Follower", "Lag", "Parked", "file_of"]


class Lag(msgspec.Struct, frozen=True):
    """How far the views are behind the log."""

    events: int
    """Positions between the slowest view that is not parked and the head, summed over partitions."""
    seconds: float
    """Time since the views were last level with the log; 0 while they are."""


class Follower:
    """Follows all partitions with all views. One object serves one process; it may be used from any thread."""

    def __init__(self, source: Source, views: Sequence[View]) -> None:
        self._source = source
        self._views = tuple(views)
        self._positions: dict[tuple[str, str], int] = {}
        """(view, partition) → the last position known to be in the tables."""
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
        with self._connection() as db, said_plainly(file_of(db)):
            for partition in self._source.partitions():
                head = self._source.head(partition)
                while self._step(db, partition, head):
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
            try:
                with self._connection() as db:
                    self._follow(db)
            except (sqlite3.Error, StoreUnavailable) as error:
                _log.warning("the views wait: the database does not answer (%s)", type(error).__name__)
                self._woken.wait(POLL_S)

    def _follow(self, db: sqlite3.Connection) -> None:
        while not self._stopping:
            # Cleared before looking, so that what is committed meanwhile wakes the next turn.
            self._woken.clear()
            for partition in self._source.partitions():
                self._follow_partition(db, partition)
            self._level_at = time.monotonic()
            self._woken.wait(POLL_S)

    def _follow_partition(self, db: sqlite3.Connection, partition: str) -> None:
        while self._step(db, partition, self._source.head(partition)):
            if self._stopping:
                return

    def _step(self, db: sqlite3.Connection, partition: str, head: int) -> bool:
        """One batch for one partition; whether there is more to do before this head."""
        at = tracking.positions(db, self._views, partition)
        self._note(partition, at)
        following = [at[view.name] for view in self._views if not self._parking.holds(view, partition)]
        after = min(following, default=head)
        if after >= head:
            return False
        events = self._source.read(partition, after, BATCH)
        if not events:
            return False
        with writing(db):
            at = tracking.positions(db, self._views, partition)
            for view in self._views:
                # A view that others rebuild meanwhile may stand further back; the next turn begins there.
                if not self._parking.holds(view, partition) and at[view.name] >= after:
                    fresh = events[bisect_right(events, at[view.name], key=_position_of) :]
                    at[view.name] = self._bring(db, view, partition, at[view.name], fresh)
        self._note(partition, at)
        return True

    def _bring(
        self, db: sqlite3.Connection, view: View, partition: str, position: int, events: Sequence[Recorded]
    ) -> int:
        """Bring events into one view; where its reaction fails, all up to there. The position that it reached."""
        if not events:
            return position
        if not tracking.has_shape(db, view):
            self._parking.park(view, partition, position, "tables of another version")
            return position
        db.execute("SAVEPOINT reaction")
        recorded = events[0]
        try:
            for recorded in events:
                view.react(recorded, db)
        except Exception as error:  # whatever it is, the other views go on
            if is_the_database(error):
                raise
            db.execute("ROLLBACK TO reaction")
            db.execute("RELEASE reaction")
            before = events[: bisect_right(events, recorded.position - 1, key=_position_of)]
            reached = self._bring(db, view, partition, position, before)
            self._parking.failed(view, partition, reached, error)
            return reached
        tracking.put(db, view.name, partition, recorded.position)
        db.execute("RELEASE reaction")
        return recorded.position

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

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(self._source.connect()) as db:
            db.execute("PRAGMA synchronous=NORMAL")
            yield db


def file_of(db: sqlite3.Connection) -> str:
    """The path of a connection's database."""
    return next(str(path) for _, name, path in db.execute("PRAGMA database_list") if name == "main")
