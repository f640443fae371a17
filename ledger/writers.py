"""The writers of the partitions that are written to, and the crew that serves them."""

import threading
from collections.abc import Callable
from random import Random

from ledger.context import Clock
from ledger.crew import Crew
from ledger.storage.store import Store, StoreUnavailable
from ledger.writer import SHUTTING_DOWN, Writer

MOST_KEPT = 256
"""Writers kept with their cached states; beyond these, the one that was longest without work goes."""


class Writers:
    """One writer for each partition."""

    def __init__(
        self, store: Store, clock: Clock, random: Random, on_commit: Callable[[str, int], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._random = random
        self._on_commit = on_commit
        self._crew = Crew(store.writers)
        self._kept: dict[str, Writer] = {}
        """In the order in which they were last asked for."""
        self._guard = threading.Lock()
        self._closing = False

    def at_work(self, partition: str) -> bool:
        """Whether a partition has its writer, so that asking for it does not ask the database."""
        return partition in self._kept

    def of(self, partition: str) -> Writer:
        """The writer of a partition. Raises StoreUnavailable."""
        if not self.at_work(partition):
            # The database may keep this waiting, but nobody else who asks for a writer.
            self._store.create_partition(partition)
        with self._guard:
            writer = self._kept.pop(partition, None)
            if writer is None:
                if self._closing:
                    raise StoreUnavailable(SHUTTING_DOWN)
                writer = Writer(
                    self._store, partition, self._clock, self._random, self._on_commit, self._crew
                )
            self._kept[partition] = writer
            if len(self._kept) > MOST_KEPT:
                self._let_go()
            return writer

    def _let_go(self) -> None:
        """A writer without work is forgotten; the next one of its partition reads what it needs anew."""
        for partition, writer in self._kept.items():
            if writer.idle:
                del self._kept[partition]
                return

    def close(self) -> None:
        """Answer all that wait, then end the crew."""
        with self._guard:
            self._closing = True
            for writer in self._kept.values():
                writer.close()
        self._crew.close()
