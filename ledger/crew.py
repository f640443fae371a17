"""The threads that carry out commands: a bounded crew, which serves whichever partitions have work.

A partition's commands are decided one after the other, so that at most one thread serves it at a time. Threads come as
they are needed, up to what the database can write at the same time, and go after a while without work.
"""

import threading
from collections import deque
from collections.abc import Callable

IDLE_SECONDS = 20.0
"""How long a thread without work stays."""

Work = Callable[[], bool]
"""One batch of one partition; whether more of it waits."""


class Crew:
    """Threads that take turns at partitions, so that none waits for another's whole queue."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: deque[Work] = deque()
        self._changed = threading.Condition()
        self._threads: set[threading.Thread] = set()
        self._idle = 0
        self._closing = False

    def serve(self, work: Work) -> None:
        """Have a partition served that has work and is not being served."""
        with self._changed:
            self._waiting.append(work)
            if self._idle >= len(self._waiting):
                self._changed.notify()
            elif len(self._threads) < self._most:
                thread = threading.Thread(target=self._run, name=f"writer-{len(self._threads)}", daemon=True)
                self._threads.add(thread)
                thread.start()

    @property
    def pressed(self) -> bool:
        """Whether partitions wait for their turn."""
        return bool(self._waiting)

    def close(self) -> None:
        """Carry out all that waits, then end the threads."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            threads = tuple(self._threads)
        for thread in threads:
            thread.join()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            if work():
                with self._changed:
                    self._waiting.append(work)

    def _next(self) -> Work | None:
        """The next partition in turn; None where this thread may go."""
        with self._changed:
            self._idle += 1
            there_is_work = self._changed.wait_for(lambda: self._waiting or self._closing, IDLE_SECONDS)
            self._idle -= 1
            if there_is_work and self._waiting:
                return self._waiting.popleft()
            self._threads.discard(threading.current_thread())
            return None
