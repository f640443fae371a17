"""All faults on all stores: which there are, how often each is injected, and what a row says of it."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec

from tests.chaos.faults.answers import cut_answers
from tests.chaos.faults.disk_errors import fail_disk
from tests.chaos.faults.disk_full import fill_disk
from tests.chaos.faults.first_start import kill_first_starts, kill_migrations
from tests.chaos.faults.follower import kill_followers
from tests.chaos.faults.kills import kill_servers
from tests.chaos.faults.power import cut_power
from tests.chaos.faults.reading import race_readers
from tests.chaos.faults.servers_disk import fail_servers_disk, fill_servers_disk
from tests.chaos.faults.stops import stop_databases
from tests.chaos.faults.wires import cut_wires
from tests.chaos.processes import Silent
from tests.chaos.run import Run
from tests.chaos.stores import PostgreSQL, SQLite, Store
from tests.chaos.syscalls import Missing

STORES: dict[str, Callable[[], Store]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


class Fault(NamedTuple):
    """One kind of fault."""

    name: str
    on: Mapping[str, tuple[Callable[[Run], None], int]]
    """By store, how it is injected, and how often unless more is asked for."""


FAULTS = (
    Fault("server-killed", {"sqlite": (kill_servers, 500), "postgresql": (kill_servers, 100)}),
    Fault("first-start-killed", {"sqlite": (kill_first_starts, 20), "postgresql": (kill_migrations, 10)}),
    Fault("power-cut", {"sqlite": (cut_power, 80)}),
    Fault("database-stopped", {"postgresql": (stop_databases, 30)}),
    Fault("connections-cut", {"postgresql": (cut_wires, 100)}),
    Fault("disk-errors", {"sqlite": (fail_disk, 100), "postgresql": (fail_servers_disk, 25)}),
    Fault("disk-full", {"sqlite": (fill_disk, 18), "postgresql": (fill_servers_disk, 8)}),
    Fault("answers-cut", {"sqlite": (cut_answers, 500), "postgresql": (cut_answers, 250)}),
    Fault("follower-killed", {"sqlite": (kill_followers, 40), "postgresql": (kill_followers, 40)}),
    Fault("tailing-reader", {"sqlite": (race_readers, 40), "postgresql": (race_readers, 40)}),
)


class Row(msgspec.Struct, frozen=True):
    """What came of one fault on one store."""

    store: str
    fault: str
    faults: int
    """How many were really injected."""
    acknowledged: int
    """Acts that the writers were told are recorded."""
    lost: int
    duplicated: int
    unbalanced: int
    view_differences: int
    seed: int
    seconds: float
    findings: tuple[str, ...] = ()
    """What the counts are about, and whatever else must not be: the first few."""

    @property
    def holds(self) -> bool:
        """Whether faults happened, and nothing came of them."""
        wrong = self.lost + self.duplicated + self.unbalanced + self.view_differences
        return self.faults > 0 and wrong == 0 and not self.findings


def campaign(seed: int, scale: float, only: Sequence[str] = ()) -> Iterator[Row]:
    """Row after row."""
    for fault in FAULTS:
        for name, (_, times) in fault.on.items():
            if not only or {fault.name, name} & set(only):
                yield inject(fault, name, seed, max(1, round(times * scale)))


def inject(fault: Fault, store_name: str, seed: int, times: int) -> Row:
    """One row. What ends a run early is a finding like any other."""
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="usf-chaos-"))
    store = STORES[store_name]()
    run = Run(store, folder, Random(f"{seed}/{store.name}/{fault.name}"), times)
    inject_it, _ = fault.on[store.name]
    try:
        inject_it(run)
    except Missing as missing:
        run.trouble(f"This fault needs {missing}.")
    except Silent as silent:
        run.trouble(str(silent))
    except Exception as error:  # noqa: BLE001 - the other rows go on
        run.trouble(f"The campaign itself failed: {type(error).__name__}: {error}")
    finally:
        store.close()
    tally = run.tally
    found = [*tally.troubles]
    for each in (tally.lost, tally.duplicated, tally.unbalanced, tally.view_differences):
        found += sorted(each)[:5]
    if found:
        found.append(f"What was left of it lies in {folder}.")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return Row(
        store=store.name,
        fault=fault.name,
        faults=tally.faults,
        acknowledged=tally.acknowledged,
        lost=len(tally.lost),
        duplicated=len(tally.duplicated),
        unbalanced=len(tally.unbalanced),
        view_differences=len(tally.view_differences),
        seed=seed,
        seconds=round(time.monotonic() - began, 1),
        findings=tuple(found[:20]),
    )
