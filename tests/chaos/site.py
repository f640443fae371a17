"""One database with its server, its writers, and what is known of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

import msgspec

from api.cli.common import UNAVAILABLE
from tests.chaos.books import unbalanced
from tests.chaos.processes import Child, Server, Silent
from tests.chaos.stores import Database
from tests.chaos.syscalls import FILES, Decision
from tests.chaos.verdict import Verdict
from tests.chaos.world import make_world
from tests.chaos.writers import Crew

REPLAYS = 5
"""How often a replay is tried on a database that does not serve."""


class Tally(msgspec.Struct):
    """What came of all faults of one kind."""

    faults: int = 0
    acknowledged: int = 0
    lost: set[str] = msgspec.field(default_factory=set)
    duplicated: set[str] = msgspec.field(default_factory=set)
    unbalanced: set[str] = msgspec.field(default_factory=set)
    view_differences: set[str] = msgspec.field(default_factory=set)
    troubles: list[str] = msgspec.field(default_factory=list)
    """What no column counts: answers that no fault excuses, a service that did not recover, what a machine lacks."""


class Site:
    """Everything about one database. Writers write until they are told to rest."""

    def __init__(
        self,
        servers: list[Server],
        database: Database,
        tally: Tally,
        random: Random,
        through: Callable[[int], int] | None = None,
    ) -> None:
        self.servers = servers
        self.database = database
        self.server = servers[0]
        self.random = random
        self._tally = tally
        self._start_all()
        with self._views_kept_up():
            self.world = make_world(self.server.port)
        ports = [through(server.port) if through else server.port for server in servers]
        self.crew = Crew(self.world, ports, str(random.random()))
        self.verdict = Verdict(database.log)
        self.crew.go()

    def glance(self) -> None:
        """A look after a fault; writers go on."""
        self.verdict.glance(self.crew.deeds)

    def examine(self, *, go_on: bool = True) -> None:
        """The whole verdict; the writers go on afterwards, unless they shall not.

        Raises Silent where the service has not recovered.
        """
        self._start_all()
        self.crew.rest()
        self.verdict.examine(self.crew.deeds)
        with self._views_kept_up():
            self._tally.unbalanced |= unbalanced(self.server.port, self.world, self.crew.deeds)
        self._replay()
        if go_on:
            self.crew.go()

    def _replay(self) -> None:
        """Views and marks against the history. A database that cannot serve for a moment is asked again."""
        said = ""
        for _ in range(REPLAYS):
            code, said = self.server.run("replay", "--json")
            if code == 0:
                return
            if code != UNAVAILABLE:
                self._tally.view_differences.add(said)
                return
        raise Silent(f"no replay was possible: {said}")

    def child(self, command: str, decide: Decision | None = None, stops: Sequence[str] = FILES) -> Child:
        """Another process on the same database."""
        log = self.database.folder / f"{command}.log"
        arguments = (command, "--db", self.database.address)
        return Child(arguments, log, self.server.environment, decide, stops)

    @contextmanager
    def _views_kept_up(self) -> Iterator[None]:
        """By a process of their own, where the servers leave that to others."""
        follower = None if self.server.follows else self.child("follow")
        try:
            yield
        finally:
            if follower is not None:
                follower.stop()

    def close(self) -> None:
        """End everything, and add up."""
        self.crew.dismiss()
        for server in self.servers:
            server.kill()
        self._tally.acknowledged += len(self.crew.deeds)
        self._tally.lost |= self.verdict.lost
        self._tally.duplicated |= self.verdict.duplicated
        self._tally.troubles += self.crew.deeds.surprises

    def _start_all(self) -> None:
        for server in self.servers:
            if not server.runs:
                server.start()
        for server in self.servers:
            server.ready()
