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
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter

from ledger.event import Recorded
from ledger.storage.store import StoreUnavailable
from projections import tracking
from projections.base import Database, View, bring
from projections.parking import Parked, Parking
from projections.progress import Lag, Progress, awaited
from projections.shelf import Shelf

BATCH = 1_000
"""Events in one transaction: few enough that nobody waits long for what is new, enough that commits cost nothing."""

LARGEST_BATCH = 10_000
"""The same while so much is to be brought in that whoever waits must wait for many batches anyway."""

GATHERED_S = 0.04
"""Time from one batch to the next under steady load, where nobody waits: what a batch costs is shared by its events."""

MANY = 16
"""Events in a batch that tell of a steady load: less is brought in at once, so that who asks next finds it there."""

POLL_S = 1.0
"""How long another process's events may wait before they are noticed."""

_log = logging.getLogger(__name__)
_position_of = attrgetter("position")


__all__ = ["Follower", "Lag", "Parked"]


class Follower:
    """Follows all partitions with all views. One object serves one process; it may be used from any thread."""

    def __init__(self, shelf: Shelf, views: Sequence[View]) -> None:
        self._shelf = shelf
        self._source = shelf.log
        self._views = tuple(views)
        self._parking = Parking()
        self._progress = Progress(self._source, [view.name for view in views], self._parking)
        self._generation = ""
        self._strange: frozenset[str] = frozenset()
        """Views whose tables are of another version of the program, in the generation last seen."""
        self._guard = threading.Lock()
        self._news: dict[str, int] = {}
        """Partitions of which it was told that there is something new, and its position; 0 where that was not told."""
        self._woken = threading.Event()
        self._pressed = False
        """The last batch held many events."""
        self._asked = threading.Event()
        """Somebody waits for a position."""
        self._stopped = threading.Event()
        self._hears_no_more: Callable[[], None] | None = None
        self._thread: threading.Thread | None = None

    # Following

    def catch_up(self) -> bool:
        """Follow until the heads of now are reached; False when a view had to be left behind.

        Raises StoreUnavailable.
        """
        self._look()
        for partition in self._source.partitions():
            head = self._source.head(partition)
            while self._step(partition, head):
                pass
        self._progress.level()
        return not self._parking.all()

    def start(self) -> None:
        """Follow in a thread of its own until `stop`."""
        assert self._thread is None, "a follower is started once"
        self._hears_no_more = self._source.listen(self.wake)
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after the batch that it has in hand."""
        self._stopped.set()
        self._woken.set()
        self._asked.set()
        self._progress.end()
        if self._hears_no_more is not None:
            self._hears_no_more()
        if self._thread is not None:
            self._thread.join()

    def wake(self, partition: str, position: int = 0) -> None:
        """There is something new in a partition (a listener for `Ledger.on_commit`)."""
        with self._guard:
            self._news[partition] = position
        self._woken.set()

    def _run(self) -> None:
        told = False
        while not self._stopped.is_set():
            try:
                if told:
                    for partition, position in self._taken_news().items():
                        self._follow(partition, position)
                else:
                    self._look_around()
                self._progress.level()
                due = time.monotonic() + GATHERED_S
                told = self._woken.wait(POLL_S)
                self._gather(due)
            except StoreUnavailable as error:
                _log.warning("the views wait: the database does not answer (%s)", type(error).__name__)
                # A database that comes back may have lost what did not wait for its disk.
                self._progress.forget()
                told = False
                self._stopped.wait(POLL_S)

    def _gather(self, due: float) -> None:
        """Let events come together until a moment, unless somebody waits for one of them."""
        self._asked.clear()
        if self._pressed and not self._progress.waiting and not self._stopped.is_set():
            self._asked.wait(max(0.0, due - time.monotonic()))

    def _taken_news(self) -> dict[str, int]:
        # Cleared before looking, so that what is committed meanwhile wakes the next turn.
        self._woken.clear()
        with self._guard:
            news, self._news = self._news, {}
        return news

    def _look_around(self) -> None:
        """Look through everything: what others do need not have been told."""
        self._look()
        for partition in self._source.partitions():
            self._follow(partition, 0)

    def _follow(self, partition: str, head: int) -> None:
        while self._step(partition, head or self._source.head(partition)):
            if self._stopped.is_set():
                return

    def _step(self, partition: str, head: int) -> bool:
        """One batch for one partition; whether there may be more to do before this head."""
        behind = self._progress.behind(partition, head)
        if not behind:
            return False
        most = BATCH if behind < LARGEST_BATCH else LARGEST_BATCH
        with self._shelf.writing() as db:
            self._look_at_shapes(db)
            at = tracking.positions(db, self._views, partition)
            following = [view for view in self._views if not self._parking.holds(view.name, partition)]
            after = min((at[view.name] for view in following), default=head)
            events = self._source.read(partition, after, most) if after < head else ()
            self._pressed = len(events) >= MANY
            if events:
                at |= self._bring_all(db, following, partition, at, events)
        self._progress.note(partition, at)
        return bool(events)

    def _look_at_shapes(self, db: Database) -> None:
        if db.generation != self._generation:
            self._strange = frozenset(view.name for view in tracking.strange(db, self._views))
            self._generation = db.generation

    def _look(self) -> None:
        """How far the views are, whoever brought them there."""
        with self._shelf.reading() as db:
            everything = tracking.everything(db)
        for partition, at in everything.items():
            self._progress.note(partition, at)

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
                self._parking.park(view.name, partition, at[view.name], "tables of another version")
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
                self._parking.failed(view.name, partition, position, error)
                break
            position = recorded.position
        return position

    def _attempt(self, db: Database, views: Sequence[View], events: Sequence[Recorded]) -> Exception | None:
        """Bring events into views, all or nothing; what failed, if anything did."""
        db.execute("SAVEPOINT reaction")
        try:
            bring(views, events, db)
        except Exception as error:  # whatever it is, the other views go on
            if isinstance(error, StoreUnavailable) or self._shelf.is_in_trouble(error):
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

    def when(
        self, partition: str, position: int, views: Collection[str], then: Callable[[bool], None]
    ) -> Callable[[], None] | None:
        """Call back once these views (or all that are not parked) reflect a position (see `Progress.when`)."""
        call_off = self._progress.when(partition, position, views, then)
        if call_off is not None:
            self.wake(partition)
            self._asked.set()
        return call_off

    def wait_for(self, partition: str, position: int, timeout_s: float, views: Collection[str] = ()) -> bool:
        """Wait until these views (or all that are not parked) reflect a position; False if they do not in time."""
        return awaited(lambda then: self.when(partition, position, views, then), timeout_s)

    def lag(self) -> Lag:
        """How far the views are behind the log, now."""
        return self._progress.lag()
