"""The watcher: notes how far others have followed, for a process that serves views and does not follow itself."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence

from ledger.storage.store import StoreUnavailable
from projections import tracking
from projections.base import View
from projections.parking import Parked, Parking
from projections.progress import Lag, Progress, awaited
from projections.shelf import Shelf

LOOK_S = 0.005
"""Between two looks while somebody waits."""

POLL_S = 1.0
"""Between two looks while nobody does."""

_log = logging.getLogger(__name__)


class Watcher:
    """What the API asks of a follower, where another process follows; it may be used from any thread."""

    def __init__(self, shelf: Shelf, views: Sequence[View]) -> None:
        self._shelf = shelf
        self._progress = Progress(shelf.log, [view.name for view in views], Parking())
        self._asked = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Watch in a thread of its own until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._asked.set()
        self._progress.end()
        self._thread.join()

    def wake(self, *_: object) -> None:
        """There is something new, which others bring in."""

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._asked.clear()
            try:
                self.look()
                if self._progress.waiting:
                    self._stopped.wait(LOOK_S)
                elif not self._asked.wait(POLL_S):
                    # Looked at now and then, so that it is known since when the views are not level.
                    self._progress.lag()
            except StoreUnavailable as error:
                _log.warning("nobody knows how far the views are (%s)", type(error).__name__)
                # A database that comes back may have lost what did not wait for its disk.
                self._progress.forget()
                self._stopped.wait(POLL_S)

    def look(self) -> None:
        """Note how far the views are now. Raises StoreUnavailable."""
        with self._shelf.reading() as db:
            everything = tracking.everything(db)
        for partition, at in everything.items():
            self._progress.note(partition, at)

    def parked(self) -> tuple[Parked, ...]:
        """Only who follows knows."""
        return ()

    def when(
        self, partition: str, position: int, views: Collection[str], then: Callable[[bool], None]
    ) -> Callable[[], None] | None:
        """Call back once these views (or all that are not parked) reflect a position (see `Progress.when`)."""
        call_off = self._progress.when(partition, position, views, then)
        if call_off is not None:
            self._asked.set()
        return call_off

    def wait_for(self, partition: str, position: int, timeout_s: float, views: Collection[str] = ()) -> bool:
        """Wait until these views, or all, reflect a position; False if they do not in time."""
        return awaited(lambda then: self.when(partition, position, views, then), timeout_s)

    def lag(self) -> Lag:
        """How far the views are behind the log, now."""
        return self._progress.lag()
