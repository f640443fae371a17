"""One run: its sizes, its folder, and what several rows share so that it is made once."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from random import Random
from typing import Literal

from bench.cores import apart
from bench.sizes import Sizes
from bench.workload import OPENED, SEED, Village, settle
from ledger.context import ScriptedClock
from ledger.ledger import Ledger
from tests.postgresql import Server, fresh_database

Kind = Literal["sqlite", "postgresql"]


class Run:
    """What rows are given to measure with."""

    def __init__(self, sizes: Sizes, folder: Path, closing: ExitStack) -> None:
        self.sizes = sizes
        self.folder = folder
        self.log = folder / "servers.log"
        self._closing = closing
        self._numbers = count(1)
        self._postgresql: Server | None = None

    def path(self, name: str) -> Path:
        """A file or folder of this run that is not there yet."""
        return self.folder / f"{next(self._numbers)}-{name}"

    def database(self, kind: Kind) -> str:
        """The address of a new database on a durable store."""
        return str(self.path("usf.db")) if kind == "sqlite" else fresh_database(self.postgresql.url())

    @property
    def postgresql(self) -> Server:
        """A PostgreSQL server with its own settings, and fsync on."""
        if self._postgresql is None:
            # Not in the run's own folder: root's server belongs to another user, who must be able to reach it.
            place = Path(tempfile.mkdtemp(prefix="usf-bench-postgresql-", dir=self.folder.parent))
            self._postgresql = Server(place, passing=True)
            self._closing.callback(self._postgresql.remove)
            self._postgresql.start()
        return self._postgresql

    def villages(self, database: str) -> tuple[Village, ...]:
        """Found the associations of the workload in an empty database."""
        return apart(prepared, database, self.sizes.accounts, self.sizes.givers)


def prepared(database: str, accounts: int, givers: int) -> tuple[Village, ...]:
    """Associations, keys and givers in an empty database, the same ones each time."""
    clock = ScriptedClock(OPENED)
    with Ledger.open(database, clock=clock, random=Random(SEED)) as ledger:
        return settle(ledger, clock, accounts, givers)


@contextmanager
def running(sizes: Sizes, parent: Path) -> Iterator[Run]:
    """A run in a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="usf-bench-", dir=parent))
    with ExitStack() as closing:
        closing.callback(shutil.rmtree, folder, ignore_errors=True)
        yield Run(sizes, folder, closing)


def disk() -> Path:
    """A folder on a real disk: /tmp may be memory, which is durable in name only."""
    kept = Path("/var/tmp")  # noqa: S108 - the folder made in it belongs to this user alone
    return kept if kept.is_dir() else Path(tempfile.gettempdir())
