"""What makes views is killed anywhere: a follower beside the server, or a rebuilding that nobody ended."""

import time

from tests.chaos.faults.kills import KillAt, can_stop_at_calls
from tests.chaos.processes import Child
from tests.chaos.run import Run

KILLS_PER_DATABASE = 20
EXAMINED_EVERY = 10
LARGEST_CALL = 400
LONGEST_LIFE_S = 1.0

COMMANDS = ("rebuild",)


def kill_followers(run: Run) -> None:
    """Each is killed after some time, or before its n-th write or flush."""
    for site, share in run.sites(KILLS_PER_DATABASE):
        for number in range(1, share + 1):
            arguments = (run.random.choice(COMMANDS), "--db", site.database.address)
            at_call = run.random.random() < 0.5 and can_stop_at_calls()
            decide = KillAt(run.random.randint(1, LARGEST_CALL)) if at_call else None
            child = Child(arguments, site.database.folder / "follower.log", site.server.environment, decide)
            end = time.monotonic() + (4.0 if at_call else run.random.uniform(0, 1)) * LONGEST_LIFE_S
            while child.alive and time.monotonic() < end:
                time.sleep(0.005)
            if child.alive or child.exit_code == -9:
                run.injected()
            child.kill()
            site.glance()
            if number % EXAMINED_EVERY == 0 and number < share:
                site.examine()
