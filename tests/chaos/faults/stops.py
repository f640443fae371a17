"""The database's server stops under load: at once, killed, frozen or as an operator stops it. The service goes on by
itself when the server is back.
"""

import time

from tests import postgresql
from tests.chaos.run import Run
from tests.chaos.site import Site
from tests.chaos.stores import PostgreSQL

STOPS_PER_DATABASE = 15
EXAMINED_EVERY = 5
LONGEST_SERVICE_S = 1.0
LONGEST_ABSENCE_S = 1.5
LONGEST_FROZEN_S = 5.0
LONGEST_REFUSAL_S = 3.0
"""So soon a caller is told that the database does not answer."""
LONGEST_RECOVERY_S = 5.0
"""So soon after the server's return an act is acknowledged."""

WAYS = ("immediate", "immediate", "killed", "killed", "fast", "frozen")


def stop_databases(run: Run) -> None:
    """Stop it, leave it away for a while, and let it come back."""
    assert isinstance(run.store, PostgreSQL)
    for site, share in run.sites(STOPS_PER_DATABASE):
        for number in range(1, share + 1):
            time.sleep(run.random.uniform(0, LONGEST_SERVICE_S))
            _stop(run, run.store.server)
            run.injected()
            recovers(run, site)
            site.glance()
            if number % EXAMINED_EVERY == 0 and number < share:
                site.examine()
        if site.crew.slowest_s > LONGEST_REFUSAL_S:
            run.trouble(f"a writer was told only after {site.crew.slowest_s:.1f} s that the database is away")


def _stop(run: Run, server: postgresql.Server) -> None:
    way = run.random.choice(WAYS)
    if way == "frozen":
        server.freeze()
    elif way == "killed":
        server.kill()
    else:
        server.stop(way)
    time.sleep(run.random.uniform(0, LONGEST_FROZEN_S if way == "frozen" else LONGEST_ABSENCE_S))
    if way == "frozen":
        server.thaw()
    else:
        server.start()


def recovers(run: Run, site: Site) -> None:
    """The service goes on soon after its database is back, as the same process."""
    if not site.server.runs:
        run.trouble("the service ended by itself when its database stopped")
        site.server.start()
    before = len(site.crew.deeds)
    if not site.crew.deeds.wait_beyond(before, LONGEST_RECOVERY_S):
        run.trouble(f"nothing was acknowledged within {LONGEST_RECOVERY_S} s of the database's return")
