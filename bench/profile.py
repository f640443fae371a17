"""Where the time of a request goes: which thread, which package, which function.

    python -m bench.profile                              # single contributions on SQLite
    python -m bench.profile --what lines                 # the same in bulk streams
    python -m bench.profile --store postgresql --what balance --clock wall --requests 20000

First the service runs as it is, and every thread's use of the processor is told per request. Then it runs once more for
each of the busiest kinds of thread, with that one profiled. The profiler slows what it watches: its figures say what
is large beside what, the first table says how large. The clock `cpu` counts work alone; with `wall` a function is also
charged for what it waits for: the disk, the interpreter's lock, the other side.
"""

import argparse
from itertools import islice
from pathlib import Path

import msgspec

from bench.cores import GENERATOR, pin
from bench.load import exchange
from bench.profiled import CLOCKS, Function, Thread, Watched
from bench.rows.bulk import send
from bench.run import Run, disk, running
from bench.servers import Serving, serving
from bench.sizes import sizes_from_environment
from bench.workload import as_balance, as_request, gifts

MOST_FUNCTIONS = 30
BUSIEST = 4


def main() -> None:
    """Profile what is asked for."""
    asked = _arguments()
    pin(GENERATOR)
    with running(sizes_from_environment(), asked.folder) as run:
        plain, seconds = _watched(run, asked, "none")
        print(
            f"{asked.requests / seconds:,.0f} requests/s unwatched; µs per request, of each kind of thread:"
        )
        print(f"{'cpu':>9}{'waiting for a core':>20}{'switches':>10}")
        busiest = sorted(plain.threads, key=lambda name: -plain.threads[name].cpu_s)
        for name in busiest:
            used = plain.threads[name]
            if used.cpu_s or used.switches:
                print(
                    f"{_us(used.cpu_s, asked):9.1f}{_us(used.waited_s, asked):20.1f}"
                    f"{used.switches / asked.requests:10.2f}  {name}"
                )
        for name in busiest[:BUSIEST]:
            watched, _ = _watched(run, asked, name)
            _tell(name, watched, asked)


def _watched(run: Run, asked: argparse.Namespace, thread: str) -> tuple[Watched, float]:
    """What a load used, of a fresh service with this kind of thread profiled; and how long it took."""
    database = run.database(asked.store)
    villages = run.villages(database)
    module = ("bench.profiled", thread, asked.clock, "api.cli", "serve", "--db", database, "--port")
    with serving(module, "/readyz", run.log, asking=True) as us:
        coming = gifts(villages)
        warm = [as_request(gift) for gift in islice(coming, max(64, asked.requests // 10))]
        position, account = exchange(us.port, warm).last_position, villages[0].account
        us.settle(account, position)
        taken = list(islice(coming, asked.requests))
        before = _ask(us)
        if asked.what == "lines":
            seconds = send(us, taken)
        elif asked.what == "balance":
            requests = [as_balance(gift.village) for gift in taken]
            seconds = exchange(us.port, requests, status=200, connections=asked.connections).seconds
        else:
            load = exchange(us.port, [as_request(gift) for gift in taken], connections=asked.connections)
            us.settle(account, load.last_position)
            seconds = load.seconds
        return _difference(_ask(us), before), seconds


def _ask(us: Serving) -> Watched:
    """Have the service tell what it has used."""
    pipes = us.process
    assert pipes.stdin is not None
    assert pipes.stdout is not None
    pipes.stdin.write(b"\n")
    pipes.stdin.flush()
    return msgspec.json.decode(pipes.stdout.readline(), type=Watched)


def _difference(after: Watched, before: Watched) -> Watched:
    nothing, idle = Function(0, 0.0), Thread()
    return Watched(
        {
            name: Thread(
                used.cpu_s - before.threads.get(name, idle).cpu_s,
                used.waited_s - before.threads.get(name, idle).waited_s,
                used.switches - before.threads.get(name, idle).switches,
            )
            for name, used in after.threads.items()
        },
        {
            name: Function(
                used.calls - before.functions.get(name, nothing).calls,
                used.own_s - before.functions.get(name, nothing).own_s,
            )
            for name, used in after.functions.items()
        },
    )


def _tell(thread: str, watched: Watched, asked: argparse.Namespace) -> None:
    """The packages and functions in which this kind of thread spent its time, profiled."""
    packages: dict[str, float] = {}
    for name, function in watched.functions.items():
        packages[_package(name)] = packages.get(_package(name), 0.0) + function.own_s
    print(f"\n{thread}: µs per request by the clock {asked.clock!r}, profiled, by package")
    for package, own_s in sorted(packages.items(), key=lambda pair: -pair[1])[:15]:
        print(f"{_us(own_s, asked):9.1f}  {package}")
    print(f"{'own':>9}{'calls':>8}  function")
    for name, function in sorted(watched.functions.items(), key=lambda pair: -pair[1].own_s)[:MOST_FUNCTIONS]:
        print(f"{_us(function.own_s, asked):9.1f}{function.calls / asked.requests:8.2f}  {name}")


def _package(function: str) -> str:
    """The folder of a function's file, or what it is where it is written in C."""
    where = function.partition(":")[0]
    return "/".join(where.split("/")[:2]) if where.endswith(".py") else "written in C"


def _us(seconds: float, asked: argparse.Namespace) -> float:
    return seconds / float(asked.requests) * 1e6


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description="Where the time goes.")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--what", choices=("contribution", "lines", "balance"), default="contribution")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="cpu")
    parser.add_argument("--requests", type=int, default=5_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--folder", type=Path, default=disk(), help="where the database lies meanwhile")
    return parser.parse_args()


if __name__ == "__main__":
    main()
