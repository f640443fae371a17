"""The disk is full, for a while: the service answers 503, loses nothing, and goes on when there is room again."""

import time

from tests.chaos.disks import MEGABYTE, Disk, small_disk
from tests.chaos.run import Run
from tests.chaos.site import Site

DISK_MEGABYTES = 64
FILLED_PER_DATABASE = 6
MOST_LEFT = MEGABYTE
"""A little room may be left at first, so that the disk is full in the middle of something."""
LONGEST_FULL_S = 1.0


def fill_disk(run: Run) -> None:
    """One database after the other, each on a small disk."""
    for share in run.shares(FILLED_PER_DATABASE):
        folder = run.folder()
        with small_disk(folder, DISK_MEGABYTES) as disk, run.site(run.store.fresh(folder)) as site:
            site.server.kill()
            site.server.start(disk.decide)
            site.server.ready()
            for _ in range(share):
                _fill(run, disk, site)
                site.examine()


def _fill(run: Run, disk: Disk, site: Site) -> None:
    """Fill, wait until a writer is turned away, and a little longer; then make room."""
    site.crew.until_turned_away(lambda: disk.fill(run.random.randrange(MOST_LEFT)))
    run.injected()
    time.sleep(run.random.uniform(0, LONGEST_FULL_S))
    disk.empty()
    if not site.server.runs:
        run.trouble("the service ended by itself when its disk was full")
