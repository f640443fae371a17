"""One row of the campaign: one kind of fault on one store, as often as asked for."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random

from tests.chaos.processes import Server
from tests.chaos.site import Site, Tally
from tests.chaos.stores import Database, Store

EXAMINED_EVERY = 25
"""Faults between two whole verdicts on the same database."""
FAULTS_PER_DATABASE = 50
"""Then a new one begins, so that whole verdicts stay quick."""


class Run:
    """What a fault needs to happen: sites, chance, and a number of times."""

    def __init__(self, store: Store, folder: Path, random: Random, times: int) -> None:
        self.store = store
        self.random = random
        self.times = times
        self.tally = Tally()
        self._folder = folder
        self._numbers = count(1)

    def injected(self, faults: int = 1) -> None:
        """A fault has really happened."""
        self.tally.faults += faults

    def trouble(self, sentence: str) -> None:
        """Something that no column counts, and that must not be."""
        self.tally.troubles.append(sentence)

    def folder(self) -> Path:
        """An empty folder."""
        folder = self._folder / str(next(self._numbers))
        folder.mkdir(parents=True)
        # A server of a database may run as somebody else, who has to pass through.
        self._folder.chmod(0o755)
        return folder

    @contextmanager
    def site(
        self,
        database: Database | None = None,
        servers: int = 1,
        through: Callable[[int], int] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Iterator[Site]:
        """A database with writers at work; examined when the block has ended well, and gone afterwards.

        `through` makes a way to a server's port, by which the writers go; it says at which port that way begins.
        """
        database = database or self.store.fresh(self.folder())
        placement = {"USF_PLACEMENT": self.random.choice(("one", "each")), **(environment or {})}
        each = [
            Server(database.address, database.folder / f"server-{number}.log", placement)
            for number in range(servers)
        ]
        site = Site(each, database, self.tally, self.random, through)
        try:
            yield site
            site.examine()
        finally:
            site.close()
        shutil.rmtree(database.folder, ignore_errors=True)

    def sites(self, per_site: int = FAULTS_PER_DATABASE) -> Iterator[tuple[Site, int]]:
        """Sites one after the other, each with how many faults it shall suffer."""
        for share in self.shares(per_site):
            with self.site() as site:
                yield site, share

    def shares(self, per_site: int) -> Iterator[int]:
        """How many faults each site shall suffer, until there were as many as were asked for."""
        left = self.times
        while left > 0:
            yield min(per_site, left)
            left -= per_site
