"""The connection to the database breaks: before a commit, or after it and before its answer."""

import time
from urllib.parse import urlsplit, urlunsplit

from tests.chaos.run import Run
from tests.chaos.stores import PostgreSQL
from tests.chaos.wires import WAYS, Wire

CUTS_PER_DATABASE = 50
EXAMINED_EVERY = 25
LONGEST_PAUSE_S = 0.3


def cut_wires(run: Run) -> None:
    """The service speaks to the server through a wire that is cut."""
    assert isinstance(run.store, PostgreSQL)
    for share in run.shares(CUTS_PER_DATABASE):
        database = run.store.fresh(run.folder())
        wire = Wire(run.store.server.port)
        parts = urlsplit(database.address)
        place = parts.netloc.replace(f":{run.store.server.port}", f":{wire.port}")
        through = database._replace(address=urlunsplit(parts._replace(netloc=place)))
        with run.site(through) as site:
            for number in range(1, share + 1):
                time.sleep(run.random.uniform(0, LONGEST_PAUSE_S))
                wire.cut(run.random.choice(WAYS))
                run.injected()
                site.glance()
                if number % EXAMINED_EVERY == 0 and number < share:
                    site.examine()
            if not site.server.runs:
                run.trouble("the service ended by itself when its connections were cut")
        wire.close()
