"""The writers of the partitions that are written to, and the crew that serves them."""

import threading
from collections.abc import Callable
from random import Random

from ledger.context import Clock
from ledger.crew import Crew
from ledger.storage.store import Store, StoreUnavailable
from ledger.writer import SHUTTING_DOWN, OnSent, Writer

MOST_KEPT = 256
"""Writers kept with their cached states; beyond these, one that was not asked for lately goes."""


class Writers:
    """One writer for each partition."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        random: Random,
        on_commit: Callable[[str, int], None],
        on_sent: OnSent,
    ) -> None:
        self._store = store
        self._clock = clock
        self._random = random
        self._on_commit = on_commit
        self._on_sent = on_sent
        self._crew = Crew(store.writers)
        self._kept: dict[str, Writer] = {}
        """In the order in which they came, or were spared when one had to go."""
        self._asked: set[str] = set()
        """Which were asked for since they came or were spared."""
        self._guard = threading.Lock()
        self._closing = False

    def at_work(self, partition: str) -> bool:
        """Whether a partition has its writer, so that asking for it does not ask the database."""
        return partition in self._kept

    def of(self, partition: str) -> Writer:
        """The writer of a partition. Raises StoreUnavailable."""
        writer = self._kept.get(partition)
        if writer is None:
            # The database may keep this waiting, but nobody else who asks for a writer.
            self._store.create_partition(partition)
            writer = self._made(partition)
        self._asked.add(partition)
        return writer

    def _made(self, partition: str) -> Writer:
        with self._guard:
            if self._closing:
                raise StoreUnavailable(SHUTTING_DOWN)
            writer = self._kept.get(partition)
            if writer is None:
                writer = self._kept[partition] = Writer(
                    self._store,
                    partition,
                    self._clock,
                    self._random,
                    self._on_commit,
                    self._on_sent,
                    self._crew,
                )
                if len(self._kept) > MOST_KEPT:
                    self._let_go(partition)
            return writer

    def _let_go(self, newest: str) -> None:
        """Forget a writer without work that was not asked for lately; its partition's next one reads what it needs."""
        for partition, writer in 2 * list(self._kept.items()):
            if partition == newest or not writer.idle:
                continue
            if partition in self._asked:
                # It is spared once: from now on it is the newest, and has to be asked for again.
                self._asked.discard(partition)
                self._kept[partition] = self._kept.pop(partition)
            else:
                del self._kept[partition]
                return

    def close(self) -> None:
        """Answer all that wait, then end the crew."""
        with self._guard:
            self._closing = True
            for writer in self._kept.values():
                writer.close()
        self._crew.close()
