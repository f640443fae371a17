"""What makes views is killed anywhere: a follower, beside a server that leaves following to it, or a rebuilding."""

import time

from tests.chaos.faults.kills import KillAt, stops_at
from tests.chaos.run import Run
from tests.chaos.site import Site

KILLS_PER_DATABASE = 20
EXAMINED_EVERY = 10
LARGEST_CALL = 400
LONGEST_LIFE_S = 1.0
APART = {"USF_FOLLOW": "false"}
"""The server does not follow itself."""


def kill_followers(run: Run) -> None:
    """On every other database followers are killed, on the others those who rebuild."""
    for number, share in enumerate(run.shares(KILLS_PER_DATABASE)):
        command, environment = (("follow", APART), ("rebuild", {}))[number % 2]
        with run.site(environment=environment) as site:
            for kill in range(1, share + 1):
                _kill(run, site, command)
                site.glance()
                if kill % EXAMINED_EVERY == 0 and kill < share:
                    site.examine()


def _kill(run: Run, site: Site, command: str) -> None:
    """After some time, or before its n-th call."""
    stops = stops_at(run.random) if run.random.random() < 0.5 else ()
    decide = KillAt(run.random.randint(1, LARGEST_CALL)) if stops else None
    child = site.child(command, decide, stops)
    end = time.monotonic() + (4.0 if stops else run.random.uniform(0, 1)) * LONGEST_LIFE_S
    while child.alive and time.monotonic() < end:
        time.sleep(0.005)
    if child.alive or child.exit_code == -9:
        run.injected()
    child.kill()
