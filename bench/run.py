"""One run: its sizes, its folder, and what several rows share so that it is made once."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from random import Random
from typing import Literal

import msgspec
import psycopg

from bench.cores import apart
from bench.sizes import Sizes
from bench.workload import OPENED, SEED, Village, gifts, record, settle
from ledger.context import ScriptedClock
from ledger.ledger import Ledger
from projections.follower import Follower
from projections.rebuild import prepare
from projections.shelf import Shelf, open_shelf
from projections.views import VIEWS
from tests.postgresql import Server, fresh_database
from tests.stores import copy_with_views

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
        self._histories: dict[tuple[int, bool], History] = {}

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
            shelf = Path(tempfile.mkdtemp(prefix="usf-bench-postgresql-", dir=self.folder.parent))
            self._postgresql = Server(shelf, passing=True)
            self._closing.callback(self._postgresql.remove)
            self._postgresql.start()
        return self._postgresql

    @property
    def postgresql_version(self) -> str:
        """Of the server, where one was needed."""
        if self._postgresql is None:
            return "not started"
        with closing(psycopg.connect(self._postgresql.url())) as db:
            return str(db.info.parameter_status("server_version"))

    def villages(self, database: str) -> tuple[Village, ...]:
        """Found the associations of the workload in an empty database."""
        return apart(prepared, database, self.sizes.accounts, self.sizes.givers)

    @property
    def histories(self) -> "list[History]":
        """Those that were made."""
        return list(self._histories.values())

    def history(self, contributions: int, *, crowded: bool = False) -> "History":
        """Recorded years of so many contributions, made once: of all accounts, or of a crowded one alone."""
        if (contributions, crowded) not in self._histories:
            made = apart(recorded, self.database("sqlite"), self.sizes, contributions, crowded)
            self._histories[contributions, crowded] = made
        return self._histories[contributions, crowded]


class History(msgspec.Struct, frozen=True):
    """A database with recorded years."""

    database: str
    """With its views level."""
    unseen: str
    """A copy whose views have seen nothing yet; of a crowded account's there is none."""
    villages: tuple[Village, ...]
    contributions: int
    recorded_per_second: float
    followed_per_second: float
    """Events brought into all views."""


def recorded(database: str, sizes: Sizes, contributions: int, crowded: bool) -> History:
    """Record years in an empty database, then bring the views level; in a process of its own."""
    with opened(database) as (ledger, clock, _):
        villages = settle(ledger, clock, sizes.accounts, sizes.givers)
        # The first account stays quiet where another one is crowded.
        giving = villages[-1:] if crowded else villages
        began = time.monotonic()
        record(ledger, clock, gifts(giving), contributions)
        seconds = time.monotonic() - began
    unseen = Path(database).with_name(f"unseen-{Path(database).name}")
    if not crowded:
        copy_with_views(Path(database), unseen)
    with opened(database) as (ledger, _, shelf):
        events = sum(map(ledger.store.head, ledger.store.partitions()))
        began = time.monotonic()
        Follower(shelf, VIEWS).catch_up()
        following = time.monotonic() - began
    return History(
        database, str(unseen), villages, contributions, contributions / seconds, events / following
    )


@contextmanager
def opened(database: str) -> Iterator[tuple[Ledger, ScriptedClock, Shelf]]:
    """A ledger with a scripted clock, and its views, made where there are none."""
    clock = ScriptedClock(OPENED)
    with (
        Ledger.open(database, clock=clock, random=Random(SEED)) as ledger,
        closing(open_shelf(ledger.store)) as shelf,
    ):
        prepare(VIEWS, shelf)
        yield ledger, clock, shelf


def prepared(database: str, accounts: int, givers: int) -> tuple[Village, ...]:
    """Associations, keys and givers in an empty database, the same ones each time; the views show them."""
    with opened(database) as (ledger, clock, shelf):
        villages = settle(ledger, clock, accounts, givers)
        Follower(shelf, VIEWS).catch_up()
        return villages


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
