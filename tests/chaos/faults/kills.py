"""The serving process is killed (SIGKILL) at any moment: while it starts, while it serves, between any two writes."""

import time
from random import Random

from tests.chaos.processes import Server
from tests.chaos.run import EXAMINED_EVERY, Run
from tests.chaos.syscalls import FILES, KILL, SENDS, Call, Missing, require

LONGEST_START_S = 0.12
"""A start takes about a tenth of a second."""
LONGEST_SERVICE_S = 0.5
LARGEST_CALL = 800
"""The last call, counted from the start, before which a process may be killed."""


def kill_servers(run: Run) -> None:
    """Each kill is of one of three kinds, by chance."""
    for site, share in run.sites():
        for number in range(1, share + 1):
            site.server.kill()
            kill_once(site.server, run.random)
            run.injected()
            site.glance()
            if number % EXAMINED_EVERY == 0 and number < share:
                site.examine()


def kill_once(server: Server, random: Random) -> None:
    """Start the server, and kill it."""
    kind = random.random()
    if kind < 0.15:
        server.start()
        time.sleep(random.uniform(0, LONGEST_START_S))
    elif kind < 0.5 and (stops := stops_at(random)):
        child = server.start(KillAt(random.randint(1, LARGEST_CALL)), stops)
        end = time.monotonic() + 4 * LONGEST_SERVICE_S
        while child.alive and time.monotonic() < end:
            time.sleep(0.005)
    else:
        server.start()
        server.ready()
        time.sleep(random.uniform(0, LONGEST_SERVICE_S))
    server.kill()


class KillAt:
    """Kills before the n-th call, which then never happens."""

    def __init__(self, number: int) -> None:
        self._left = number

    @property
    def is_over(self) -> bool:
        """Whether it has killed."""
        return self._left <= 0

    def __call__(self, _: Call) -> int:
        self._left -= 1
        return KILL if self._left == 0 else 0


def stops_at(random: Random) -> tuple[str, ...]:
    """The calls before one of which a process is killed: writes to files, or to others; none where no kernel helps."""
    try:
        require()
    except Missing:
        return ()
    return random.choice((FILES, SENDS))
