"""The disk reports errors: the n-th write, or the n-th flush, and sometimes several after it, fail with EIO.

The service must answer 503 meanwhile and go on by itself afterwards; what it had acknowledged must be there, also if
it is killed in the middle of its trouble.
"""

import errno
import time
from collections.abc import Callable
from random import Random

from tests.chaos.run import Run
from tests.chaos.syscalls import KILL, SYNCS, Call, require

ERRORS_PER_DATABASE = 50
ERRORS_PER_START = 5
KILLED = 0.4
"""How many services are killed right after their last error."""
LONGEST_WAIT_S = 20.0


def fail_disk(run: Run) -> None:
    """Several errors happen to each start of the service."""
    require()
    for site, share in run.sites(ERRORS_PER_DATABASE):
        left = share
        while left > 0:
            site.server.kill()
            failing = Failing(run.random, min(ERRORS_PER_START, left), killing=run.random.random() < KILLED)
            child = site.server.start(failing)
            site.server.ready()
            errors = failing.happen(lambda child=child: child.alive, LONGEST_WAIT_S)  # type: ignore[misc]
            if failing.killed:
                child.wait()
            elif not child.alive:
                run.trouble("the service ended by itself when its disk failed")
            run.injected(errors)
            left -= max(1, errors)
            site.examine()


class Failing:
    """Lets some calls pass, then has one to five fail, and so on until the errors are used up."""

    def __init__(self, random: Random, errors: int, *, killing: bool) -> None:
        self.killed = False
        self._errors = 0
        self._left = errors
        self._armed = False
        self._killing = killing
        self._random = random
        self._draw()

    def happen(self, lives: Callable[[], bool], seconds: float) -> int:
        """From now on calls fail, until all errors have happened to whoever lives; how many did."""
        self._armed = True
        end = time.monotonic() + seconds
        while lives() and self._left and time.monotonic() < end:
            time.sleep(0.01)
        self._armed = False
        return self._errors

    def __call__(self, call: Call) -> int:
        if not self._armed or not self._left or (call.name in SYNCS) is not self._syncs:
            return 0
        self._until -= 1
        if self._until > 0:
            return 0
        if self._run:
            self._run -= 1
            self._errors += 1
            return errno.EIO
        self._left -= 1
        self._draw()
        self.killed = self._killing and not self._left
        return KILL if self.killed else 0

    def _draw(self) -> None:
        self._syncs = self._random.random() < 0.5
        self._until = self._random.randint(1, 60)
        self._run = self._random.choice((1, 1, 1, 2, 5))
