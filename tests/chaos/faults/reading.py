"""Readers race eight writers who write through several processes, of which one or another is killed.

A reader who goes on from the last position that it saw must see each event once, in order, and miss none, whichever
process recorded it.
"""

import time
from collections.abc import Iterable
from random import Random

from tests.chaos.processes import fork_server
from tests.chaos.readers import Changes, tail
from tests.chaos.run import Run
from tests.chaos.site import Site
from tests.chaos.verdict import Place
from tests.chaos.world import REGISTRAR

SERVERS = 3
READERS = 2
KILLS_PER_DATABASE = 20
LONGEST_LIFE_S = 0.8
LONGEST_CATCHING_UP_S = 60.0


def race_readers(run: Run) -> None:
    """Kill one server after the other while readers read."""
    for share in run.shares(KILLS_PER_DATABASE):
        with run.site(servers=SERVERS) as site:
            _race(run, site, share)


def _race(run: Run, site: Site, kills: int) -> None:
    context = fork_server()
    readers = []
    for number in range(READERS):
        here, there = context.Pipe()
        arguments = (site.database.address, f"{run.random.random()}/{number}", there)
        reader = context.Process(target=tail, args=arguments)
        reader.start()
        there.close()
        readers.append((reader, here))
    changes = Changes(site.server.port, REGISTRAR, Random(run.random.random()))
    changes.start()
    for _ in range(kills):
        time.sleep(run.random.uniform(0, LONGEST_LIFE_S))
        server = run.random.choice(site.servers)
        server.kill()
        run.injected()
        server.start()
        site.glance()
    site.examine(go_on=False)
    due = {
        partition: [(partition, row.position) for row in site.database.log.rows(partition)]
        for partition in site.database.log.partitions()
    }
    for number, (reader, told) in enumerate(readers):
        told.send("end")
        if told.poll(LONGEST_CATCHING_UP_S):
            seen = told.recv()
            _compare(site, f"reader {number}", due, [(partition, at) for partition, at, *_ in seen])
        else:
            run.trouble("a reader did not come to the end")
        reader.kill()
        reader.join()
    _compare(site, "/v1/changes", due, changes.end())
    site.crew.go()


def _compare(site: Site, who: str, due: dict[str, list[Place]], seen: Iterable[Place]) -> None:
    """Each partition's events, in the order of the log, each of them once."""
    read: dict[str, list[Place]] = {}
    for place in seen:
        read.setdefault(place[0], []).append(place)
    for partition, places in due.items():
        found = read.get(partition, [])
        site.verdict.lost |= {f"{who} missed {place}" for place in set(places) - set(found)}
        site.verdict.lost |= {f"{who} saw {place}, which is not there" for place in set(found) - set(places)}
        if len(set(found)) < len(found):
            site.verdict.duplicated.add(f"{who} saw an event of {partition} twice")
        if found != sorted(found):
            site.verdict.lost.add(f"{who} saw the events of {partition} out of their order")
