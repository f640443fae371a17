"""Readers who follow the log while it is written: through the store, in a process of their own, and over HTTP."""

import threading
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from random import Random

from ledger.storage import StoreUnavailable, open_store
from tests.chaos.asking import Line, Unanswered
from tests.chaos.verdict import Place, place_of

LARGEST_READ = 50
BETWEEN_READS_S = 0.002


def tail(database: str, seed: str, told: "Connection[object, object]") -> None:
    """Read every partition on and on; once told to end, read up to the end and tell all that was read, in order."""
    random = Random(seed)
    seen: list[tuple[str, int, str, int]] = []
    reached: dict[str, int] = {}
    store = open_store(database, create=False)
    while True:
        ending = told.poll(BETWEEN_READS_S)
        fresh = 0
        try:
            for partition in store.partitions():
                read = store.read(partition, reached.get(partition, 0), random.randint(1, LARGEST_READ))
                seen += [(partition, r.position, r.stream, r.version) for r in read]
                if read:
                    reached[partition] = read[-1].position
                    fresh += len(read)
        except StoreUnavailable:
            continue
        if ending and not fresh:
            told.send(seen)
            store.close()
            return


class Changes(threading.Thread):
    """A reader of `/v1/changes`."""

    def __init__(self, port: int, secret: str, random: Random) -> None:
        super().__init__(name="changes", daemon=True)
        self.seen: list[Place] = []
        self._line = Line(port, secret)
        self._random = random
        self._ending = threading.Event()

    def end(self) -> Sequence[Place]:
        """Read up to the end; all that was read."""
        self._ending.set()
        self.join()
        return self.seen

    def run(self) -> None:
        after = ""
        while True:
            ending = self._ending.is_set()
            try:
                told = self._line.get(f"/v1/changes?limit={self._random.randint(1, LARGEST_READ)}{after}")
            except Unanswered:
                time.sleep(10 * BETWEEN_READS_S)
                continue
            if told.status != 200:
                time.sleep(10 * BETWEEN_READS_S)
                continue
            self.seen += [place_of(change["position"]) for change in told.body["items"]]
            after = f"&after={told.body['next']}" if told.body["next"] else ""
            if ending and not told.body["items"]:
                self._line.close()
                return
            time.sleep(BETWEEN_READS_S)
