"""Who races: many callers at once on one ledger, as threads of one process or in several processes on one file."""

import multiprocessing
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import NamedTuple

from ledger.command import Command
from ledger.context import ScriptedClock
from ledger.ledger import Answer, Ledger, Request
from ledger.refusals import Refused
from tests.placement import placement
from tests.season import SPRING

PROCESSES = 3
"""On two cores, so that one is always in the middle of something when it has to wait."""


class Entry(NamedTuple):
    """What one contender asks for."""

    command: Command
    actor: str
    request: Request | None = None


class Outcome(NamedTuple):
    """What one contender was told: an answer, or the slug of a refusal."""

    actor: str
    answer: Answer | None
    refusal: str = ""


Contest = Sequence[Entry]
"""All of these at the same time."""


def enter(ledger: Ledger, entry: Entry) -> Outcome:
    """One contender's try."""
    try:
        return Outcome(entry.actor, ledger.handle(entry.command, by=entry.actor, request=entry.request))
    except Refused as refusal:
        return Outcome(entry.actor, None, refusal.slug)


def by_threads(ledger: Ledger, contests: Sequence[Contest]) -> list[list[Outcome]]:
    """Each contest by as many threads as it has entries, which all start together."""
    contenders = len(contests[0])
    gate = threading.Barrier(contenders)

    def start(entry: Entry) -> Outcome:
        gate.wait(60)
        return enter(ledger, entry)

    with ThreadPoolExecutor(contenders) as threads:
        return [list(threads.map(start, contest)) for contest in contests]


def by_processes(database: str, contests: Sequence[Contest]) -> list[list[Outcome]]:
    """Each contest shared out among processes that all have the file open and their caches warm."""
    spawn = multiprocessing.get_context("spawn")
    gate = spawn.Barrier(PROCESSES)
    ends = []
    processes = []
    for place in range(PROCESSES):
        here, there = spawn.Pipe(duplex=False)
        share = [contest[place::PROCESSES] for contest in contests]
        process = spawn.Process(target=_contend, args=(database, share, gate, there))
        process.start()
        there.close()
        ends.append(here)
        processes.append(process)
    shares: list[list[list[Outcome]]] = [end.recv() for end in ends]
    for process in processes:
        process.join()
    return [[outcome for part in parts for outcome in part] for parts in zip(*shares, strict=True)]


def _contend(database: str, share: list[Contest], gate: Barrier, told: "Connection[object, object]") -> None:
    with (
        Ledger.open(database, clock=ScriptedClock(SPRING), placement=placement()) as ledger,
        ThreadPoolExecutor(max(map(len, share))) as threads,
    ):
        outcomes = []
        for contest in share:
            gate.wait(60)
            outcomes.append(list(threads.map(lambda entry: enter(ledger, entry), contest)))
        told.send(outcomes)
